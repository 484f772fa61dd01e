"""Commitments: who promised what by when; tracked until they are done or dropped."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Commitment(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    workspace_id: int | None = Field(default=None, foreign_key="workspace.id")
    loop_id: int | None = Field(default=None, foreign_key="loop.id")
    team_id: int = Field(foreign_key="team.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who promised it for the team, where that is known."""
    origin: str
    """Where it was promised, and under which row id: `capture-3`, `checkin-7`. With the text it is kept once."""
    text: str
    due_on: date | None = None
    state: CommitmentState = Field(default=CommitmentState.OPEN, sa_type=choice(CommitmentState))
    note: str = ""
    made_at: datetime
    settled_at: datetime | None = None


def of_origin(db: Db, origin: str) -> list[Commitment]:
    return list(db.exec(select(Commitment).where(Commitment.origin == origin).order_by(col(Commitment.id))))


def open_of(db: Db, team_ids: list[int]) -> list[Commitment]:
    """What these teams have promised and not settled, the nearest date first."""
    query = select(Commitment).where(col(Commitment.team_id).in_(team_ids), Commitment.state == CommitmentState.OPEN)
    return sorted(db.exec(query), key=lambda row: (row.due_on or date.max, row.id))


@prepared
def _due_between(edition_id: int, first: date, last: date) -> SelectOfScalar[Commitment]:
    query = select(Commitment).where(Commitment.edition_id == edition_id, Commitment.state == CommitmentState.OPEN)
    return query.where(col(Commitment.due_on) >= first, col(Commitment.due_on) <= last).order_by(col(Commitment.id))


def due_between(db: Db, edition_id: int, first: date, last: date) -> list[Commitment]:
    """Open ones with a date in the span, both days included."""
    return list(_due_between(db, edition_id=edition_id, first=first, last=last))


def late(db: Db, edition_id: int, today: date) -> list[Commitment]:
    """What should have been done before today and is not, the oldest first."""
    query = select(Commitment).where(Commitment.edition_id == edition_id, Commitment.state == CommitmentState.OPEN)
    return list(db.exec(query.where(col(Commitment.due_on) < today).order_by(col(Commitment.due_on))))


def recent(db: Db, team_ids: list[int], since: datetime) -> list[Commitment]:
    """What these teams promised and have not settled, or have settled since; dropped ones are left out."""
    query = select(Commitment).where(col(Commitment.team_id).in_(team_ids))
    rows = db.exec(query.where(Commitment.state != CommitmentState.DROPPED).order_by(col(Commitment.id)))
    return [row for row in rows if row.settled_at is None or row.settled_at >= since]
