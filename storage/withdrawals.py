"""Changes of who is in a team, and teams that withdraw: asked for, confirmed or dropped."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, col, select

from storage.db import Db, choice
from storage.teams import Credit


class ChangeOfTeam(StrEnum):
    JOINED = "joined"
    DEPUTY = "deputy"
    LEAD = "lead"
    LEFT = "left"
    WITHDREW = "withdrew"


class TeamChange(SQLModel, table=True):
    """Who joined, left, or was given another part, with who did it. Never changed afterwards."""

    __tablename__ = "team_change"
    id: int = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id", index=True)
    kind: ChangeOfTeam = Field(sa_type=choice(ChangeOfTeam))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Whom it concerns; empty where it is the whole team."""
    by_id: int | None = Field(default=None, foreign_key="person.id")
    note: str = ""
    at: datetime


class WithdrawalState(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class Withdrawal(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id", index=True)
    state: WithdrawalState = Field(default=WithdrawalState.ASKED, sa_type=choice(WithdrawalState))
    reason: str = ""
    """For the facilitators alone."""
    credit: Credit | None = Field(default=None, sa_type=choice(Credit))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who asked for it."""
    asked_at: datetime
    settled_by_id: int | None = Field(default=None, foreign_key="person.id")
    settled_at: datetime | None = None


def changes(db: Db, team_id: int) -> list[TeamChange]:
    return list(db.exec(select(TeamChange).where(TeamChange.team_id == team_id).order_by(col(TeamChange.id))))


def asked(db: Db, team_id: int) -> Withdrawal | None:
    """The one that waits for a word, if any."""
    query = select(Withdrawal).where(Withdrawal.team_id == team_id, Withdrawal.state == WithdrawalState.ASKED)
    return db.exec(query).first()
