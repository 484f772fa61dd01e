"""Thanks to a team or a person; the thanked decide whether others see it, each time or once for all."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, col, select

from storage.db import Db, choice


class ThanksState(StrEnum):
    GIVEN = "given"
    SHOWN = "shown"
    KEPT = "kept"


class Wish(StrEnum):
    """What a team wishes to happen with thanks that it gets."""

    SHOW = "show"
    ASK = "ask"
    KEEP = "keep"


class Thanks(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    from_person_id: int | None = Field(default=None, foreign_key="person.id")
    from_team_id: int | None = Field(default=None, foreign_key="team.id")
    """Empty where the secretariat gives thanks."""
    to_team_id: int | None = Field(default=None, foreign_key="team.id")
    to_person_id: int | None = Field(default=None, foreign_key="person.id")
    """Where a person is thanked, such as an advisor."""
    person_named: bool = True
    """Whether the thanked person may be named where others read it."""
    honour: bool = False
    """The secretariat recognises a hypothesis that was tested and refuted."""
    text: str
    state: ThanksState = Field(default=ThanksState.GIVEN, sa_type=choice(ThanksState))
    at: datetime
    shown_at: datetime | None = None


class ThanksWish(SQLModel, table=True):
    """A team's standing choice; without one it is asked each time."""

    __tablename__ = "thanks_wish"
    team_id: int = Field(primary_key=True, foreign_key="team.id")
    wish: Wish = Field(default=Wish.ASK, sa_type=choice(Wish))
    person_named: bool = True
    at: datetime


def of_edition(db: Db, edition_id: int) -> list[Thanks]:
    return list(db.exec(select(Thanks).where(Thanks.edition_id == edition_id).order_by(col(Thanks.at))))


def shown(db: Db, edition_id: int, start: datetime, end: datetime) -> list[Thanks]:
    """Those whose team allowed it after start and not after end."""
    query = select(Thanks).where(
        Thanks.edition_id == edition_id,
        Thanks.state == ThanksState.SHOWN,
        col(Thanks.shown_at) > start,
        col(Thanks.shown_at) <= end,
    )
    return list(db.exec(query.order_by(col(Thanks.shown_at))))


def allowed_to(db: Db, team_id: int) -> list[Thanks]:
    """What a team got and shows."""
    query = select(Thanks).where(Thanks.to_team_id == team_id, Thanks.state == ThanksState.SHOWN)
    return list(db.exec(query.order_by(col(Thanks.at))))


def wish_of(db: Db, team_id: int) -> ThanksWish | None:
    return db.get(ThanksWish, team_id)
