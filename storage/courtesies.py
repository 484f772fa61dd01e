"""What a person asked of us: their own hours and zone, when to be quiet, and of what not to remind them."""

from datetime import date, datetime, time

from sqlmodel import JSON, Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, prepared
from storage.deliveries import Delivery, DeliveryState
from storage.people import Absence


class Courtesy(SQLModel, table=True):
    """One row for whoever wished anything; the usual holds for all others."""

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    works_from: time | None = None
    works_until: time | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    weekend: list[int] | None = Field(default=None, sa_type=JSON)
    """Days off with Monday 0, where they are not the team's."""
    own_zone: bool = False
    """The person named their zone: Slack's does not replace it unasked."""
    slack_zone: str = ""
    """Another zone that Slack showed, about which the person was asked."""
    zone_changes: int = 0
    """How many times they were asked about one."""


class Mute(SQLModel, table=True):
    """Reminders that somebody does not want: of one matter, or all of them until a day."""

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    occasion: str = ""
    """The first part of the occasions that are meant, such as `loop-3`; empty for all."""
    until: date | None = None
    """The last day on which it holds; open where it is about one matter."""


def of_person(db: Db, person_id: int) -> Courtesy:
    """What they wished, or a blank that is not in the database."""
    return db.get(Courtesy, person_id) or Courtesy(person_id=person_id)


def kept(db: Db, person_id: int) -> Courtesy:
    """The same, to be changed."""
    row = of_person(db, person_id)
    db.add(row)
    return row


def mutes(db: Db, person_id: int) -> list[Mute]:
    return list(db.exec(select(Mute).where(Mute.person_id == person_id).order_by(col(Mute.id))))


@prepared
def _absences(person_id: int) -> SelectOfScalar[Absence]:
    query = select(Absence).where(Absence.person_id == person_id)
    return query.order_by(col(Absence.first_day), col(Absence.id))


def absences(db: Db, person_id: int) -> list[Absence]:
    return list(_absences(db, person_id=person_id))


def nudged_at(db: Db, person_id: int, kinds: frozenset[str], since: datetime) -> list[datetime]:
    """When the person was reminded since, over all editions."""
    query = select(Delivery.sent_at).where(
        Delivery.person_id == person_id,
        Delivery.state == DeliveryState.SENT,
        col(Delivery.sent_at) >= since,
        col(Delivery.kind).in_(kinds),
    )
    return sorted(at for at in db.exec(query) if at)


def standing(db: Db, edition_id: int, person_id: int, kinds: frozenset[str], since: datetime) -> list[Delivery]:
    """What was asked of the person for a team since, or is about to be."""
    query = select(Delivery).where(
        Delivery.edition_id == edition_id,
        Delivery.person_id == person_id,
        col(Delivery.team_id).is_not(None),
        col(Delivery.kind).in_(kinds),
        col(Delivery.state).in_((DeliveryState.QUEUED, DeliveryState.SENT)),
        Delivery.due_at >= since,
    )
    return list(db.exec(query.order_by(col(Delivery.due_at), col(Delivery.id))))


def other_of_team(db: Db, row: Delivery, kinds: frozenset[str]) -> list[Delivery]:
    """What else the same person was asked or reminded of for the same team, or is about to be."""
    query = select(Delivery).where(
        Delivery.person_id == row.person_id,
        Delivery.team_id == row.team_id,
        col(Delivery.kind).in_(kinds),
        col(Delivery.state).in_((DeliveryState.SENDING, DeliveryState.QUEUED, DeliveryState.SENT)),
        Delivery.id != row.id,
    )
    return list(db.exec(query))
