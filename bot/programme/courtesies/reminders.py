"""Reminders that a person does not want, or that would be too many in one week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.programme import worktime
from bot.programme.occasions import Planned
from bot.programme.permissions import demand
from storage import courtesies
from storage.courtesies import Mute
from storage.db import Db
from storage.deliveries import CAP, Delivery
from storage.editions import Edition
from storage.people import Person

BETWEEN = timedelta(hours=1)
"""Between two reminders of one person."""


@dataclass(frozen=True)
class Hold:
    """Why a reminder is not sent, or not before `until`."""

    reason: str = ""
    until: datetime | None = None


def mute(db: Db, person: Person, occasion: str, until: date | None) -> None:
    """Of one matter, or of everything until a day. What is asked directly still comes."""
    if all((row.occasion, row.until) != (occasion, until) for row in courtesies.mutes(db, person.id)):
        db.add(Mute(person_id=person.id, occasion=occasion, until=until))


def unmute(db: Db, person: Person, mute_id: int) -> None:
    row = db.get(Mute, mute_id)
    if row and row.person_id == person.id:
        db.delete(row)


def matter(occasion: str) -> str:
    """`loop-3:team-1:nudge` → `loop-3`."""
    return occasion.partition(":")[0]


def hold(db: Db, row: Delivery, now: datetime, nudges: frozenset[str]) -> Hold | None:
    """Why this reminder does not go to its person now; the week of the cap is their own Monday to Sunday."""
    person = db.get_one(Person, row.person_id)
    today = worktime.local_day(now, person.zone)
    if any(_covers(one, row.occasion, today) for one in courtesies.mutes(db, person.id)):
        return Hold("muted")
    sent = courtesies.nudged_at(db, person.id, nudges, monday(now, person.zone))
    if len(sent) >= db.get_one(Edition, row.edition_id).nudge_cap:
        return Hold(CAP)
    if sent and now < sent[-1] + BETWEEN:
        return Hold(until=sent[-1] + BETWEEN)
    return None


def _covers(one: Mute, occasion: str, today: date) -> bool:
    return one.occasion in ("", matter(occasion)) and (one.until is None or today <= one.until)


def monday(now: datetime, zone: str) -> datetime:
    """When the person's week began."""
    today = worktime.local_day(now, zone)
    return worktime.instant(today - timedelta(days=today.weekday()), time(), zone)


def foreseen(db: Db, edition: Edition, items: Sequence[Planned | Delivery], nudges: frozenset[str]) -> dict[int, str]:
    """Which of what is to come would be held back, if nobody answers before: `muted` or `cap`, by the item's `id`."""
    found: dict[int, str] = {}
    counts: dict[tuple[int, datetime], int] = {}
    for item in items:
        if item.kind in nudges and item.person_id is not None:
            person = db.get_one(Person, item.person_id)
            today, week = worktime.local_day(item.due_at, person.zone), monday(item.due_at, person.zone)
            key = (person.id, week)
            if key not in counts:
                counts[key] = len(courtesies.nudged_at(db, person.id, nudges, week))
            if any(_covers(one, item.occasion, today) for one in courtesies.mutes(db, person.id)):
                found[id(item)] = "muted"
            elif counts[key] >= edition.nudge_cap:
                found[id(item)] = CAP
            else:
                counts[key] += 1
    return found


def set_cap(db: Db, edition: Edition, person: Person, cap: int) -> None:
    demand(db, edition.id, person, "edition.run")
    db.get_one(Edition, edition.id).nudge_cap = cap
