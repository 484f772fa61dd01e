"""Office hours: the slots that an advisor offers, and the one team that has booked each."""

from datetime import date, datetime

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db


class OfficeHour(SQLModel, table=True):
    """What an advisor offered, as they said it: once, or every week until a day."""

    __tablename__ = "office_hour"
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    first_on: date
    until_on: date
    zone: str
    minutes: int
    at: datetime


class Slot(SQLModel, table=True):
    __tablename__ = "advisor_slot"
    __table_args__ = (UniqueConstraint("person_id", "starts_at"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    office_hour_id: int = Field(foreign_key="office_hour.id")
    person_id: int = Field(foreign_key="person.id")
    """The advisor."""
    starts_at: datetime
    minutes: int
    withdrawn_at: datetime | None = None


class Booking(SQLModel, table=True):
    """`live` is true, or empty once it is cancelled: the database itself lets a slot have one live booking."""

    __tablename__ = "slot_booking"
    __table_args__ = (UniqueConstraint("slot_id", "live"),)
    id: int = Field(default=None, primary_key=True)
    slot_id: int = Field(foreign_key="advisor_slot.id")
    team_id: int = Field(foreign_key="team.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    """Who booked it for the team."""
    question: str = ""
    brief: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    """Heading and text of each part that the team allowed."""
    live: bool | None = True
    at: datetime
    cancelled_at: datetime | None = None


def times_of(db: Db, person_id: int) -> list[Slot]:
    """Every slot that this advisor ever offered."""
    return list(db.exec(select(Slot).where(Slot.person_id == person_id).order_by(col(Slot.starts_at))))


def slots_of(db: Db, edition_id: int, person_id: int, after: datetime) -> list[Slot]:
    """What an advisor offers from now on."""
    query = select(Slot).where(Slot.edition_id == edition_id, Slot.person_id == person_id, Slot.starts_at > after)
    return list(db.exec(query.where(col(Slot.withdrawn_at).is_(None)).order_by(col(Slot.starts_at))))


def coming(db: Db, edition_id: int, after: datetime) -> list[Slot]:
    """Slots that are still free."""
    taken = select(Booking.slot_id).where(col(Booking.live).is_(True))
    query = select(Slot).where(Slot.edition_id == edition_id, Slot.starts_at > after, col(Slot.withdrawn_at).is_(None))
    return list(db.exec(query.where(col(Slot.id).not_in(taken)).order_by(col(Slot.starts_at), col(Slot.id))))


def booking(db: Db, slot_id: int) -> Booking | None:
    """The live one."""
    return db.exec(select(Booking).where(Booking.slot_id == slot_id, col(Booking.live).is_(True))).first()


def bookings_of(db: Db, team_ids: list[int], after: datetime) -> list[tuple[Booking, Slot]]:
    """What these teams have booked from now on."""
    query = select(Booking, Slot).join(Slot).where(col(Booking.team_id).in_(team_ids), col(Booking.live).is_(True))
    return list(db.exec(query.where(Slot.starts_at > after).order_by(col(Slot.starts_at))))


def live(db: Db, edition_id: int, after: datetime) -> list[tuple[Booking, Slot]]:
    """What is booked in the edition from now on."""
    query = select(Booking, Slot).join(Slot).where(Slot.edition_id == edition_id, col(Booking.live).is_(True))
    return list(db.exec(query.where(Slot.starts_at > after).order_by(col(Slot.starts_at))))
