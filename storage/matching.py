"""Challenges, and the pairings of their owners with solution providers."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice


class ChallengeState(StrEnum):
    SELECTED = "selected"
    PUBLISHED = "published"
    MATCHED = "matched"
    ACTIVE = "active"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class PairingState(StrEnum):
    SUGGESTED = "suggested"
    PROPOSED = "proposed"
    AGREED = "agreed"
    ACTIVE = "active"
    ENDED = "ended"
    COMPLETED = "completed"


class Challenge(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    team_id: int = Field(foreign_key="team.id", unique=True)
    number: int
    state: ChallengeState = Field(default=ChallengeState.SELECTED, sa_type=choice(ChallengeState))
    title: str
    question: str = ""
    context: str = ""
    tried: str = ""
    wanted: int = 2
    """How many providers the challenge shall have."""


class Pairing(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("challenge_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    team_id: int = Field(foreign_key="team.id", index=True)
    state: PairingState = Field(default=PairingState.SUGGESTED, sa_type=choice(PairingState))
    score: float = 0
    reasons: list[str] = Field(default_factory=list, sa_type=JSON)
    pinned: bool = False
    owner_agreed: bool | None = None
    provider_agreed: bool | None = None
    at: datetime


class Exclusion(SQLModel, table=True):
    """A pair that must not be matched, and why."""

    __table_args__ = (UniqueConstraint("challenge_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    team_id: int = Field(foreign_key="team.id")
    reason: str


def challenges(db: Db, edition_id: int) -> list[Challenge]:
    query = select(Challenge).where(Challenge.edition_id == edition_id).order_by(col(Challenge.number))
    return list(db.exec(query))


def pairings(db: Db, edition_id: int, *states: PairingState) -> list[Pairing]:
    query = select(Pairing).join(Challenge).where(Challenge.edition_id == edition_id)
    if states:
        query = query.where(col(Pairing.state).in_(states))
    return list(db.exec(query.order_by(col(Challenge.number), col(Pairing.id))))


def exclusions(db: Db, edition_id: int) -> list[Exclusion]:
    return list(db.exec(select(Exclusion).join(Challenge).where(Challenge.edition_id == edition_id)))


def of_team(db: Db, team_id: int) -> list[Pairing]:
    return list(db.exec(select(Pairing).where(Pairing.team_id == team_id)))


def of_challenge(db: Db, challenge_id: int) -> list[Pairing]:
    return list(db.exec(select(Pairing).where(Pairing.challenge_id == challenge_id).order_by(col(Pairing.id))))


def published(db: Db, edition_id: int) -> list[Challenge]:
    """The options of the call for solutions."""
    hidden = (ChallengeState.SELECTED, ChallengeState.WITHDRAWN)
    return [challenge for challenge in challenges(db, edition_id) if challenge.state not in hidden]


def numbered(db: Db, edition_id: int, number: int) -> Challenge | None:
    return db.exec(select(Challenge).where(Challenge.edition_id == edition_id, Challenge.number == number)).first()


def challenge_of(db: Db, team_id: int) -> Challenge | None:
    return db.exec(select(Challenge).where(Challenge.team_id == team_id)).first()
