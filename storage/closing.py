"""The end of a workspace: begun by a facilitator, and what each team wishes for the channel."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint, select

from storage.db import Db


class Closing(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", unique=True)
    begun_by_id: int | None = Field(default=None, foreign_key="person.id")
    begun_at: datetime
    closed_by_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    """Why it was closed although something was missing."""


class ClosingVote(SQLModel, table=True):
    __tablename__ = "closing_vote"
    __table_args__ = (UniqueConstraint("closing_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    closing_id: int = Field(foreign_key="closing.id")
    team_id: int = Field(foreign_key="team.id")
    keep_open: bool
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


def of_workspace(db: Db, workspace_id: int) -> Closing | None:
    return db.exec(select(Closing).where(Closing.workspace_id == workspace_id)).first()


def votes(db: Db, closing_id: int) -> dict[int, ClosingVote]:
    """By team."""
    rows = db.exec(select(ClosingVote).where(ClosingVote.closing_id == closing_id))
    return {row.team_id: row for row in rows}
