"""Goals: what an owner wants to reach, where it stood at three moments, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared


class Moment(StrEnum):
    KICKOFF = "kick-off"
    MIDWAY = "mid-way"
    CLOSE = "close"


class Outcome(StrEnum):
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    REJECTED = "rejected"


class Goal(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("team_id", "moment"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    moment: Moment = Field(sa_type=choice(Moment))
    text: str
    standing: int = Field(ge=0, le=10)
    """Where it stands, from 0 (nothing is there) to 10 (reached)."""
    line: str = ""
    outcome: Outcome | None = Field(default=None, sa_type=choice(Outcome))
    how: str = ""
    """How it was adapted and for which context, or why it was rejected."""
    keeper: str = ""
    """Who keeps it after the edition."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    revision: int = 1


def of_team(db: Db, team_id: int) -> list[Goal]:
    rows = db.exec(select(Goal).where(Goal.team_id == team_id))
    return sorted(rows, key=lambda row: list(Moment).index(row.moment))


@prepared
def _stated(team_id: int, moment: Moment) -> SelectOfScalar[Goal]:
    return select(Goal).where(Goal.team_id == team_id, Goal.moment == moment)


def stated(db: Db, team_id: int, moment: Moment) -> Goal | None:
    return _stated(db, team_id=team_id, moment=moment).first()


def of_edition(db: Db, edition_id: int) -> list[Goal]:
    rows = db.exec(select(Goal).where(Goal.edition_id == edition_id).order_by(col(Goal.team_id)))
    return sorted(rows, key=lambda row: (row.team_id, list(Moment).index(row.moment)))
