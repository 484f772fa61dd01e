"""The whole bot against the sandbox, over the real wire, on a clock that the test moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.clock import VirtualClock
from bot.rehearsal.stage import Stage
from bot.sandbox.keyboard import Keyboard, Reply
from bot.sandbox.state import Channel, Message
from storage import migrations
from storage.db import Db, open_engine, reading
from storage.workspaces import WorkspaceKind
from tests import cast

START = datetime.fromisoformat("2026-10-01T08:00:00+00:00")
ROOMS = (WorkspaceKind.CHALLENGE, WorkspaceKind.COHORT, WorkspaceKind.FACILITATORS)


class House(Stage):
    """`with_cast` puts the small edition into the tables and its rooms into Slack before the first word."""

    def __init__(self, folder: Path, *, with_cast: bool = True) -> None:
        (folder / "sweetspot.db").write_bytes(_migrated())
        super().__init__(VirtualClock(START), cast.slack_people(), folder)
        self.edition_id = self._furnish() if with_cast else 0

    def person(self, who: cast.Actor | str) -> Keyboard:
        return Patient(self, who if isinstance(who, str) else who.email)

    def sleep(self, moment: datetime | str) -> None:
        """Time passes while the bot does not tick: where nothing that would have been said matters."""
        end = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self.clock.advance(end - self.clock.now())

    @contextmanager
    def reading(self) -> Iterator[Db]:
        with reading(self.bot.engine) as db:
            yield db

    def _furnish(self) -> int:
        installation = self.bot.installations.here()
        edition = self.bot.writer.commit(lambda db, now: cast.small_edition(db, now, installation.id))
        slack = self.bot.installations.slack
        rooms = {kind: slack.create_channel(f"room-{kind}", private=True) for kind in ROOMS}
        for kind, channel in rooms.items():
            slack.invite(channel, [self.person(actor).user.id for actor in _members(kind)])
        self.bot.writer.commit(lambda db, now: cast.add_rooms(db, edition, rooms, now))
        return edition.id


class Patient(Keyboard):
    """Somebody who waits for an answer that takes long, where the machine is slow, before they act on it."""

    def __init__(self, house: House, who: str) -> None:
        super().__init__(house.sandbox, house.sandbox.state.find_user(who))
        self._errands = house.bot.errands

    def _reply(self, channel: Channel, act: Callable[[], object]) -> Reply:
        def patiently() -> None:
            act()
            self._errands.quiet()

        return super()._reply(channel, patiently)


def arrived(message: Message, zone: str) -> datetime:
    """When it came, as its reader's clock showed it."""
    return datetime.fromtimestamp(float(message.ts), ZoneInfo(zone))


@cache
def _migrated() -> bytes:
    """An empty database with its tables, made once for all tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine = open_engine(f"sqlite:///{path}")
        migrations.upgrade(engine)
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        engine.dispose()
        return path.read_bytes()


def _members(kind: WorkspaceKind) -> list[cast.Actor]:
    teams = {WorkspaceKind.CHALLENGE: cast.PAIRED, WorkspaceKind.COHORT: cast.TEAMS}.get(kind, ())
    return [cast.FAY, *(actor for team in teams for actor in (team.lead, team.deputy))]
