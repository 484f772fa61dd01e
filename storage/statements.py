"""Versions of a challenge's statement, each with the reason why it was reframed. Never changed afterwards."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db


class Statement(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("challenge_id", "version"),)
    id: int = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    version: int
    title: str
    question: str
    context: str = ""
    reason: str = ""
    """Why; empty for the one with which the work began."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


def of_challenge(db: Db, challenge_id: int) -> list[Statement]:
    """Oldest first; none while it was never reframed."""
    query = select(Statement).where(Statement.challenge_id == challenge_id)
    return list(db.exec(query.order_by(col(Statement.version))))
