"""Resources: a link with what it is for; one with a last day is an opportunity, which ends with that day."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import search
from storage.checkins import Sharing
from storage.db import Db, choice, prepared
from storage.search import Entry


class ResourceState(StrEnum):
    SHOWN = "shown"
    EXPIRED = "expired"
    REMOVED = "removed"


class Resource(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    """Empty where the secretariat or an advisor adds it."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    title: str
    url: str
    purpose: str = ""
    language: str = ""
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    sharing: Sharing = Field(default=Sharing.EDITION, sa_type=choice(Sharing))
    state: ResourceState = Field(default=ResourceState.SHOWN, sa_type=choice(ResourceState))
    last_day: date | None = Field(default=None, index=True)
    """An opportunity is gone after it, as the edition's calendar says."""
    at: datetime


def describe(_connection: sa.Connection, row: Resource) -> Entry | None:
    if row.state != ResourceState.SHOWN:
        return None
    kind = "opportunity" if row.last_day else "resource"
    tags = " ".join([*row.tags, row.language])
    return Entry(kind, row.edition_id, row.team_id, str(row.sharing), row.title, row.purpose, row.at, tags)


search.indexed(Resource, describe)


@prepared
def _ending(last: date) -> SelectOfScalar[Resource]:
    query = select(Resource).where(Resource.state == ResourceState.SHOWN, col(Resource.last_day) <= last)
    return query.order_by(col(Resource.id))


def ending(db: Db, last: date) -> list[Resource]:
    """Opportunities whose last day is not after this one."""
    return list(_ending(db, last=last))


def between(db: Db, edition_id: int, first: date, last: date) -> list[Resource]:
    query = select(Resource).where(Resource.edition_id == edition_id, Resource.state == ResourceState.SHOWN)
    return list(db.exec(query.where(col(Resource.last_day) >= first, col(Resource.last_day) <= last)))
