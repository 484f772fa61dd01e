"""A file's bytes from Slack, and to it. The token goes to Slack's own hosts only, and no redirect is followed."""

from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.slack import SharedFile, SlackRefusedError, SlackUnclearError

HOSTS = (".slack.com", ".slack-gov.com")


class _NoRedirect(HTTPRedirectHandler):
    """Slack leads a token that may not read the file to a sign-in page; anything else could lead anywhere."""

    def redirect_request(
        self, _req: Request, _fp: IO[bytes], _code: int, _msg: str, _headers: HTTPMessage, _newurl: str
    ) -> None:
        return None


def fetch(file: SharedFile, token: str, api_url: str, timeout: float, most: int) -> bytes:
    """At most `most` bytes. Refused as `too_large`, `not_there` or `elsewhere`."""
    if not _is_slack(file.url, api_url):
        raise SlackRefusedError("elsewhere")
    if file.size > most:
        raise SlackRefusedError("too_large")
    request = Request(file.url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - checked above
    try:
        with build_opener(_NoRedirect).open(request, timeout=timeout) as answer:
            data: bytes = answer.read(most + 1)
    except HTTPError as error:
        if error.code == 429 or error.code >= 500:
            raise SlackUnclearError(f"http_{error.code}") from None
        raise SlackRefusedError("not_there") from None
    except (URLError, HTTPException, OSError) as error:
        raise SlackUnclearError(type(error).__name__) from None
    if len(data) > most:
        raise SlackRefusedError("too_large")
    return data


def send(url: str, data: bytes, api_url: str, timeout: float) -> None:
    """The bytes of a file of ours, to the place that Slack named for them; no token goes with them."""
    if not _is_slack(url, api_url):
        raise SlackRefusedError("elsewhere")
    request = Request(url, data=data, headers={"Content-Type": "application/octet-stream"})  # noqa: S310 - checked above
    try:
        build_opener(_NoRedirect).open(request, timeout=timeout).close()
    except HTTPError as error:
        raise SlackRefusedError(f"http_{error.code}") from None
    except (URLError, HTTPException, OSError) as error:
        raise SlackUnclearError(type(error).__name__) from None


def _is_slack(url: str, api_url: str) -> bool:
    """Slack itself over TLS, or the server that the settings name in its place."""
    there, here = urlsplit(url), urlsplit(api_url)
    if (there.scheme, there.netloc) == (here.scheme, here.netloc):
        return True
    return there.scheme == "https" and there.port in {None, 443} and f".{there.hostname or ''}".endswith(HOSTS)
