"""Feedback after sessions. Who has answered and what was answered are written apart.

An answer waits sealed, under a key outside the database, without author, time or order; sealed answers are
opened in shuffled batches of at least five. Both tables have random keys and no row id that could give an order.
"""

from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db

UNORDERED = {"sqlite_with_rowid": False}


class FeedbackReceipt(SQLModel, table=True):
    """That a person has answered, so that nobody is asked twice."""

    __tablename__ = "feedback_receipt"
    __table_args__ = (UniqueConstraint("session_id", "person_id"), UNORDERED)
    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    person_id: int = Field(foreign_key="person.id")


class SealedAnswer(SQLModel, table=True):
    __tablename__ = "feedback_sealed"
    __table_args__ = (UNORDERED,)
    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    box: bytes


class FeedbackAnswer(SQLModel, table=True):
    """One released answer: nothing in it or around it tells whose it is."""

    __tablename__ = "feedback_answer"
    __table_args__ = (UNORDERED,)
    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


def answered(db: Db, session_id: int) -> set[int]:
    """Ids of the people who have answered."""
    return set(db.exec(select(FeedbackReceipt.person_id).where(FeedbackReceipt.session_id == session_id)))


def sealed(db: Db, session_id: int) -> list[SealedAnswer]:
    return list(db.exec(select(SealedAnswer).where(SealedAnswer.session_id == session_id)))


def released(db: Db, session_id: int) -> list[FeedbackAnswer]:
    return list(db.exec(select(FeedbackAnswer).where(FeedbackAnswer.session_id == session_id)))


def sessions_with_sealed(db: Db) -> dict[int, int]:
    """How many sealed answers wait, by session."""
    column = col(SealedAnswer.session_id)
    query = select(column, sa.func.count()).group_by(column)
    return {int(session_id): int(count) for session_id, count in db.exec(query)}
