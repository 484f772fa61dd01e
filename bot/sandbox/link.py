"""The way to the app: Socket Mode or signed HTTP, the three-second ack, redelivery, triggers, response urls."""

import asyncio
import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from starlette.websockets import WebSocket

from bot.sandbox.calls import Json, SlackError

ACK_SECONDS = 3.0
TRIGGER_SECONDS = 3.0
RESPONSE_MINUTES, RESPONSE_USES = 30, 5
REDELIVERIES = 3
SOCKET_KINDS = {"command": "slash_commands", "event": "events_api"}


class NoAnswerError(Exception):
    """The app did not acknowledge in time, or is not there."""


@dataclass
class Waiting:
    done: threading.Event = field(default_factory=threading.Event)
    payload: Json = field(default_factory=dict)


@dataclass
class Respond:
    """What a `response_url` stands for."""

    channel: str
    user: str
    ts: str | None
    until: float
    uses: int = RESPONSE_USES


class Link:
    """`request_url`: deliver there by signed HTTP; else over the socket."""

    def __init__(self, now: Callable[[], datetime], signing_secret: str) -> None:
        self._now = now
        self._secret = signing_secret
        self.request_url: str | None = None
        self.responses: dict[str, Respond] = {}
        self.in_flight = 0
        self.connections = 0
        """How often the app has connected so far."""
        self._triggers: dict[str, tuple[str, float]] = {}
        self._waiting: dict[str, Waiting] = {}
        self._sockets: list[WebSocket] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._idle = threading.Condition()

    def new_trigger(self, user: str) -> str:
        """Three seconds of the wall clock, once: only the ack and its trigger live in real time."""
        trigger = f"{uuid4().int % 10**13}.{uuid4().hex[:12]}"
        self._triggers[trigger] = (user, time.monotonic() + TRIGGER_SECONDS)
        return trigger

    def spend_trigger(self, trigger: str) -> str:
        if not trigger:
            raise SlackError("invalid_trigger_id")
        user, until = self._triggers.pop(trigger, (None, 0.0))
        if user is None:
            raise SlackError("exchanged_trigger_id" if "." in trigger else "invalid_trigger_id")
        if time.monotonic() > until:
            raise SlackError("expired_trigger_id")
        return user

    def new_response(self, base: str, channel: str, user: str, ts: str | None = None) -> str:
        key = uuid4().hex
        until = self._now().timestamp() + RESPONSE_MINUTES * 60
        self.responses[key] = Respond(channel, user, ts, until)
        return f"{base}respond/{key}"

    def deliver(self, kind: str, payload: Json, attempt: int = 0, reason: str = "") -> Json:
        """The body of the app's ack. `kind` is `command`, `event` or `interactive`; raises `NoAnswerError`."""
        with self._idle:
            self.in_flight += 1
        try:
            if self.request_url:
                return self._by_http(kind, payload, attempt, reason)
            return self._by_socket(kind, payload, attempt, reason)
        finally:
            with self._idle:
                self.in_flight -= 1
                self._idle.notify_all()

    def redeliver(self, kind: str, payload: Json) -> int:
        """Deliver an event until it is acknowledged, up to three more times; how often it was delivered."""
        for attempt in range(REDELIVERIES + 1):
            try:
                self.deliver(kind, payload, attempt, "timeout" if attempt else "")
            except NoAnswerError:
                continue
            return attempt + 1
        return REDELIVERIES + 1

    def quiet(self, seconds: float = 10) -> None:
        with self._idle:
            self._idle.wait_for(lambda: self.in_flight == 0, timeout=seconds)

    # Socket Mode

    async def serve(self, socket: WebSocket) -> None:
        """One connection of the app, from hello to goodbye."""
        await socket.accept()
        self._loop = asyncio.get_running_loop()
        hello = {
            "type": "hello",
            "num_connections": len(self._sockets) + 1,
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": "A000000001"},
        }
        await socket.send_text(json.dumps(hello))
        with self._idle:
            self._sockets.append(socket)
            self.connections += 1
            self._idle.notify_all()
        try:
            async for text in socket.iter_text():
                self._acknowledged(text)
        finally:
            self._sockets.remove(socket)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, then close, as Slack does every few hours."""
        goodbye = json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        for socket in list(self._sockets):
            self._send(socket, goodbye)
            if self._loop:
                asyncio.run_coroutine_threadsafe(socket.close(), self._loop)

    def wait_for_connection(self, count: int = 1, seconds: float = 30) -> bool:
        """Until the app has connected so often."""
        with self._idle:
            return self._idle.wait_for(lambda: self.connections >= count, timeout=seconds)

    def _acknowledged(self, text: str) -> None:
        message = json.loads(text)
        waiting = self._waiting.pop(message.get("envelope_id", ""), None)
        if waiting:
            waiting.payload = message.get("payload") or {}
            waiting.done.set()

    def _by_socket(self, kind: str, payload: Json, attempt: int, reason: str) -> Json:
        if not self._sockets:
            raise NoAnswerError("the app is not connected")
        envelope = {
            "envelope_id": str(uuid4()),
            "type": SOCKET_KINDS.get(kind, "interactive"),
            "accepts_response_payload": kind != "event",
            "payload": payload,
        }
        if kind == "event":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting = self._waiting[str(envelope["envelope_id"])] = Waiting()
        self._send(self._sockets[-1], json.dumps(envelope))
        if not waiting.done.wait(ACK_SECONDS):
            raise NoAnswerError("no ack within three seconds")
        return waiting.payload

    def _send(self, socket: WebSocket, text: str) -> None:
        if self._loop:
            asyncio.run_coroutine_threadsafe(socket.send_text(text), self._loop).result(ACK_SECONDS)

    # Signed HTTP

    def _by_http(self, kind: str, payload: Json, attempt: int, reason: str) -> Json:
        form = kind != "event"
        body = _form(kind, payload) if form else json.dumps(payload)
        request = urllib.request.Request(str(self.request_url), body.encode(), self._headers(body, form))  # noqa: S310
        if attempt:
            request.add_header("X-Slack-Retry-Num", str(attempt))
            request.add_header("X-Slack-Retry-Reason", reason)
        try:
            with urllib.request.urlopen(request, timeout=ACK_SECONDS) as answer:  # noqa: S310
                text = answer.read().decode()
        except (urllib.error.URLError, OSError) as error:
            raise NoAnswerError(str(error)) from None
        try:
            parsed: Any = json.loads(text) if text else {}
        except ValueError:
            return {"text": text}
        return parsed if isinstance(parsed, dict) else {}

    def _headers(self, body: str, form: bool) -> dict[str, str]:
        stamp = str(int(time.time()))  # noqa: TID251 - the app checks a signature against the wall clock
        base = f"v0:{stamp}:{body}".encode()
        signature = "v0=" + hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        return {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


def _form(kind: str, payload: Json) -> str:
    if kind == "command":
        return urlencode({key: "" if value is None else value for key, value in payload.items()})
    return urlencode({"payload": json.dumps(payload)})
