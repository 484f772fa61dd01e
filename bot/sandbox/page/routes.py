"""The page over HTTP: one address that shows, a few that act, a stream that says when something has changed."""

import asyncio
import queue
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bot.sandbox.page.acts import ACTS, perform
from bot.sandbox.page.blocks import environment
from bot.sandbox.page.post import Mailboxes
from bot.sandbox.page.reader import HOME, Where
from bot.sandbox.page.scene import Scene, Trouble

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
GATHER_SECONDS = 0.2
"""Changes that come together are told together."""


class Page:
    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._jinja = environment()

    async def show(self, request: Request) -> Response:
        """An address that leaves something open leads to the one that says it all."""
        where = self._where(request.query_params)
        if f"/?{request.url.query}" != where.address:
            return RedirectResponse(where.address, 303)
        return await run_in_threadpool(self._answer, where, Trouble())

    def act(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            if not _from_here(request):
                return PlainTextResponse("Only this page itself can act.", 403)
            form = await request.form()
            where = self._where(form)
            return await self._sandbox.act(lambda: self._act(name, where, form))  # type: ignore[no-any-return]

        return endpoint

    async def stream(self, _request: Request) -> Response:
        return Stream(self._changes(), media_type="text/event-stream", headers=HEADERS)

    def _act(self, name: str, where: Where, form: FormData) -> Response:
        trouble = perform(self._sandbox, name, where, form)
        if trouble:
            return self._answer(where, trouble)
        there = Where(where.user, HOME) if name == "home" else where
        return RedirectResponse(there.address, 303)

    def _answer(self, where: Where, trouble: Trouble) -> Response:
        due = self._sandbox.next_due() if self._sandbox.next_due else None
        with self._sandbox.state.lock:
            scene = Scene(self._sandbox, where, trouble, due)
            if scene.channel:
                self._sandbox.person(where.user).read(scene.channel)
            html = self._jinja.get_template("page.html").render(scene=scene)
        return HTMLResponse(html, headers=HEADERS)

    async def _changes(self) -> AsyncIterator[str]:
        changes = self._sandbox.state.subscribe()
        try:
            while True:
                if version := _newest(changes):
                    yield f"data: {version}\n\n"
                await asyncio.sleep(GATHER_SECONDS)
        finally:
            self._sandbox.state.unsubscribe(changes)

    def _where(self, given: FormData | QueryParams) -> Where:
        """A person and a channel that exist, and that this person is in."""
        state = self._sandbox.state
        user = str(given.get("as", ""))
        if user not in state.users or state.users[user].is_bot:
            user = self._first_person()
        channel = str(given.get("in", ""))
        if channel != HOME and (channel not in state.channels or user not in state.channels[channel].members):
            return Where(user, state.dm([user]).id)
        return Where(user, channel, str(given.get("thread", "")))

    def _first_person(self) -> str:
        folk = [user for user in self._sandbox.state.users.values() if not user.is_bot]
        return max(folk, key=lambda user: user.is_admin).id


class Stream(StreamingResponse):
    """Ends without complaint when the server does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except asyncio.CancelledError:
            await send({"type": "http.response.body", "body": b""})


def routes(sandbox: "Sandbox") -> list[BaseRoute]:
    page = Page(sandbox)
    return [
        Route("/", page.show),
        Route("/stream", page.stream),
        Route("/mail", Mailboxes(sandbox, HEADERS).show),
        *[Route(f"/{name}", page.act(name), methods=["POST"]) for name in ACTS],
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _newest(changes: "queue.SimpleQueue[int]") -> int:
    """The last version waiting, or zero."""
    version = 0
    while not changes.empty():
        version = changes.get()
    return version


def _from_here(request: Request) -> bool:
    """A browser says where a form was sent from: no other site may act in a person's name."""
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")
