"""Accounts: what a team says at the end of what it expected, tried and learned, drafted from its own cards."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint, select

from storage.checkins import Sharing
from storage.db import Db, choice


class Account(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("team_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    expectations: str = ""
    tried: str = ""
    learned: str = ""
    pains: str = ""
    assessment: str = ""
    gave: str = ""
    """What the team is thanked for, in its own words."""
    sharing: Sharing = Field(default=Sharing.WORKSPACE, sa_type=choice(Sharing))
    revision: int = 0
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who changed it last."""
    at: datetime
    approved_by_id: int | None = Field(default=None, foreign_key="person.id")
    approved_at: datetime | None = None


def of_team(db: Db, team_id: int) -> Account | None:
    return db.exec(select(Account).where(Account.team_id == team_id)).first()


def approved(db: Db, edition_id: int) -> list[Account]:
    query = select(Account).where(Account.edition_id == edition_id)
    return [row for row in db.exec(query) if row.approved_at]
