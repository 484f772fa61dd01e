"""Who wishes to be introduced, who is introduced to whom in which round, whether they met, and who is kept apart."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared
from storage.deliveries import Delivery, DeliveryState
from storage.teams import Team, TeamKind, TeamState


class Answer(StrEnum):
    """What a team said when it was asked whether it wants introductions."""

    JOIN = "join"
    NOT_NOW = "not now"
    STOP = "stop"


class RoundState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Met(StrEnum):
    YES = "yes"
    NOT_YET = "not yet"
    NO = "no"


class Wish(SQLModel, table=True):
    """A team's wish, and the words that the team it meets may read. No row: it has not answered."""

    __tablename__ = "introduction_wish"
    team_id: int = Field(primary_key=True, foreign_key="team.id")
    answer: Answer = Field(sa_type=choice(Answer))
    offer: str = ""
    ask: str = ""
    paused_until: date | None = None
    """The first day, the team's own, on which it may be introduced again."""
    person_id: int = Field(foreign_key="person.id")
    at: datetime


class Round(SQLModel, table=True):
    __tablename__ = "introduction_round"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    state: RoundState = Field(default=RoundState.DRAFT, sa_type=choice(RoundState))
    group_size: int = 2
    resting: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    """`[team, why]` of those who have no partner this time."""
    planned_at: datetime
    published_at: datetime | None = None


class Introduction(SQLModel, table=True):
    """Teams that are introduced to one another."""

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="introduction_round.id", index=True)
    themes: list[str] = Field(default_factory=list, sa_type=JSON)
    """What all of them work on."""
    links: list[list[int]] = Field(default_factory=list, sa_type=JSON)
    """`[who asks, who offers]`, ids of teams: the likest words first."""
    fallen_at: datetime | None = None
    """Since then there are fewer than two left in it."""


class Seat(SQLModel, table=True):
    """One team in an introduction: when it is told, whether it stepped out, and what it answered a week later."""

    __tablename__ = "introduction_seat"
    __table_args__ = (UniqueConstraint("introduction_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    introduction_id: int = Field(foreign_key="introduction.id")
    team_id: int = Field(foreign_key="team.id", index=True)
    told_at: datetime | None = None
    """When its message is due."""
    left_at: datetime | None = None
    met: Met | None = Field(default=None, sa_type=choice(Met))
    useful: str = ""
    """One line, for who runs the edition."""
    answered_at: datetime | None = None


class Apart(SQLModel, table=True):
    """Two teams that are not introduced: by the secretariat, with a reason, or by one of them, which is private."""

    __tablename__ = "introduction_apart"
    __table_args__ = (UniqueConstraint("low_id", "high_id", "by_team_id"),)
    id: int = Field(default=None, primary_key=True)
    low_id: int = Field(foreign_key="team.id")
    high_id: int = Field(foreign_key="team.id")
    by_team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    reason: str = ""
    at: datetime


def wishes(db: Db, edition_id: int) -> dict[int, Wish]:
    """By team."""
    query = select(Wish).join(Team).where(Team.edition_id == edition_id)
    return {row.team_id: row for row in db.exec(query)}


@prepared
def _unanswered(edition_id: int) -> SelectOfScalar[Team]:
    known = select(Wish.team_id)
    query = select(Team).where(Team.edition_id == edition_id, Team.kind == TeamKind.COHORT)
    return query.where(Team.state == TeamState.ACTIVE, col(Team.id).not_in(known)).order_by(col(Team.id))


def unanswered(db: Db, edition_id: int) -> list[Team]:
    """Teams of the cohort whose wish is not known."""
    return list(_unanswered(db, edition_id=edition_id))


def draft(db: Db, edition_id: int) -> Round | None:
    return db.exec(select(Round).where(Round.edition_id == edition_id, Round.state == RoundState.DRAFT)).first()


def published(db: Db, edition_id: int) -> list[Round]:
    """The latest first."""
    query = select(Round).where(Round.edition_id == edition_id, Round.state == RoundState.PUBLISHED)
    return list(db.exec(query.order_by(col(Round.number).desc())))


def introductions(db: Db, *round_ids: int) -> list[Introduction]:
    query = select(Introduction).where(col(Introduction.round_id).in_(round_ids))
    return list(db.exec(query.order_by(col(Introduction.id))))


def seats(db: Db, introduction_ids: list[int]) -> dict[int, list[Seat]]:
    """By introduction, in the order in which they were seated."""
    found: dict[int, list[Seat]] = {introduction_id: [] for introduction_id in introduction_ids}
    for row in db.exec(select(Seat).where(col(Seat.introduction_id).in_(introduction_ids)).order_by(col(Seat.id))):
        found[row.introduction_id].append(row)
    return found


def seat(db: Db, introduction_id: int, team_id: int) -> Seat | None:
    return db.exec(select(Seat).where(Seat.introduction_id == introduction_id, Seat.team_id == team_id)).first()


def history(db: Db, edition_id: int) -> list[tuple[Round, Introduction, Seat]]:
    """Every seat of every published round."""
    query = select(Round, Introduction, Seat).join(Introduction, col(Introduction.round_id) == Round.id)
    query = query.join(Seat).where(Round.edition_id == edition_id, Round.state == RoundState.PUBLISHED)
    return list(db.exec(query.order_by(col(Round.number), col(Introduction.id), col(Seat.id))))


@prepared
def _open_since(edition_id: int, since: datetime) -> Any:
    query = select(Round, Introduction).join(Introduction, col(Introduction.round_id) == Round.id)
    return query.where(Round.edition_id == edition_id, *_open(since)).order_by(col(Introduction.id))


def open_since(db: Db, since: datetime, edition_id: int) -> list[tuple[Round, Introduction]]:
    """Introductions of rounds published since then that have not fallen through."""
    return list(_open_since(db, edition_id=edition_id, since=since))


@prepared
def _doubtful(since: datetime) -> Any:
    unwilling = or_(Team.state == TeamState.WITHDRAWN, Wish.answer != Answer.JOIN, col(Wish.paused_until).is_not(None))
    query = select(Round.edition_id, Introduction, Seat).join(Introduction, col(Introduction.round_id) == Round.id)
    query = query.join(Seat).join(Team, col(Team.id) == Seat.team_id).join(Wish, col(Wish.team_id) == Seat.team_id)
    return query.where(col(Seat.left_at).is_(None), unwilling, *_open(since)).order_by(col(Seat.id))


def doubtful(db: Db, since: datetime) -> list[tuple[int, Introduction, Seat]]:
    """`(edition, introduction, seat)` of teams that have left, stopped or paused, in what is open since then."""
    return list(_doubtful(db, since=since))


def _open(since: datetime) -> tuple[Any, ...]:
    return col(Round.published_at) >= since, col(Introduction.fallen_at).is_(None)


@prepared
def _left_between(edition_id: int, start: datetime, end: datetime) -> SelectOfScalar[Seat]:
    query = select(Seat).join(Introduction).join(Round, col(Introduction.round_id) == Round.id)
    query = query.where(Round.edition_id == edition_id, col(Seat.left_at) >= start, col(Seat.left_at) <= end)
    return query.order_by(col(Seat.id))


def left_between(db: Db, edition_id: int, start: datetime, end: datetime) -> list[Seat]:
    """Who stepped out of a published introduction in that span."""
    return list(_left_between(db, edition_id=edition_id, start=start, end=end))


def told(db: Db, edition_id: int, kind: str, occasion: str) -> datetime | None:
    """When the message for that occasion went out, to whomever."""
    query = select(Delivery.sent_at).where(
        Delivery.edition_id == edition_id,
        Delivery.kind == kind,
        Delivery.occasion == occasion,
        Delivery.state == DeliveryState.SENT,
    )
    return db.exec(query).first()


def aparts(db: Db, edition_id: int) -> list[Apart]:
    query = select(Apart).join(Team, col(Team.id) == Apart.low_id).where(Team.edition_id == edition_id)
    return list(db.exec(query.order_by(col(Apart.id))))


def apart(db: Db, first: int, second: int, by_team_id: int | None) -> Apart | None:
    low, high = sorted((first, second))
    query = select(Apart).where(Apart.low_id == low, Apart.high_id == high)
    same = col(Apart.by_team_id).is_(None) if by_team_id is None else col(Apart.by_team_id) == by_team_id
    return db.exec(query.where(same)).first()


def discard(db: Db, row: Round) -> None:
    """A draft and what was planned in it."""
    planned = introductions(db, row.id)
    for group in seats(db, [one.id for one in planned]).values():
        for one in group:
            db.delete(one)
    db.flush()
    for introduction in planned:
        db.delete(introduction)
    db.flush()
    db.delete(row)
    db.flush()
