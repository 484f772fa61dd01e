"""Thematic sessions of the cohort, their sittings, who is coming and who was there."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared


class SessionKind(StrEnum):
    KICK_OFF = "kick-off"
    THEMATIC = "thematic"
    CLINIC = "advisory clinic"
    PEER_ASSIST = "peer assist"
    REFLECTION = "reflection"
    SHOWCASE = "showcase"


class SessionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    HELD = "held"
    CANCELLED = "cancelled"


class Going(StrEnum):
    GOING = "going"
    DECLINED = "declined"


class Session(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    kind: SessionKind = Field(default=SessionKind.THEMATIC, sa_type=choice(SessionKind))
    state: SessionState = Field(default=SessionState.DRAFT, sa_type=choice(SessionState))
    title: str
    preparation: str = ""
    """The one thing to bring."""
    minutes: int = 75
    revision: int = 1
    published_at: datetime | None = None
    summary: str = ""


class Sitting(SQLModel, table=True):
    """One of the times at which the same session is held."""

    __table_args__ = (UniqueConstraint("session_id", "label"),)
    id: int = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    label: str
    starts_at: datetime = Field(index=True)


class Rsvp(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    sitting_id: int | None = Field(default=None, foreign_key="sitting.id")
    going: Going = Field(sa_type=choice(Going))
    at: datetime


class Attendance(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("sitting_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime


@prepared
def _of_edition(edition_id: int) -> SelectOfScalar[Session]:
    return select(Session).where(Session.edition_id == edition_id).order_by(col(Session.number))


def of_edition(db: Db, edition_id: int, *states: SessionState) -> list[Session]:
    return [row for row in _of_edition(db, edition_id=edition_id) if not states or row.state in states]


def numbered(db: Db, edition_id: int, number: int) -> Session | None:
    return db.exec(select(Session).where(Session.edition_id == edition_id, Session.number == number)).first()


@prepared
def _sittings(session_id: int) -> SelectOfScalar[Sitting]:
    return select(Sitting).where(Sitting.session_id == session_id).order_by(col(Sitting.starts_at))


def sittings(db: Db, session_id: int) -> list[Sitting]:
    return list(_sittings(db, session_id=session_id))


def with_sittings(db: Db, edition_id: int, *states: SessionState) -> list[tuple[Session, list[Sitting]]]:
    """Sessions in these states with their sittings, in two queries."""
    found = of_edition(db, edition_id, *states)
    query = select(Sitting).where(col(Sitting.session_id).in_([row.id for row in found]))
    by_session: dict[int, list[Sitting]] = {row.id: [] for row in found}
    for sitting in db.exec(query.order_by(col(Sitting.starts_at))) if found else ():
        by_session[sitting.session_id].append(sitting)
    return [(row, by_session[row.id]) for row in found]


@prepared
def _rsvps(session_id: int) -> SelectOfScalar[Rsvp]:
    return select(Rsvp).where(Rsvp.session_id == session_id)


def rsvps(db: Db, session_id: int) -> dict[int, Rsvp]:
    """By person."""
    return {row.person_id: row for row in _rsvps(db, session_id=session_id)}


@prepared
def _rsvp(session_id: int, person_id: int) -> SelectOfScalar[Rsvp]:
    return select(Rsvp).where(Rsvp.session_id == session_id, Rsvp.person_id == person_id)


def rsvp(db: Db, session_id: int, person_id: int) -> Rsvp | None:
    return _rsvp(db, session_id=session_id, person_id=person_id).first()


@prepared
def _attendees(session_id: int) -> SelectOfScalar[int]:
    return select(Attendance.person_id).join(Sitting).where(Sitting.session_id == session_id)


def attendees(db: Db, session_id: int) -> set[int]:
    return set(_attendees(db, session_id=session_id))


@prepared
def _published() -> SelectOfScalar[Session]:
    return select(Session).where(Session.state == SessionState.PUBLISHED)


def published(db: Db) -> list[Session]:
    return list(_published(db))
