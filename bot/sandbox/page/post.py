"""Mailboxes on the page: what somebody without Slack gets, with links that work."""

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.sandbox.page.blocks import environment

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,)]")


class Mailboxes:
    def __init__(self, sandbox: "Sandbox", headers: dict[str, str]) -> None:
        self._sandbox, self._headers = sandbox, headers
        self._jinja = environment()
        self._jinja.filters["letter"] = letter

    def show(self, request: Request) -> Response:
        boxes = self._sandbox.post.mailboxes() if self._sandbox.post else {}
        to = request.query_params.get("to", "")
        chosen = to if to in boxes else next(iter(boxes), "")
        page = self._jinja.get_template("mail.html")
        html = page.render(boxes=boxes, to=chosen, letters=boxes.get(chosen, []), state=self._sandbox.state)
        return HTMLResponse(html, headers=self._headers)


def letter(text: str) -> Markup:
    """Plain text, with its addresses as links."""
    words = ADDRESS.split(text)
    links = [
        Markup('<a href="{0}" target="_blank" rel="noopener">{0}</a>').format(one) for one in ADDRESS.findall(text)
    ]
    return Markup("").join(part for pair in zip(map(escape, words), [*links, Markup("")], strict=True) for part in pair)
