"""The front door over HTTP: size, time and signature are checked on the raw bytes before anything reads them."""

import hmac
import logging
from collections.abc import Callable, Iterable
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa
import waitress
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from slack_bolt import App, BoltRequest
from sqlmodel import select

from bot.clock import Clock
from bot.settings import Settings
from handlers.requests import Services
from handlers.web.door import HEADERS, PREFIX, Door
from handlers.web.door import LARGEST as LARGEST_FORM
from storage.db import reading
from storage.deliveries import Delivery

logger = logging.getLogger("sweetspot.http")
LARGEST = 1 << 20
STALE_SECONDS = 300
THREADS = 16
Start = Callable[[str, list[tuple[str, str]]], Any]
Answer = tuple[HTTPStatus, str, bytes, list[tuple[str, str]]]
"""Status, content type, body, further headers."""


class Front:
    """A WSGI application."""

    def __init__(self, app: App, services: Services, settings: Settings, clock: Clock) -> None:
        self._app, self._engine, self._clock = app, services.engine, clock
        self._door = Door(services)
        self._secret = settings.signing_secret.get_secret_value().encode() if settings.signing_secret else b""
        self._routes: dict[tuple[str, str], Callable[[dict[str, Any]], Answer]] = {
            ("POST", "/slack/events"): self._events,
            ("GET", "/healthz"): lambda _: _plain(HTTPStatus.OK, "ok"),
            ("GET", "/readyz"): self._ready,
            ("GET", "/metrics"): self._metrics,
        }

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        route = self._links(method, path) or self._routes.get((method, path))
        try:
            answer = route(environ) if route else _plain(HTTPStatus.NOT_FOUND, "there is nothing here")
        except Exception as error:  # the sender retries; a body or an error's text is never logged
            logger.error("request_failed", extra={"action": "request_failed", "error": type(error).__name__})  # noqa: TRY400
            answer = _plain(HTTPStatus.SERVICE_UNAVAILABLE, "try again")
        status, kind, body, headers = answer
        start(
            f"{status.value} {status.phrase}", [("Content-Type", kind), ("X-Content-Type-Options", "nosniff"), *headers]
        )
        return [body]

    def _links(self, method: str, path: str) -> Callable[[dict[str, Any]], Answer] | None:
        """Pages behind the links of letters."""
        if not path.startswith(PREFIX):
            return None
        sealed = path.removeprefix(PREFIX)
        if method == "GET":
            return lambda _: _page(self._door.look(sealed))
        return (lambda environ: self._send(sealed, environ)) if method == "POST" else None

    def _send(self, sealed: str, environ: dict[str, Any]) -> Answer:
        length = _length(environ)
        if length is None or length > LARGEST_FORM:
            return _plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the form is too large")
        return _page(self._door.send(sealed, environ["wsgi.input"].read(length)))

    def _events(self, environ: dict[str, Any]) -> Answer:
        length = _length(environ)
        if length is None or length > LARGEST:
            return _plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large")
        body: bytes = environ["wsgi.input"].read(length)
        if not self._is_signed(environ, body):
            return _plain(HTTPStatus.UNAUTHORIZED, "the signature is missing or wrong")
        try:
            text = body.decode()
            headers = {
                key[5:].replace("_", "-").lower(): [value] for key, value in environ.items() if key[:5] == "HTTP_"
            }
            headers["content-type"] = [environ.get("CONTENT_TYPE", "")]
            answer = self._app.dispatch(BoltRequest(body=text, headers=headers))  # type: ignore[arg-type]
        except (ValueError, AttributeError, TypeError, KeyError, RecursionError):
            return _plain(HTTPStatus.BAD_REQUEST, "the body cannot be read")
        kind = answer.first_headers().get("content-type", "text/plain")
        status = HTTPStatus.OK if answer.status == HTTPStatus.NOT_FOUND else HTTPStatus(answer.status)
        return status, kind, (answer.body or "").encode(), []

    def _is_signed(self, environ: dict[str, Any], body: bytes) -> bool:
        stamp, given = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""), environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not self._secret or not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and given.isascii()):
            return False
        if abs(self._clock.now().timestamp() - int(stamp)) > STALE_SECONDS:
            return False
        expected = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()
        return hmac.compare_digest(f"v0={expected}", given)

    def _ready(self, _: dict[str, Any]) -> Answer:
        try:
            with reading(self._engine) as db:
                db.exec(select(1))
        except sa.exc.SQLAlchemyError:
            return _plain(HTTPStatus.SERVICE_UNAVAILABLE, "the database does not answer")
        return _plain(HTTPStatus.OK, "ready")

    def _metrics(self, _: dict[str, Any]) -> Answer:
        registry = CollectorRegistry()
        gauge = Gauge("sweetspot_deliveries", "Rows of the delivery ledger", ["state"], registry=registry)
        with reading(self._engine) as db:
            for state, count in db.exec(select(Delivery.state, sa.func.count()).group_by(sa.column("state"))):
                gauge.labels(state=str(state)).set(count)
        return HTTPStatus.OK, "text/plain; version=0.0.4", generate_latest(registry), []


def serve(front: Front, host: str, port: int, ready: Callable[[], None]) -> None:
    """Until it is stopped; `ready` is called once it listens."""
    options = {"threads": THREADS, "max_request_body_size": LARGEST + 1, "ident": None}
    server = waitress.create_server(front, host=host, port=port, **options)
    ready()
    server.run()


def _length(environ: dict[str, Any]) -> int | None:
    """Of the body, as it is said to be; nothing where that is no number."""
    said = environ.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else None


def _page(found: tuple[HTTPStatus, str]) -> Answer:
    status, html = found
    return status, "text/html; charset=utf-8", html.encode(), HEADERS


def _plain(status: HTTPStatus, words: str) -> Answer:
    return status, "text/plain; charset=utf-8", words.encode(), []
