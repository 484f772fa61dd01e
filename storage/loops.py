"""Iteration loops: numbered, opened and closed by the calendar or a facilitator."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice


class LoopState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Loop(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    state: LoopState = Field(default=LoopState.PLANNED, sa_type=choice(LoopState))
    opens_on: date
    checkin_on: date
    """The day on which teams are asked; each on its own next working day."""
    due_on: date
    """The day by which an answer is hoped for."""
    closes_on: date
    opened_at: datetime | None = None
    closed_at: datetime | None = None


def of_edition(db: Db, edition_id: int) -> list[Loop]:
    return list(db.exec(select(Loop).where(Loop.edition_id == edition_id).order_by(col(Loop.number))))


def numbered(db: Db, edition_id: int, number: int) -> Loop | None:
    return db.exec(select(Loop).where(Loop.edition_id == edition_id, Loop.number == number)).first()


def last_closed(db: Db, edition_id: int) -> Loop | None:
    query = select(Loop).where(Loop.edition_id == edition_id, Loop.state == LoopState.CLOSED)
    return db.exec(query.order_by(col(Loop.number).desc())).first()


def current(db: Db, edition_id: int) -> Loop | None:
    """The open loop, the latest if several are."""
    query = select(Loop).where(Loop.edition_id == edition_id, Loop.state == LoopState.OPEN)
    return db.exec(query.order_by(col(Loop.number).desc())).first()
