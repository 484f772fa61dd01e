"""Alumni: who agreed to stay on a list after the close, and to what; each may take it back."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db
from storage.people import Person


class Alumnus(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    listed: bool = False
    """On the list, with name, team and country, for the people of this and later editions."""
    asks: bool = False
    """May be asked now and then: what stuck, or whether they would speak with a newer team."""
    since: datetime
    ended_at: datetime | None = None


def of_person(db: Db, edition_id: int, person_id: int) -> Alumnus | None:
    return db.exec(select(Alumnus).where(Alumnus.edition_id == edition_id, Alumnus.person_id == person_id)).first()


def consenting(db: Db, edition_id: int, *, asks: bool = False) -> list[Person]:
    """Who is on the list, or who may be asked, today."""
    agreed = col(Alumnus.asks) if asks else col(Alumnus.listed)
    query = select(Person).join(Alumnus).where(Alumnus.edition_id == edition_id, agreed.is_(True))
    return list(db.exec(query.where(col(Alumnus.ended_at).is_(None)).order_by(col(Person.id))))
