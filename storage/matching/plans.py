"""What plans must keep to, how well pairs suit, and the drafts that were worked out."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice, insert_new
from storage.matching.pairs import Challenge


class Filling(StrEnum):
    """How many of the places that a challenge wants are filled."""

    EXACT = "exact"
    AT_MOST = "at_most"
    ALL_OR_NOTHING = "all_or_nothing"


class Pin(SQLModel, table=True):
    """A pair that every plan must have."""

    __tablename__ = "match_pin"
    __table_args__ = (UniqueConstraint("challenge_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    team_id: int = Field(foreign_key="team.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class Exclusion(SQLModel, table=True):
    """A pair that must not be matched, and why."""

    __table_args__ = (UniqueConstraint("challenge_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    team_id: int = Field(foreign_key="team.id")
    reason: str


class MatchRules(SQLModel, table=True):
    """What the plans of one edition must keep to."""

    __tablename__ = "match_rules"
    edition_id: int = Field(primary_key=True, foreign_key="edition.id")
    filling: Filling = Field(default=Filling.EXACT, sa_type=choice(Filling))
    filled: int | None = None
    """With all or nothing: how many challenges get their places."""
    distinct_providers: bool = False
    """The providers of one challenge come from different countries."""
    distinct_challenges: bool = False
    """The challenges that are filled come from different countries."""
    cross_border: bool = True
    shared_language: bool = True
    least_hours: int = 2
    asynchronous: list[int] = Field(default_factory=list, sa_type=JSON)
    """Teams that accept work without common hours, by id."""
    capacity: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """Challenges a provider can take, by team id; one where nothing is said."""
    answer_days: int = 5
    """Working days that each side has to answer a proposal."""
    draft: int | None = None
    """The number of the draft that is the current suggestion."""


class RuleChange(SQLModel, table=True):
    """Every change of a rule, a place, a pin or an exclusion, in words. Never changed afterwards."""

    __tablename__ = "match_rule_change"
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    what: str
    reason: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class PairScore(SQLModel, table=True):
    """How well one offer suited one challenge when it was last reckoned: what the reserve goes by."""

    __tablename__ = "match_score"
    __table_args__ = (UniqueConstraint("challenge_id", "offer"),)
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    offer: str
    """A provider's team by its id, or `s` and the id of a submission on the reserve."""
    score: float


class MatchDraft(SQLModel, table=True):
    """A plan that was worked out, with what was in force then. Never changed afterwards."""

    __tablename__ = "match_draft"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    protects_of: int | None = None
    """The number of the draft of which this is the plan that protects the worst-off challenge."""
    inputs: str
    """Fingerprint of everything it was made from: another one now means that the draft is out of date."""
    rules: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    proven: bool = True
    pairs: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """`challenge`, `team`, `score`, `reasons`, `weakest`."""
    total: float = 0
    bound: float = 0
    worst: float = 0
    unplaced: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    protecting: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """`worst`, `total`, `pairs` of the plan that is best for the worst-off challenge."""
    infeasible: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Where there is no plan: `why`, `partial`, `relaxations`."""


def exclusions(db: Db, edition_id: int) -> list[Exclusion]:
    return list(db.exec(select(Exclusion).join(Challenge).where(Challenge.edition_id == edition_id)))


def pins(db: Db, edition_id: int) -> list[Pin]:
    return list(db.exec(select(Pin).join(Challenge).where(Challenge.edition_id == edition_id)))


def pin(db: Db, challenge_id: int, team_id: int) -> Pin | None:
    return db.exec(select(Pin).where(Pin.challenge_id == challenge_id, Pin.team_id == team_id)).first()


def exclusion(db: Db, challenge_id: int, team_id: int) -> Exclusion | None:
    query = select(Exclusion).where(Exclusion.challenge_id == challenge_id, Exclusion.team_id == team_id)
    return db.exec(query).first()


def rules(db: Db, edition_id: int) -> MatchRules:
    """Those of the edition, or the usual ones; not in the tables before somebody changes them."""
    return db.get(MatchRules, edition_id) or MatchRules(edition_id=edition_id)


def changes(db: Db, edition_id: int) -> list[RuleChange]:
    query = select(RuleChange).where(RuleChange.edition_id == edition_id)
    return list(db.exec(query.order_by(col(RuleChange.id))))


def scores(db: Db, edition_id: int) -> list[PairScore]:
    return list(db.exec(select(PairScore).join(Challenge).where(Challenge.edition_id == edition_id)))


def keep_scores(db: Db, edition_id: int, rows: list[dict[str, Any]]) -> None:
    """In place of the ones before."""
    mine = select(Challenge.id).where(Challenge.edition_id == edition_id)
    db.connection().execute(sa.delete(PairScore).where(col(PairScore.challenge_id).in_(mine)))
    insert_new(db, PairScore, rows)


def drafts(db: Db, edition_id: int) -> list[MatchDraft]:
    query = select(MatchDraft).where(MatchDraft.edition_id == edition_id)
    return list(db.exec(query.order_by(col(MatchDraft.number))))


def draft(db: Db, edition_id: int, number: int) -> MatchDraft | None:
    query = select(MatchDraft).where(MatchDraft.edition_id == edition_id, MatchDraft.number == number)
    return db.exec(query).first()
