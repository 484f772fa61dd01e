"""The whole bot against the sandbox, over the real wire, on a clock that the test moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from sqlmodel import SQLModel

from bot.__main__ import build
from bot.clock import VirtualClock
from bot.programme import planning
from bot.sandbox import Sandbox
from bot.sandbox.keyboard import Keyboard
from bot.settings import Settings
from storage.db import Db, reading
from storage.workspaces import WorkspaceKind
from tests import cast

T = TypeVar("T")
START = "2026-10-01T08:00:00+00:00"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-test", "xapp-test", "not-a-secret"
PATIENCE = timedelta(hours=6)


def settings(folder: Path, api_url: str, **changes: object) -> Settings:
    values = {
        "database_url": f"sqlite:///{folder / 'sweetspot.db'}",
        "bot_token": SecretStr(BOT_TOKEN),
        "app_token": SecretStr(APP_TOKEN),
        "signing_secret": SecretStr(SIGNING_SECRET),
        "api_url": api_url,
        "_env_file": None,
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


class House:
    """`with_cast` puts the small edition into the tables and its rooms into Slack before the first word."""

    def __init__(self, folder: Path, *, with_cast: bool = True) -> None:
        self.clock = VirtualClock(datetime.fromisoformat(START))
        self.sandbox = Sandbox(
            now=self.clock.now,
            people=cast.slack_people(),
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN,
            signing_secret=SIGNING_SECRET,
        )
        self.sandbox.start()
        self.bot = build(settings(folder, self.sandbox.api_url), self.clock)
        SQLModel.metadata.create_all(self.bot.engine)
        self._socket = SocketModeHandler(
            self.bot.app, APP_TOKEN, web_client=WebClient(token=APP_TOKEN, base_url=self.sandbox.api_url)
        )
        self._socket.connect()
        self.edition_id = self._furnish() if with_cast else 0

    def close(self) -> None:
        self._socket.close()
        self.bot.close()
        self.sandbox.stop()

    def person(self, who: cast.Actor | str) -> Keyboard:
        return self.sandbox.person(who if isinstance(who, str) else who.email)

    def flush(self) -> None:
        """What was just queued goes out now."""
        self.sandbox.quiet()
        self.bot.ticks.flush()

    def until(self, moment: str | datetime) -> None:
        """Move from due thing to due thing, with a tick at each."""
        end = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self.bot.ticks.tick()
        while (now := self.clock.now()) < end:
            due = self.read(lambda db, now=now: planning.next_due(db, now))  # type: ignore[misc]
            step = min(due or end, end, now + PATIENCE)
            self.clock.advance(max(step - now, timedelta(seconds=1)))
            self.bot.ticks.tick()

    def read(self, work: Callable[[Db], T]) -> T:
        with reading(self.bot.engine) as db:
            return work(db)

    @contextmanager
    def reading(self) -> Iterator[Db]:
        with reading(self.bot.engine) as db:
            yield db

    def _furnish(self) -> int:
        installation = self.bot.installations.here()
        edition = self.bot.writer.commit(lambda db, now: cast.small_edition(db, now, installation.id))
        slack = self.bot.installations.slack
        kinds = (WorkspaceKind.CHALLENGE, WorkspaceKind.COHORT, WorkspaceKind.FACILITATORS)
        rooms = {kind: slack.create_channel(f"room-{kind}", private=True) for kind in kinds}
        for kind, channel in rooms.items():
            slack.invite(channel, [self.person(actor).user.id for actor in _members(kind)])
        self.bot.writer.commit(lambda db, now: cast.add_rooms(db, edition, rooms, now))
        return edition.id


def _members(kind: WorkspaceKind) -> list[cast.Actor]:
    teams = {WorkspaceKind.CHALLENGE: cast.PAIRED, WorkspaceKind.COHORT: cast.TEAMS}.get(kind, ())
    return [cast.FAY, *(actor for team in teams for actor in (team.lead, team.deputy))]
