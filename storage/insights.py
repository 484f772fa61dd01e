"""What the programme learned: insights with a sharing level, their releases, and thanks."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.checkins import Sharing
from storage.db import Db, choice


class InsightState(StrEnum):
    PROPOSED = "proposed"
    RELEASED = "released"
    KEPT = "kept"
    RETRACTED = "retracted"


class Insight(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who proposed it."""
    loop_id: int | None = Field(default=None, foreign_key="loop.id")
    text: str
    state: InsightState = Field(default=InsightState.PROPOSED, sa_type=choice(InsightState))
    sharing: Sharing = Field(default=Sharing.EDITION_UNNAMED, sa_type=choice(Sharing))
    at: datetime


class Release(SQLModel, table=True):
    """A team's recorded permission to raise the level of an insight."""

    __table_args__ = (UniqueConstraint("insight_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    insight_id: int = Field(foreign_key="insight.id")
    team_id: int = Field(foreign_key="team.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class Thanks(SQLModel, table=True):
    """One team thanks another; the thanked team decides whether others see it."""

    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    from_person_id: int | None = Field(default=None, foreign_key="person.id")
    from_team_id: int | None = Field(default=None, foreign_key="team.id")
    to_team_id: int = Field(foreign_key="team.id")
    text: str
    shown: bool = False
    at: datetime


def released(db: Db, edition_id: int) -> list[Insight]:
    query = select(Insight).where(Insight.edition_id == edition_id, Insight.state == InsightState.RELEASED)
    return list(db.exec(query.order_by(col(Insight.at))))


def thanks(db: Db, edition_id: int) -> list[Thanks]:
    return list(db.exec(select(Thanks).where(Thanks.edition_id == edition_id).order_by(col(Thanks.at))))
