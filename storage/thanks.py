"""Thanks from one team to another; the thanked team decides whether the others see it."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, col, select

from storage.db import Db, choice


class ThanksState(StrEnum):
    GIVEN = "given"
    SHOWN = "shown"
    KEPT = "kept"


class Thanks(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    from_person_id: int | None = Field(default=None, foreign_key="person.id")
    from_team_id: int | None = Field(default=None, foreign_key="team.id")
    """Empty where the secretariat gives thanks."""
    to_team_id: int = Field(foreign_key="team.id")
    text: str
    state: ThanksState = Field(default=ThanksState.GIVEN, sa_type=choice(ThanksState))
    at: datetime
    shown_at: datetime | None = None


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
