"""The sandbox: a real HTTP and WebSocket server on the loopback that speaks Slack's wire."""

import asyncio
import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute

from bot.sandbox.api import Api, Entry
from bot.sandbox.calls import Identity, Json
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.keyboard import Keyboard
from bot.sandbox.limits import Limits
from bot.sandbox.link import Link
from bot.sandbox.post import PostOffice
from bot.sandbox.responses import respond
from bot.sandbox.state import Channel, Message, State

HOST = "127.0.0.1"


class Sandbox:
    """`manifest` grants its scopes and names its commands; without one, every scope is granted.

    `with_post`: there is a mail server as well, for people who are not in this Slack.
    """

    def __init__(  # noqa: PLR0913 - everything it is told, it is told here
        self,
        *,
        now: Callable[[], datetime],
        people: list[Json],
        bot_token: str,
        app_token: str,
        signing_secret: str,
        manifest: Json | None = None,
        advance: Callable[[timedelta], None] | None = None,
        next_due: Callable[[], datetime | None] | None = None,
        team: tuple[str, str] = ("T000000001", "Sandbox"),
        with_post: bool = False,
    ) -> None:
        self.now, self.advance, self.next_due, self.manifest = now, advance, next_due, manifest or {}
        self.state = State(now, *team)
        for person in people:
            self.state.add_user(**person)
        self.faults = Faults()
        self.post = PostOffice(now) if with_post else None
        self.link = Link(now, signing_secret)
        scopes = manifest["oauth_config"]["scopes"]["bot"] if manifest else None
        tokens = {bot_token: "bot", app_token: "app", "xoxb-from-oauth": "bot"}
        self.api = Api(self.state, Identity(), tokens, set(scopes) if scopes else None, Limits(now))
        self.api.triggers = self.link.spend_trigger
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.url = ""

    def start(self, port: int = 0) -> None:
        """Returns when it answers."""
        if self.post:
            self.post.start()
        config = uvicorn.Config(
            self._app(),
            host=HOST,
            port=port,
            log_level="error",
            access_log=False,
            ws="websockets-sansio",
            lifespan="off",
        )
        self._server = uvicorn.Server(config)
        socket = config.bind_socket()
        self.url = f"http://{HOST}:{socket.getsockname()[1]}/"
        self.api.site, self.api.socket_url = self.url, f"ws{self.url[4:]}link"
        self.state.site = self.url
        self._thread = threading.Thread(target=self._server.run, args=([socket],), name="sandbox", daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.005)

    def stop(self) -> None:
        if self._server and self._thread:
            self._server.should_exit = self._server.force_exit = True
            self._thread.join(5)
        if self.post:
            self.post.stop()

    @property
    def api_url(self) -> str:
        return f"{self.url}api/"

    @property
    def log(self) -> list[Entry]:
        return self.api.log

    def person(self, who: str) -> Keyboard:
        """By e-mail address or id."""
        return Keyboard(self, self.state.find_user(who))

    def messages(self, channel: str | None = None, event_type: str | None = None) -> list[tuple[Channel, Message]]:
        """What the app has posted and not deleted."""
        chosen = [self.state.find_channel(channel)] if channel else list(self.state.channels.values())
        return [
            (item, message)
            for item in chosen
            for message in item.messages
            if message.by_app
            and not message.deleted
            and (event_type is None or (message.metadata or {}).get("event_type") == event_type)
        ]

    def quiet(self) -> None:
        """Wait until nothing is on its way to the app."""
        self.link.quiet()

    def _app(self) -> Starlette:
        from bot.sandbox.page.routes import routes as page

        routes = [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/respond/{key}", self._respond, methods=["POST"]),
            Route("/faults", self._fault, methods=["POST"]),
            Route("/files-pri/{place}/download/{name}", self._download),
            Route("/upload/{file}", self._upload, methods=["POST"]),
            Route("/login", self._login),
            WebSocketRoute("/link", self.link.serve),
            *page(self),
        ]
        return Starlette(routes=routes)

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        args, is_json = await _arguments(request)
        token = args.pop("token", None) or request.headers.get("authorization", "").removeprefix("Bearer ")
        fault = self.faults.take(method)
        if fault:
            return await self._misbehave(fault, lambda: self.api.handle(method, args, token, json_body=is_json))
        answer = self.api.handle(method, args, token, json_body=is_json)
        return _answer(answer, sorted(self.api.scopes or ()))

    async def _misbehave(self, fault: Fault, do: Callable[[], Json]) -> Response:
        match fault.kind:
            case "refuse":
                return JSONResponse({"ok": False, "error": fault.code})
            case "ratelimited":
                return _answer({"ok": False, "error": "ratelimited", "retry_after": int(fault.seconds)}, [])
            case "error_before":
                return PlainTextResponse("", 500)
            case "error_after":
                do()
                return PlainTextResponse("", 500)
            case "late":
                await asyncio.sleep(fault.seconds)
                do()
            case "drop_after":
                do()
            case "hang":
                await asyncio.sleep(fault.seconds)
        return Dropped()

    async def _respond(self, request: Request) -> Response:
        payload = await request.json()
        problem = respond(self.state, self.link, request.path_params["key"], payload)
        return PlainTextResponse(problem or "ok", 404 if problem else 200)

    async def _download(self, request: Request) -> Response:
        """Who may not have it is led to the sign-in page, as Slack does it: a redirect, and no error."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        file = self.state.files.get(request.path_params["place"].rpartition("-")[2])
        if fault := self.faults.take("files.download"):
            return PlainTextResponse("", 500 if fault.kind != "refuse" else 404)
        if file is None:
            return PlainTextResponse("", 404)
        if not self.api.may_read(token, "files:read"):
            return RedirectResponse("/login", 302)
        return Response(file.data, media_type="application/octet-stream")

    async def _upload(self, request: Request) -> Response:
        """The address is the secret: no token is asked for."""
        file, data = request.path_params["file"], await request.body()
        if file not in self.state.uploads:
            return PlainTextResponse("", 404)
        self.state.uploads[file] = (self.state.uploads[file][0], data)
        return PlainTextResponse(f"OK - {len(data)}")

    async def _login(self, _request: Request) -> Response:
        return HTMLResponse("<!DOCTYPE html><title>Sign in</title>")

    async def _fault(self, request: Request) -> Response:
        self.faults.add(**(await request.json()))
        return PlainTextResponse("ok")

    async def act(self, action: Callable[[], Any]) -> Any:
        """Something a person does, from the page: it waits for the app and must not hold the loop."""
        return await run_in_threadpool(action)


class Dropped(Response):
    """Closes the connection without an answer."""

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        raise ConnectionResetError


async def _arguments(request: Request) -> tuple[Json, bool]:
    args: Json = dict(request.query_params)
    if "json" in request.headers.get("content-type", ""):
        body = json.loads(await request.body() or b"{}")
        return args | (body if isinstance(body, dict) else {}), True
    return args | dict(await request.form()), False


def _answer(answer: Json, scopes: list[str]) -> Response:
    headers = {"x-oauth-scopes": ",".join(scopes)}
    if answer.get("error") == "ratelimited":
        wait = str(answer.pop("retry_after", 1))
        return JSONResponse(answer, 429, headers | {"Retry-After": wait})
    return JSONResponse(answer, headers=headers)
