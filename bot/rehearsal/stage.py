"""A stage: the whole bot, a Slack of its own on this machine, and one clock for both."""

import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from cryptography.fernet import Fernet
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.clock import VirtualClock
from bot.manifest import manifest
from bot.programme import planning, solvers
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.wiring import Bot, build
from handlers.http import Front, serve
from storage.db import Db, reading

T = TypeVar("T")
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-on-this-machine", "xapp-on-this-machine", "on-this-machine"
HOST = "127.0.0.1"
PATIENCE = timedelta(days=1)
"""The longest step of the clock, unless told otherwise, so that ticks also come when nothing is due."""


class Stage:
    """`with_post`: who is not in Slack has a mailbox, and the links of letters lead somewhere."""

    def __init__(
        self,
        clock: VirtualClock,
        people: list[dict[str, Any]],
        folder: Path,
        port: int = 0,
        *,
        with_post: bool = False,
    ) -> None:
        self.clock = clock
        solvers.prepare()
        self.sandbox = Sandbox(
            now=clock.now,
            people=people,
            manifest=manifest(),
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN,
            signing_secret=SIGNING_SECRET,
            advance=self.advance,
            next_due=self.next_due,
            team=("T000000001", "Rehearsal"),
            with_post=with_post,
        )
        self.sandbox.start(port)
        self.patience = PATIENCE
        self._ticked_at: datetime | None = None
        given = settings(folder, self.sandbox.api_url)
        if self.sandbox.post:
            web_port = _free_port()
            given = given.model_copy(update=_mail(self.sandbox.post.url, web_port))
        self.bot: Bot = build(given, clock)
        if self.sandbox.post:
            front = Front(self.bot.app, self.bot.services, given, clock)
            threading.Thread(target=serve, args=(front, HOST, web_port, _ready), name="pages", daemon=True).start()
        web = WebClient(token=APP_TOKEN, base_url=self.sandbox.api_url)
        self._socket = SocketModeHandler(self.bot.app, APP_TOKEN, web_client=web)
        self._socket.connect()  # type: ignore[no-untyped-call]
        self.sandbox.link.wait_for_connection()

    def close(self) -> None:
        """Slack hangs up first, and the client winds down beside us: it waits seconds for what will not come."""
        self._socket.client.auto_reconnect_enabled = False
        self.sandbox.stop()
        threading.Thread(target=self._socket.close, name="hanging up").start()
        self.bot.close()

    def read(self, work: Callable[[Db], T]) -> T:
        with reading(self.bot.engine) as db:
            return work(db)

    def next_due(self) -> datetime | None:
        return self.read(lambda db: planning.next_due(db, self.clock.now()))

    def quiet(self) -> None:
        """Nothing is under way any more, neither on the wire nor beside it."""
        self.sandbox.quiet()
        self.bot.errands.quiet()

    def flush(self) -> None:
        """What somebody's action has queued goes out now."""
        self.quiet()
        self.bot.ticks.flush()

    def advance(self, delta: timedelta) -> None:
        self.until(self.clock.now() + delta)

    def until(self, moment: datetime | str) -> None:
        """Move from due thing to due thing, with a tick at each."""
        end = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self._tick()
        while (now := self.clock.now()) < end:
            far = min(end, now + self.patience)
            for at in [*self.read(lambda db, now=now, far=far: planning.instants(db, now, far)), far]:  # type: ignore[misc]
                if at > self.clock.now():
                    self.clock.advance(at - self.clock.now())
                    self._tick()

    def _tick(self) -> None:
        """Once an instant; after that, what somebody's action has queued since goes out, as it does at once in life."""
        if self._ticked_at == self.clock.now():
            self.bot.ticks.flush()
            return
        self._ticked_at = self.clock.now()
        self.bot.ticks.tick()


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _mail(url: str, web_port: int) -> dict[str, Any]:
    public = f"http://{HOST}:{web_port}"
    return {"smtp_url": SecretStr(url), "mail_from": "secretariat@sweetspot.example", "public_url": public}


def _ready() -> None:
    return


def settings(folder: Path, api_url: str) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'sweetspot.db'}",
        bot_token=SecretStr(BOT_TOKEN),
        app_token=SecretStr(APP_TOKEN),
        signing_secret=SecretStr(SIGNING_SECRET),
        api_url=api_url,
        keys=SecretStr(Fernet.generate_key().decode()),
        _env_file=None,
    )
