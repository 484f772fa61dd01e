"""Briefs: what a call for solutions says of a challenge, version by version, and who approved which text."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice
from storage.matching import Challenge, ChallengeState


class BriefState(StrEnum):
    DRAFT = "draft"
    ASKED = "asked"
    CHANGE_WANTED = "change wanted"
    APPROVED = "approved"
    PUBLISHED = "published"


class Brief(SQLModel, table=True):
    """One version of one text. A later version leaves the earlier ones as they were."""

    __table_args__ = (UniqueConstraint("challenge_id", "version"),)
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    version: int
    state: BriefState = Field(default=BriefState.DRAFT, sa_type=choice(BriefState))
    title: str
    question: str = ""
    context: str = ""
    tried: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who wrote this version."""
    at: datetime
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    """Who of the owner's team approved it, or wished a change."""
    answered_at: datetime | None = None
    wish: str = ""
    """What the owner would have different."""
    published_at: datetime | None = None


def of_challenge(db: Db, challenge_id: int) -> list[Brief]:
    """All versions, oldest first."""
    return list(db.exec(select(Brief).where(Brief.challenge_id == challenge_id).order_by(col(Brief.version))))


def latest(db: Db, challenge_id: int) -> Brief | None:
    query = select(Brief).where(Brief.challenge_id == challenge_id).order_by(col(Brief.version).desc())
    return db.exec(query).first()


def published(db: Db, edition_id: int) -> list[tuple[Challenge, Brief]]:
    """Of each challenge that still stands the latest published version, in order of the challenges' numbers."""
    query = (
        select(Challenge, Brief)
        .join(Brief)
        .where(Challenge.edition_id == edition_id, Brief.state == BriefState.PUBLISHED)
        .where(Challenge.state != ChallengeState.WITHDRAWN)
        .order_by(col(Challenge.number), col(Brief.version))
    )
    found = {challenge.id: (challenge, brief) for challenge, brief in db.exec(query)}
    return list(found.values())
