"""Challenges, and the pairings of their owners with solution providers, with their history."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice, prepared


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
    weakest: str = ""
    owner_agreed: bool | None = None
    provider_agreed: bool | None = None
    times_asked: int = 0
    """Part of the occasion of every question: a pair that is asked anew is asked once more."""
    asked_at: datetime | None = None
    answer_by: datetime | None = None
    at: datetime


class PairingEvent(SQLModel, table=True):
    """Every state that a pairing came into, with who, when and why. Never changed afterwards."""

    __tablename__ = "pairing_event"
    id: int = Field(default=None, primary_key=True)
    pairing_id: int = Field(foreign_key="pairing.id", index=True)
    state: PairingState = Field(sa_type=choice(PairingState))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    """For the facilitators alone."""
    at: datetime


def challenges(db: Db, edition_id: int) -> list[Challenge]:
    query = select(Challenge).where(Challenge.edition_id == edition_id).order_by(col(Challenge.number))
    return list(db.exec(query))


def pairings(db: Db, edition_id: int, *states: PairingState) -> list[Pairing]:
    query = select(Pairing).join(Challenge).where(Challenge.edition_id == edition_id)
    if states:
        query = query.where(col(Pairing.state).in_(states))
    return list(db.exec(query.order_by(col(Challenge.number), col(Pairing.id))))


def of_team(db: Db, team_id: int) -> list[Pairing]:
    return list(db.exec(select(Pairing).where(Pairing.team_id == team_id)))


def of_challenge(db: Db, challenge_id: int) -> list[Pairing]:
    return list(db.exec(select(Pairing).where(Pairing.challenge_id == challenge_id).order_by(col(Pairing.id))))


def numbered(db: Db, edition_id: int, number: int) -> Challenge | None:
    return db.exec(select(Challenge).where(Challenge.edition_id == edition_id, Challenge.number == number)).first()


def pairing(db: Db, challenge_id: int, team_id: int) -> Pairing | None:
    query = select(Pairing).where(Pairing.challenge_id == challenge_id, Pairing.team_id == team_id)
    return db.exec(query).first()


def owned(db: Db, team_id: int) -> Challenge | None:
    return db.exec(select(Challenge).where(Challenge.team_id == team_id)).first()


def events(db: Db, pairing_id: int) -> list[PairingEvent]:
    query = select(PairingEvent).where(PairingEvent.pairing_id == pairing_id)
    return list(db.exec(query.order_by(col(PairingEvent.id))))


@prepared
def _begun(edition_id: int) -> Any:
    return (
        select(Pairing, PairingEvent.at)
        .join(Challenge)
        .join(PairingEvent, col(PairingEvent.pairing_id) == Pairing.id)
        .where(Challenge.edition_id == edition_id, Pairing.state == PairingState.ACTIVE)
        .where(PairingEvent.state == PairingState.ACTIVE)
        .order_by(col(PairingEvent.id))
    )


def begun(db: Db, edition_id: int) -> list[tuple[Pairing, datetime]]:
    """Pairs that work together, and since when: the last time that they began."""
    return list({row.id: (row, at) for row, at in _begun(db, edition_id=edition_id)}.values())


def last_event(db: Db, pairing_id: int) -> PairingEvent | None:
    found = events(db, pairing_id)
    return found[-1] if found else None
