"""Resources and opportunities: added by whoever takes part, curated by facilitators, ended by their last day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import demand, may
from storage import resources, teams
from storage.checkins import Sharing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.resources import Resource, ResourceState
from storage.teams import Team

ASK_BEFORE = 3
"""Working days before its last day on which the poster is asked whether an opportunity still holds."""
FAR = timedelta(days=14)


class UnknownResourceError(Exception):
    """There is no such resource in this edition."""


@dataclass(frozen=True)
class Given:
    title: str
    url: str
    sharing: Sharing
    team_id: int | None = None
    purpose: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    last_day: date | None = None


def choices(db: Db, edition: Edition, person: Person) -> list[Team]:
    """For whom somebody may add one; nobody's teams where it is the secretariat's or an advisor's."""
    demand(db, edition.id, person, "resource.add")
    return teams.of_person(db, edition.id, person.id)


def add(db: Db, now: datetime, edition: Edition, person: Person, given: Given) -> Resource:
    mine = {team.id for team in choices(db, edition, person)}
    team = given.team_id if given.team_id in mine else None
    row = Resource(edition_id=edition.id, person_id=person.id, at=now, **(vars(given) | {"team_id": team}))
    db.add(row)
    db.flush()
    return row


def changeable(db: Db, edition: Edition, person: Person, resource_id: int) -> Resource:
    """By who added it, its team, or a facilitator. Raises `UnknownResourceError`."""
    row = db.get(Resource, resource_id)
    if row is None or row.edition_id != edition.id or row.state != ResourceState.SHOWN:
        raise UnknownResourceError(resource_id)
    own = row.team_id is not None and teams.role_in(db, row.team_id, person.id) is not None
    if row.person_id != person.id and not own:
        demand(db, edition.id, person, "resource.change")
    return row


def change(db: Db, edition: Edition, person: Person, resource_id: int, given: Given) -> Resource:
    """Whose it is does not change."""
    row = changeable(db, edition, person, resource_id)
    for name, value in vars(given).items():
        if name != "team_id":
            setattr(row, name, value)
    return row


def remove(db: Db, edition: Edition, person: Person, resource_id: int) -> Resource:
    row = changeable(db, edition, person, resource_id)
    row.state = ResourceState.REMOVED
    return row


def may_change(db: Db, edition: Edition, person: Person, row: Resource) -> bool:
    own = row.team_id is not None and teams.role_in(db, row.team_id, person.id) is not None
    return row.person_id == person.id or own or may(db, edition.id, person, "resource.change")


# By the calendar


def expire(db: Db, now: datetime) -> None:
    """An opportunity ends with its last day, as its edition's clock says."""
    for row in resources.ending(db, now.date() + timedelta(days=1)):
        if row.last_day and worktime.local_day(now, db.get_one(Edition, row.edition_id).zone) > row.last_day:
            row.state = ResourceState.EXPIRED


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """Whoever posted an opportunity is asked once, shortly before its last day, whether it still holds."""
    rows = resources.between(db, edition.id, start.date(), end.date() + FAR)
    yield from within((item for row in rows if (item := _question(db, row))), start, end)


def _question(db: Db, row: Resource) -> Planned | None:
    if row.person_id is None or row.last_day is None:
        return None
    week = rosters.week_of_person(db, row.edition_id, db.get_one(Person, row.person_id))
    day, left = row.last_day, ASK_BEFORE
    while left:
        day -= timedelta(days=1)
        left -= worktime.is_working_day(day, week)
    at = worktime.instant(day, worktime.ASK_AT, week.zone)
    if at <= row.at:
        return None
    last = datetime.combine(row.last_day, time(), UTC)
    refs = {"resource": row.id}
    return Planned("resource.asked", f"resource-{row.id}:{row.last_day}", at, row.person_id, latest_at=last, refs=refs)


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Resource, ref(delivery, "resource"))
    if row.state != ResourceState.SHOWN or row.last_day is None:
        return Skip("no longer listed")
    return {"resource": row.id, "title": row.title, "last_day": row.last_day}
