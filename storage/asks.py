"""Asks: what somebody needs, whom it was sent to, what they answered, and who wishes to be left in peace."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.checkins import HelpFrom, Sharing
from storage.db import Db, choice, prepared
from storage.editions import CLOSED, Edition
from storage.teams import Team, TeamState


class AskState(StrEnum):
    OPEN = "open"
    PICKED_UP = "picked up"
    ANSWERED = "answered"
    CLOSED = "closed"


class Wanted(StrEnum):
    """What would help."""

    LINK = "link"
    TALK = "ten minutes"
    DOCUMENT = "document"
    CRITIQUE = "critical reading"


class RouteState(StrEnum):
    ASKED = "asked"
    OFFERED = "offered"
    """Can help, and waits for the word of a team that asked without its name."""
    ACCEPTED = "accepted"
    WROTE = "wrote"
    NOT_ME = "not me"
    REFUSED = "refused"
    PASSED = "passed"
    """Two working days without an answer, or no longer needed."""


class Why(StrEnum):
    """Why somebody was asked."""

    PARTNER = "partner"
    OFFER = "offer"
    SOLVED = "solved"
    THEME = "theme"
    HAND = "by hand"
    OWN = "own accord"


class Ask(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    """None: somebody without a team, an advisor for one, asks for themselves."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    checkin_id: int | None = Field(default=None, foreign_key="checkin.id", unique=True)
    source: str = ""
    """From whom, and in which words, the check-in wished help when this ask was last made of it."""
    revision: int = 0
    """How often it was said anew."""
    text: str
    tried: str = ""
    wanted: Wanted | None = Field(default=None, sa_type=choice(Wanted))
    sharing: Sharing = Field(default=Sharing.WORKSPACE, sa_type=choice(Sharing))
    help_from: HelpFrom | None = Field(default=None, sa_type=choice(HelpFrom))
    """From whom, where the asker said so; none means whoever may read it."""
    themes: list[str] = Field(default_factory=list, sa_type=JSON)
    due_on: date | None = None
    state: AskState = Field(default=AskState.OPEN, sa_type=choice(AskState))
    at: datetime
    route_at: datetime | None = Field(default=None, index=True)
    """When to look for somebody to ask next."""
    look_at: datetime | None = Field(default=None, index=True)
    """When to see whether it goes on."""
    ends_at: datetime | None = Field(default=None, index=True)
    checked: bool = False
    """Whether the asker was asked how it went since somebody picked it up."""
    picked_up_at: datetime | None = None
    settled_at: datetime | None = None
    useful: bool | None = None
    lesson: str = ""
    """What it was, in the asker's words."""


class Route(SQLModel, table=True):
    """Somebody who was asked, or came by themselves: once for each ask."""

    __tablename__ = "ask_route"
    __table_args__ = (UniqueConstraint("ask_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    ask_id: int = Field(foreign_key="ask.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    state: RouteState = Field(default=RouteState.ASKED, sa_type=choice(RouteState))
    why: Why = Field(sa_type=choice(Why))
    detail: str = ""
    """Their own words, or a common theme: only what they know anyway."""
    at: datetime
    until: datetime
    answered_at: datetime | None = None


class Answer(SQLModel, table=True):
    """One answer. Without text: given elsewhere, and told us by who asked."""

    __tablename__ = "ask_answer"
    id: int = Field(default=None, primary_key=True)
    ask_id: int = Field(foreign_key="ask.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    text: str = ""
    sharing: Sharing = Field(default=Sharing.WORKSPACE, sa_type=choice(Sharing))
    """Workspace: only who asked reads it."""
    useful: bool | None = None
    at: datetime


class Mute(SQLModel, table=True):
    """Somebody who is not sent the asks of others."""

    __tablename__ = "ask_mute"
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    at: datetime


LIVE = (AskState.OPEN, AskState.PICKED_UP)


def of_edition(db: Db, edition_id: int, *states: AskState) -> list[Ask]:
    """The oldest first."""
    query = select(Ask).where(Ask.edition_id == edition_id)
    if states:
        query = query.where(col(Ask.state).in_(states))
    return list(db.exec(query.order_by(col(Ask.at), col(Ask.id))))


def open_of(db: Db, team_ids: Collection[int]) -> list[Ask]:
    query = select(Ask).where(col(Ask.team_id).in_(team_ids), col(Ask.state).in_(LIVE))
    return list(db.exec(query.order_by(col(Ask.at), col(Ask.id))))


def of_checkin(db: Db, checkin_id: int) -> Ask | None:
    return db.exec(select(Ask).where(Ask.checkin_id == checkin_id)).first()


@prepared
def _to_route(now: datetime) -> SelectOfScalar[int]:
    query = select(Ask.id).where(col(Ask.route_at) <= now, Ask.state == AskState.OPEN, _running())
    return query.order_by(col(Ask.route_at), col(Ask.id))


def to_route(db: Db, now: datetime) -> list[int]:
    """Those whose time it is to be sent on, in editions that run."""
    return list(_to_route(db, now=now))


@prepared
def _to_look_at(now: datetime) -> SelectOfScalar[Ask]:
    gone = select(Team.id).where(Team.state == TeamState.WITHDRAWN)
    near = (col(Ask.look_at) <= now) | (col(Ask.ends_at) <= now) | col(Ask.team_id).in_(gone)
    return select(Ask).where(near, col(Ask.state).in_(LIVE), _running()).order_by(col(Ask.id))


def to_look_at(db: Db, now: datetime) -> list[Ask]:
    """Those that have waited long enough for a look, whose last day is over, or whose team has left."""
    return list(_to_look_at(db, now=now))


def _running() -> sa.ColumnElement[bool]:
    """While an edition is paused, and after its end, its asks rest."""
    running = select(Edition.id).where(col(Edition.paused_at).is_(None), col(Edition.state).not_in(CLOSED))
    return col(Ask.edition_id).in_(running)


def routes(db: Db, ask_id: int) -> list[Route]:
    return list(db.exec(select(Route).where(Route.ask_id == ask_id).order_by(col(Route.id))))


def route(db: Db, ask_id: int, person_id: int) -> Route | None:
    return db.exec(select(Route).where(Route.ask_id == ask_id, Route.person_id == person_id)).first()


def routes_of_edition(db: Db, edition_id: int, since: datetime | None = None) -> list[tuple[Route, Ask]]:
    query = select(Route, Ask).join(Ask).where(Ask.edition_id == edition_id)
    if since:
        query = query.where(col(Route.at) >= since)
    return list(db.exec(query.order_by(col(Route.id))))


def answers(db: Db, ask_id: int) -> list[Answer]:
    return list(db.exec(select(Answer).where(Answer.ask_id == ask_id).order_by(col(Answer.id))))


def answers_of_edition(db: Db, edition_id: int) -> list[tuple[Answer, Ask]]:
    query = select(Answer, Ask).join(Ask).where(Ask.edition_id == edition_id)
    return list(db.exec(query.order_by(col(Answer.id))))


def muted(db: Db) -> set[int]:
    return set(db.exec(select(Mute.person_id)))
