"""Critical-friend rounds: who takes part, when each step begins, and what was said through the app."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice


class RoundState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class FriendState(StrEnum):
    INVITED = "invited"
    AGREED = "agreed"
    DECLINED = "declined"


class CriticalRound(SQLModel, table=True):
    __tablename__ = "critical_round"
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    presenter_id: int = Field(foreign_key="person.id")
    channel_id: int = Field(foreign_key="channel.id")
    topic: str
    state: RoundState = Field(default=RoundState.RUNNING, sa_type=choice(RoundState))
    by_day: bool = False
    """One step a day, since those who take part share too few working hours."""
    paused_at: datetime | None = None
    taken: str = ""
    at: datetime


class RoundFriend(SQLModel, table=True):
    __tablename__ = "round_friend"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="critical_round.id")
    person_id: int = Field(foreign_key="person.id")
    state: FriendState = Field(default=FriendState.INVITED, sa_type=choice(FriendState))


class RoundStep(SQLModel, table=True):
    __tablename__ = "round_step"
    __table_args__ = (UniqueConstraint("round_id", "position"),)
    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="critical_round.id")
    position: int
    starts_at: datetime
    ends_at: datetime
    revision: int = 1
    """Counts every change of its time: a step that has begun keeps its own, and is not announced anew."""


class RoundWord(SQLModel, table=True):
    """What somebody said by the form, for those who are not in the room."""

    __tablename__ = "round_word"
    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="critical_round.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    position: int
    text: str
    at: datetime


def open_rounds(db: Db, edition_id: int) -> list[CriticalRound]:
    query = select(CriticalRound).where(
        CriticalRound.edition_id == edition_id,
        col(CriticalRound.state).in_((RoundState.RUNNING, RoundState.PAUSED)),
    )
    return list(db.exec(query.order_by(col(CriticalRound.id))))


def friends(db: Db, round_id: int) -> list[RoundFriend]:
    return list(db.exec(select(RoundFriend).where(RoundFriend.round_id == round_id).order_by(col(RoundFriend.id))))


def friend(db: Db, round_id: int, person_id: int) -> RoundFriend | None:
    query = select(RoundFriend).where(RoundFriend.round_id == round_id, RoundFriend.person_id == person_id)
    return db.exec(query).first()


def steps(db: Db, round_id: int) -> list[RoundStep]:
    return list(db.exec(select(RoundStep).where(RoundStep.round_id == round_id).order_by(col(RoundStep.position))))


def words(db: Db, round_id: int) -> list[RoundWord]:
    return list(db.exec(select(RoundWord).where(RoundWord.round_id == round_id).order_by(col(RoundWord.id))))
