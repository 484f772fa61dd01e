"""Check-ins: one answer per team and loop, which its members may amend until the loop closes."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import search
from storage.db import Db, choice, prepared
from storage.deliveries import Delivery, DeliveryState
from storage.loops import Course, Loop
from storage.search import Entry


class CheckinState(StrEnum):
    DUE = "due"
    RECEIVED = "received"
    SKIPPED = "skipped"
    MISSED = "missed"


class Result(StrEnum):
    SUPPORTED = "supported"
    MIXED = "mixed"
    REFUTED = "refuted"
    UNCLEAR = "unclear"
    STOPPED = "stopped"
    NOTHING_YET = "nothing yet"


class Sharing(StrEnum):
    """Who may see a text; each level includes the ones before it."""

    WORKSPACE = "workspace"
    EDITION_UNNAMED = "edition, no names"
    EDITION = "edition, named"
    PUBLIC = "public"


class HelpFrom(StrEnum):
    """From whom a check-in wishes help."""

    PARTNER = "partner"
    OTHERS = "other workspaces"
    ADVISOR = "advisor"
    FACILITATOR = "facilitator"


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Checkin(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("loop_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    loop_id: int = Field(foreign_key="loop.id")
    team_id: int = Field(foreign_key="team.id", index=True)
    state: CheckinState = Field(default=CheckinState.DUE, sa_type=choice(CheckinState))
    hypothesis: str = ""
    tried: str = ""
    observed: str = ""
    learned: str = ""
    result: Result | None = Field(default=None, sa_type=choice(Result))
    confidence: int | None = Field(default=None, ge=1, le=5)
    help_wanted: str = ""
    help_from: HelpFrom | None = Field(default=None, sa_type=choice(HelpFrom))
    next_step: str = ""
    next_by: str = ""
    """Who sees to the next step, in the team's words."""
    next_on: date | None = None
    course: Course | None = Field(default=None, sa_type=choice(Course))
    statement_changed: bool | None = None
    sharing: Sharing = Field(default=Sharing.WORKSPACE, sa_type=choice(Sharing))
    reason: str = ""
    """Why the loop was skipped, in the team's words."""
    late: bool = False
    revision: int = 0
    answered_at: datetime | None = None
    """Set also where the answer came after the loop had closed: what was counted then stays as it was counted."""

    @property
    def answered(self) -> bool:
        return self.answered_at is not None

    @property
    def help_shown(self) -> str:
        """The help wanted, as far as it is for the workspace: not what is for advisors or facilitators alone."""
        return "" if self.help_from in (HelpFrom.ADVISOR, HelpFrom.FACILITATOR) else self.help_wanted


def describe(connection: sa.Connection, row: Checkin) -> Entry | None:
    """What was learned, as its level allows; the rest of an answer stays in its workspace's channel."""
    if row.state != CheckinState.RECEIVED or not row.learned or row.answered_at is None:
        return None
    loop = sa.table("loop", sa.column("id"), sa.column("edition_id"))
    edition = connection.execute(sa.select(loop.c.edition_id).where(loop.c.id == row.loop_id)).scalar_one()
    return Entry("checkin", edition, row.team_id, str(row.sharing), "", row.learned, row.answered_at)


search.indexed(Checkin, describe)


class Amendment(SQLModel, table=True):
    """Who changed a team's check-in, and when."""

    __tablename__ = "checkin_amendment"
    __table_args__ = (UniqueConstraint("checkin_id", "revision"),)
    id: int = Field(default=None, primary_key=True)
    checkin_id: int = Field(foreign_key="checkin.id")
    revision: int
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class PairingLight(SQLModel, table=True):
    """How an owner finds the pairing with one provider. For the facilitators alone."""

    __tablename__ = "pairing_light"
    __table_args__ = (UniqueConstraint("checkin_id", "provider_id"),)
    id: int = Field(default=None, primary_key=True)
    checkin_id: int = Field(foreign_key="checkin.id")
    provider_id: int = Field(foreign_key="team.id")
    light: Light = Field(sa_type=choice(Light))
    box: bytes = b""
    """The line that goes with it, sealed."""


class CheckinDraft(SQLModel, table=True):
    """What somebody has written for their team and not sent. Sealed, since it never leaves the form."""

    __tablename__ = "checkin_draft"
    __table_args__ = (UniqueConstraint("loop_id", "team_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    loop_id: int = Field(foreign_key="loop.id")
    team_id: int = Field(foreign_key="team.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    number: int = Field(sa_type=sa.BigInteger)
    """Grows with each draft of the team: a form knows by it which drafts it has shown."""
    revision: int = 0
    """Of the answer from which it started."""
    box: bytes
    at: datetime


class Signal(SQLModel, table=True):
    """Something that a person should look at: a team silent twice, a red light. Unique per occasion."""

    __table_args__ = (UniqueConstraint("edition_id", "kind", "team_id", "occasion"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    kind: str
    team_id: int = Field(foreign_key="team.id")
    occasion: str
    at: datetime
    settled_at: datetime | None = None
    settled_by_id: int | None = Field(default=None, foreign_key="person.id")
    snoozed_until: datetime | None = None
    """A facilitator wishes to see it again then, and not before."""


def lights(db: Db, checkin_id: int) -> list[PairingLight]:
    return list(db.exec(select(PairingLight).where(PairingLight.checkin_id == checkin_id)))


def lights_of_edition(db: Db, edition_id: int) -> list[tuple[Loop, Checkin, PairingLight]]:
    """Newest loop first."""
    query = select(Loop, Checkin, PairingLight).where(
        Loop.edition_id == edition_id, Checkin.loop_id == Loop.id, PairingLight.checkin_id == Checkin.id
    )
    return list(db.exec(query.order_by(col(Loop.number).desc(), col(Checkin.team_id), col(PairingLight.provider_id))))


def drafts(db: Db, loop_id: int, team_id: int) -> list[CheckinDraft]:
    """Newest first."""
    query = select(CheckinDraft).where(CheckinDraft.loop_id == loop_id, CheckinDraft.team_id == team_id)
    return list(db.exec(query.order_by(col(CheckinDraft.number).desc())))


def last_amendment(db: Db, checkin_id: int) -> Amendment | None:
    query = select(Amendment).where(Amendment.checkin_id == checkin_id)
    return db.exec(query.order_by(col(Amendment.revision).desc())).first()


def signal(db: Db, edition_id: int, kind: str, team_id: int, occasion: str) -> Signal | None:
    query = select(Signal).where(
        Signal.edition_id == edition_id, Signal.kind == kind, Signal.team_id == team_id, Signal.occasion == occasion
    )
    return db.exec(query).first()


@prepared
def _of_loop(loop_id: int) -> SelectOfScalar[Checkin]:
    return select(Checkin).where(Checkin.loop_id == loop_id).order_by(col(Checkin.team_id))


def of_loop(db: Db, loop_id: int) -> list[Checkin]:
    return list(_of_loop(db, loop_id=loop_id))


@prepared
def _of_team(loop_id: int, team_id: int) -> SelectOfScalar[Checkin]:
    return select(Checkin).where(Checkin.loop_id == loop_id, Checkin.team_id == team_id)


def of_team(db: Db, loop_id: int, team_id: int) -> Checkin | None:
    return _of_team(db, loop_id=loop_id, team_id=team_id).first()


@prepared
def _open_signals(edition_id: int) -> SelectOfScalar[Signal]:
    query = select(Signal).where(Signal.edition_id == edition_id, col(Signal.settled_at).is_(None))
    return query.order_by(col(Signal.at))


def open_signals(db: Db, edition_id: int) -> list[Signal]:
    return list(_open_signals(db, edition_id=edition_id))


def latest(db: Db, team_id: int, count: int) -> list[tuple[Checkin, int]]:
    """The team's last answers with the number of the loop, the newest first."""
    query = select(Checkin, Loop.number).join(Loop).where(Checkin.team_id == team_id)
    query = query.where(Checkin.state == CheckinState.RECEIVED).order_by(col(Loop.number).desc()).limit(count)
    return [(row, number) for row, number in db.exec(query)]


def refuted(db: Db, edition_id: int) -> list[tuple[Checkin, int]]:
    """Answers whose hypothesis did not hold, with the number of the loop, the newest first."""
    query = select(Checkin, Loop.number).join(Loop).where(Loop.edition_id == edition_id)
    query = query.where(Checkin.state == CheckinState.RECEIVED, Checkin.result == Result.REFUTED)
    return [(row, number) for row, number in db.exec(query.order_by(col(Loop.number).desc(), col(Checkin.id)))]


def asked_at(db: Db, loop_id: int, team_id: int, kinds: Collection[str], without: str = "") -> list[datetime]:
    """When the team was asked in this loop, or is about to be; `without` is a delivery that does not count."""
    query = select(Delivery).where(
        col(Delivery.kind).in_(kinds),
        Delivery.team_id == team_id,
        col(Delivery.occasion).startswith(f"loop-{loop_id}:"),
        col(Delivery.state).not_in((DeliveryState.SKIPPED, DeliveryState.FAILED)),
        Delivery.id != without,
    )
    if without:  # what one person wished for at another time counts for nobody else
        query = query.where(col(Delivery.occasion).not_like("%:again"), col(Delivery.occasion).not_like("%:instead"))
    return [row.sent_at or row.due_at for row in db.exec(query)]


def was_asked(db: Db, loop_id: int, team_id: int) -> bool:
    """Whether the question reached anybody in the team."""
    query = select(Delivery.id).where(
        Delivery.kind == "checkin.ask",
        Delivery.team_id == team_id,
        col(Delivery.occasion).startswith(f"loop-{loop_id}:"),
        Delivery.state == DeliveryState.SENT,
    )
    return db.exec(query).first() is not None
