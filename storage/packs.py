"""Packs for a team's own ministry: what may be shown, what was struck out, who approved it."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import JSON, Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared


class PackState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


class Pack(SQLModel, table=True):
    """The items stand as they were when it was made: what comes later, or is taken back, calls for a new one."""

    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    team_id: int = Field(foreign_key="team.id", index=True)
    items: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    """Key, section and text of each."""
    struck: list[str] = Field(default_factory=list, sa_type=JSON)
    """Keys of what the team leaves out."""
    state: PackState = Field(default=PackState.DRAFT, sa_type=choice(PackState))
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    approved_at: datetime | None = None
    file_id: str | None = None
    """Slack's id of the file once it was handed over."""
    attempts: int = 0


@prepared
def _to_hand_over(most: int) -> SelectOfScalar[Pack]:
    query = select(Pack).where(Pack.state == PackState.APPROVED, col(Pack.file_id).is_(None), Pack.attempts < most)
    return query.order_by(col(Pack.id))


def to_hand_over(db: Db, most: int) -> list[Pack]:
    """Approved, and its file not yet in Slack."""
    return list(_to_hand_over(db, most=most))


def drafted(db: Db, team_id: int) -> Pack | None:
    return db.exec(select(Pack).where(Pack.team_id == team_id, Pack.state == PackState.DRAFT)).first()
