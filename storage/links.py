"""Buttons of letters: what somebody without Slack may do by a link, once, and until when."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, Inbound
from storage.people import Person


class Link(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("delivery_id", "number"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    delivery_id: str = Field(foreign_key="delivery.id")
    kind: str
    """The kind of message that carried it."""
    number: int
    label: str
    action: str
    value: str = ""
    about: bytes
    """The letter's first line, sealed: it is shown again where the button is to be confirmed."""
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by_id: int | None = Field(default=None, foreign_key="person.id")
    """The person themselves, or the facilitator who wrote their answer down."""


def of_delivery(db: Db, delivery_id: str) -> list[Link]:
    return list(db.exec(select(Link).where(Link.delivery_id == delivery_id).order_by(col(Link.number))))


def open_at(db: Db, edition_id: int, now: datetime) -> list[tuple[Link, Person]]:
    """Those that nobody has used, with whom they were sent to, the newest letter first."""
    answered = select(Link.delivery_id).where(col(Link.used_at).is_not(None))
    query = (
        select(Link, Person)
        .join(Person, col(Person.id) == Link.person_id)
        .where(Link.edition_id == edition_id, Link.expires_at > now, col(Link.delivery_id).not_in(answered))
    )
    return list(db.exec(query.order_by(col(Link.made_at).desc(), col(Link.delivery_id), col(Link.number))))


def has_acted(db: Db, link_id: int) -> bool:
    """Whether the state was changed through this link."""
    query = select(Inbound.key).where(col(Inbound.key).startswith(f"link:{link_id}:", autoescape=True))
    return db.exec(query.limit(1)).first() is not None


def is_seen(db: Db, key: str) -> bool:
    return db.get(Inbound, key) is not None
