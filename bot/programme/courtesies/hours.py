"""A person's own hours and zone, and what they see of all that is set for them."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.programme import rosters, worktime
from bot.programme.courtesies.reminders import monday
from bot.programme.occasions import Context, Planned, Skip
from bot.programme.permissions import demand
from storage import courtesies, deliveries
from storage.courtesies import Mute
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Absence, Person

LEAST_HOURS = 2


class UnreachableError(Exception):
    """Hours so narrow that hardly a message would come."""


@dataclass(frozen=True)
class Hours:
    """What somebody says of their own working day; nothing said is the usual."""

    zone: str
    works: tuple[time, time] | None = None
    quiet: tuple[time, time] | None = None
    weekend: tuple[int, ...] | None = None


def set_hours(db: Db, edition: Edition, person: Person, said: Hours) -> None:
    """Raises `UnreachableError` where hardly an hour of the day would be left."""
    demand(db, edition.id, person, "me.courtesy")
    if _open_hours(said) < LEAST_HOURS or len(said.weekend or ()) > 5:
        raise UnreachableError
    row = courtesies.kept(db, person.id)
    row.works_from, row.works_until = said.works or (None, None)
    row.quiet_from, row.quiet_until = said.quiet or (None, None)
    row.weekend = None if said.weekend is None else list(said.weekend)
    known = db.get_one(Person, person.id)
    if said.zone != known.zone:
        known.zone, row.own_zone = said.zone, True
    db.flush()


def _open_hours(said: Hours) -> float:
    week = worktime.Week("UTC", hours=said.works or (worktime.WORK_FROM, worktime.WORK_UNTIL), quiet=said.quiet)
    quarters = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
    return sum(week.open_at(at) for at in quarters) / 4


def zone_seen(db: Db, now: datetime, edition: Edition, person: Person, zone: str) -> list[Planned]:
    """Slack shows another zone than we know: asked about once per change. What we did not know is just taken."""
    row, known = courtesies.kept(db, person.id), db.get_one(Person, person.id)
    if zone == known.zone:
        row.slack_zone = ""
    if zone in {known.zone, row.slack_zone} or not worktime.known(zone):
        return []
    if known.zone == rosters.NOWHERE and not row.own_zone:
        known.zone = zone
        return []
    row.slack_zone, row.zone_changes = zone, row.zone_changes + 1
    db.flush()
    key = f"person-{person.id}:zone-{row.zone_changes}"
    refs = {"change": row.zone_changes}
    return [rosters.to_person(db, edition.id, person.id, now, "courtesy.zone", key, refs)]


def zone_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    person = db.get_one(Person, delivery.person_id)
    row = courtesies.of_person(db, person.id)
    if not row.slack_zone or row.zone_changes != delivery.refs.get("change"):
        return Skip("the zone changed again")
    return {"known": person.zone, "found": row.slack_zone}


def settle_zone(db: Db, person: Person, *, take: bool) -> str:
    """The zone that holds from now on. What is kept is not asked about again until Slack shows another."""
    row, known = courtesies.kept(db, person.id), db.get_one(Person, person.id)
    if take and row.slack_zone:
        known.zone, row.slack_zone = row.slack_zone, ""
    row.own_zone = not take
    return known.zone


# What somebody sees of it


def card(db: Db, now: datetime, person: Person) -> Context:
    row, today = courtesies.of_person(db, person.id), worktime.local_day(now, person.zone)
    return {
        "works": (row.works_from or worktime.WORK_FROM, row.works_until or worktime.WORK_UNTIL),
        "quiet": (row.quiet_from, row.quiet_until) if row.quiet_from and row.quiet_until else None,
        "weekend": row.weekend,
        "away": [(one.id, one.first_day, one.last_day) for one in _ahead(db, person, today)],
        "mutes": [(one.id, one.occasion, one.until) for one in courtesies.mutes(db, person.id) if _holds(one, today)],
        "held": [one.kind for one in deliveries.capped(db, person.id, monday(now, person.zone))],
    }


def _ahead(db: Db, person: Person, today: date) -> list[Absence]:
    return [one for one in courtesies.absences(db, person.id) if one.last_day >= today]


def _holds(one: Mute, today: date) -> bool:
    return one.until is None or one.until >= today
