"""Announcements to a part of the edition, and their corrections."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice
from storage.deliveries import Delivery, DeliveryState


class Audience(StrEnum):
    EVERYONE = "everyone"
    OWNERS = "owners"
    PROVIDERS = "providers"
    COHORT = "cohort"
    FACILITATORS = "facilitators"
    ADVISORS = "advisors"
    WORKSPACES = "workspaces"


class AnnouncementState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    CORRECTED = "corrected"


class Announcement(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    audience: Audience = Field(sa_type=choice(Audience))
    text: str
    """As it reads now, corrections included."""
    state: AnnouncementState = Field(default=AnnouncementState.DRAFT, sa_type=choice(AnnouncementState))
    revision: int = 1
    at: datetime
    sent_at: datetime | None = None


class Correction(SQLModel, table=True):
    """What changed in one revision, in the sender's words."""

    __table_args__ = (UniqueConstraint("announcement_id", "revision"),)
    id: int = Field(default=None, primary_key=True)
    announcement_id: int = Field(foreign_key="announcement.id")
    revision: int
    changed: str
    text: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


def correction(db: Db, announcement_id: int, revision: int) -> Correction:
    query = select(Correction).where(Correction.announcement_id == announcement_id, Correction.revision == revision)
    return db.exec(query).one()


def reached(db: Db, edition_id: int, occasion: str) -> list[Delivery]:
    """The posts that people may have read by now."""
    query = select(Delivery).where(
        Delivery.edition_id == edition_id,
        Delivery.kind == "announce.message",
        Delivery.occasion == occasion,
        col(Delivery.state).in_((DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.UNCLEAR)),
    )
    return list(db.exec(query.order_by(col(Delivery.recipient))))
