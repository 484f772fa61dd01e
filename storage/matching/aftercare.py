"""Whom to ask next, what advisors say, and how each side finds its pairing."""

from datetime import datetime

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db
from storage.matching.pairs import Challenge, Pairing


class Reserve(SQLModel, table=True):
    """Whom the facilitators want asked next for a challenge: a team without a place, or a submission on the reserve."""

    __tablename__ = "match_reserve"
    __table_args__ = (UniqueConstraint("challenge_id", "position"),)
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    position: int
    team_id: int | None = Field(default=None, foreign_key="team.id")
    submission_id: int | None = Field(default=None, foreign_key="submission.id")


class PairingFit(SQLModel, table=True):
    """How one side finds the pairing after the first meeting. Sealed, and for the facilitators alone."""

    __tablename__ = "pairing_fit"
    __table_args__ = (UniqueConstraint("pairing_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    pairing_id: int = Field(foreign_key="pairing.id")
    team_id: int = Field(foreign_key="team.id")
    box: bytes
    at: datetime


class Standing(SQLModel, table=True):
    """With which teams an advisor has a conflict, in their own word."""

    __tablename__ = "match_standing"
    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    person_id: int = Field(foreign_key="person.id")
    conflicts: list[int] = Field(default_factory=list, sa_type=JSON)
    at: datetime


class MatchComment(SQLModel, table=True):
    """What an advisor says about one proposed pair."""

    __tablename__ = "match_comment"
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    person_id: int = Field(foreign_key="person.id")
    text: str
    at: datetime


def reserves(db: Db, challenge_id: int) -> list[Reserve]:
    query = select(Reserve).where(Reserve.challenge_id == challenge_id)
    return list(db.exec(query.order_by(col(Reserve.position))))


def fits(db: Db, edition_id: int) -> list[PairingFit]:
    query = select(PairingFit).join(Pairing).join(Challenge).where(Challenge.edition_id == edition_id)
    return list(db.exec(query.order_by(col(Challenge.number), col(PairingFit.id))))


def fit(db: Db, pairing_id: int, team_id: int) -> PairingFit | None:
    query = select(PairingFit).where(PairingFit.pairing_id == pairing_id, PairingFit.team_id == team_id)
    return db.exec(query).first()


def standing(db: Db, edition_id: int, person_id: int) -> Standing | None:
    query = select(Standing).where(Standing.edition_id == edition_id, Standing.person_id == person_id)
    return db.exec(query).first()


def comments(db: Db, edition_id: int) -> list[MatchComment]:
    query = select(MatchComment).join(Challenge).where(Challenge.edition_id == edition_id)
    return list(db.exec(query.order_by(col(Challenge.number), col(MatchComment.id))))
