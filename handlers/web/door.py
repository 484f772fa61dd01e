"""Pages behind the links of letters. To open one changes nothing: mail programs and scanners open every link."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from bot.messages import links as messages
from bot.messages import web
from bot.messages.reader import Reader
from bot.messages.texts import label
from bot.programme import links
from bot.programme.links import ExpiredError, Page, Press
from handlers import errors, payloads
from handlers.links import as_recipient
from handlers.replies import Later, Open, Refill, Reply, Rewrite, Say, Wrong
from handlers.requests import LookingError, Request, Services
from handlers.web import answers
from storage import links as rows
from storage.db import reading
from storage.links import Link

PREFIX = "/a/"
LARGEST = 1 << 18
FIELDS = 200
HEADERS = [
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"),
]
Html = tuple[HTTPStatus, str]


class Door:
    def __init__(self, services: Services) -> None:
        self._services = services

    def look(self, sealed: str) -> Html:
        """What the link opens, or the one button that it stands for."""
        try:
            link, request = self._opened(sealed)
        except ExpiredError:
            return self._gone()
        if self._is_used(link):
            return self._used(link, request)
        page = Page(link.id, 0)
        try:
            return self._shown(page, request, self._run("actions", link.action, request))
        except LookingError:
            press = (link.label, link.action, link.value)
            return self._said(
                page, request, messages.confirming(request.reader, self._services.sealer.open(link.about)), (press,)
            )

    def send(self, sealed: str, body: bytes) -> Html:
        """A button of a page, or its form."""
        try:
            link, request = self._opened(sealed)
            sent = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=FIELDS)
            page = links.paged(self._services.sealer, sent.get("page", [""])[0], self._services.now())
        except (ExpiredError, ValueError):
            return self._gone()
        if page.link_id != link.id:
            return self._gone()
        request = replace(request, key=page.key, looking=False)
        if self._is_seen(page.key):
            return self._used(link, request)
        return self._act(page, request, sent)

    def _act(self, page: Page, request: Request, sent: dict[str, list[str]]) -> Html:
        pressed = sent.get("press", [""])[0]
        if pressed == "send" and page.view:
            if wrong := _faults(request, page.view, sent):
                return self._asked_again(page, request, sent, wrong)
            reply = self._submit(request, page.view, sent)
        elif pressed.isascii() and pressed.isdigit() and int(pressed) < len(page.presses):
            reply = self._press(request, page, page.presses[int(pressed)], sent)
        else:
            return self._gone()
        self._note_use(page, request)
        if isinstance(reply, Wrong):
            return self._asked_again(page, request, sent, reply.fields)
        return self._shown(replace(page, step=page.step + 1), request, reply)

    def _submit(self, request: Request, view: dict[str, Any], sent: dict[str, list[str]]) -> Reply:
        filled = view | {"state": answers.state(view, sent)}
        about = str(view.get("private_metadata") or "")
        body = {"view": filled}
        fields = payloads.fields(filled)
        return self._run("views", str(view["callback_id"]), replace(request, value=about, fields=fields, body=body))

    def _press(self, request: Request, page: Page, press: Press, sent: dict[str, list[str]]) -> Reply:
        _, action, value = press
        view = page.view
        body = {"view": view | {"type": "modal", "state": answers.state(view, sent)}} if view else {}
        return self._run("actions", action, replace(request, value=value, body=body))

    def _run(self, kind: str, name: str, request: Request) -> Reply:
        handler = self._services.handlers[kind].get(name.partition(":")[0])
        reply = errors.guarded(handler, request) if handler else None
        return errors.guarded(lambda _: reply.work(), request) if isinstance(reply, Later) else reply

    def _shown(self, page: Page, request: Request, reply: Reply) -> Html:
        match reply:
            case Open(view) | Refill(view):
                page = replace(page, view=view, presses=tuple(web.presses(view["blocks"])))
                return self._html(web.form(request.reader, view, action="", token=self._token(page)))
            case Say(message) | Rewrite(message):
                return self._said(page, request, message, tuple(web.presses(message["blocks"])))
        return self._said(page, request, messages.noted(request.reader))

    def _said(self, page: Page, request: Request, message: dict[str, Any], presses: tuple[Press, ...] = ()) -> Html:
        found = presses or tuple(web.presses(message["blocks"]))
        shown = message if not presses or web.presses(message["blocks"]) else _with_button(message, presses[0])
        page = replace(page, view=None, presses=found)
        return self._html(web.said(request.reader, shown, action="", token=self._token(page)))

    def _asked_again(self, page: Page, request: Request, sent: dict[str, list[str]], wrong: dict[str, str]) -> Html:
        view = page.view or {"blocks": [], "title": {"text": ""}}
        html = web.form(request.reader, view, action="", token=self._token(page), wrong=wrong, given=sent)
        return HTTPStatus.UNPROCESSABLE_ENTITY, html

    def _used(self, link: Link, request: Request) -> Html:
        """Offers a new one, which can be wished for once a day."""
        page = Page(link.id, request.now.toordinal())
        return self._said(page, request, messages.used(request.reader, link.id))

    def _opened(self, sealed: str) -> tuple[Link, Request]:
        now = self._services.now()
        with reading(self._services.engine) as db:
            link = links.opened(db, self._services.sealer, sealed, now)
            return link, as_recipient(db, self._services, link, now)

    def _note_use(self, page: Page, request: Request) -> None:
        if self._is_seen(page.key):
            self._services.writer.commit(lambda db, now: links.use(db, now, page.link_id, request.someone))

    def _is_seen(self, key: str) -> bool:
        with reading(self._services.engine) as db:
            return rows.is_seen(db, key)

    def _is_used(self, link: Link) -> bool:
        with reading(self._services.engine) as db:
            return links.is_used(db, link)

    def _token(self, page: Page) -> str:
        return links.page_token(self._services.sealer, page, self._services.now())

    def _html(self, html: str) -> Html:
        return HTTPStatus.OK, html

    def _gone(self) -> Html:
        return HTTPStatus.NOT_FOUND, web.said(Reader(), messages.expired(Reader()), action="", token="")


def _faults(request: Request, view: dict[str, Any], sent: dict[str, list[str]]) -> dict[str, str]:
    empty = {name: label(request.reader, "web.empty") for name in answers.empty(view, sent)}
    long = answers.too_long(view, sent)
    return empty | {name: label(request.reader, "web.too_long").format(most=most) for name, most in long.items()}


def _with_button(message: dict[str, Any], press: Press) -> dict[str, Any]:
    words, action, value = press
    part = {"type": "button", "text": {"type": "plain_text", "text": words}, "action_id": action, "value": value}
    return message | {"blocks": [*message["blocks"], {"type": "actions", "elements": [part]}]}
