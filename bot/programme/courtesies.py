"""Courtesy: asked again later, away, not reminded, asked in one's own hours and zone, and not too often."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip
from bot.programme.permissions import RefusedError, demand
from storage import courtesies, deliveries, teams
from storage.courtesies import Mute
from storage.db import Db
from storage.deliveries import CAP, Delivery, DeliveryState
from storage.editions import Edition
from storage.people import Absence, Person
from storage.teams import Team

ASKED_AS = {
    "checkin.ask": "checkin.ask",
    "checkin.nudge": "checkin.ask",
    "match.proposed": "match.proposed",
    "match.reminder": "match.proposed",
    "review.assigned": "review.assigned",
    "review.reminder": "review.assigned",
}
"""What offers “Not now”, and as what it is asked again, or asked of a deputy instead."""
AGAIN, INSTEAD = ":again", ":instead"
LOOK_BACK = timedelta(days=28)
BETWEEN = timedelta(hours=1)
"""Between two reminders of one person."""
LEAST_HOURS = 2


class TooLateError(Exception):
    """It cannot be put off so far; holds the last instant, or none where it was put off once already."""


class UnreachableError(Exception):
    """Hours so narrow that hardly a message would come."""


@dataclass(frozen=True)
class Hold:
    """Why a reminder is not sent, or not before `until`."""

    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Hours:
    """What somebody says of their own working day; nothing said is the usual."""

    zone: str
    works: tuple[time, time] | None = None
    quiet: tuple[time, time] | None = None
    weekend: tuple[int, ...] | None = None


# What was put off


def wished(row: Delivery) -> bool:
    """Whether one person alone gets this, because they or somebody in their place asked for it."""
    return row.occasion.endswith((AGAIN, INSTEAD))


def gives_way(db: Db, row: Delivery, now: datetime) -> bool:
    """What was put off to a day on which the person is asked or reminded anyway is not said twice."""
    if not wished(row):
        return False
    person = db.get_one(Person, row.person_id)
    others = [one for one in courtesies.other_of_team(db, row, frozenset(ASKED_AS)) if one.refs == row.refs]
    today = worktime.local_day(now, person.zone)
    return any(worktime.local_day(one.sent_at or one.due_at, person.zone) == today for one in others)


def own(db: Db, person: Person, delivery_id: str) -> Delivery:
    """The message that they were sent."""
    row = db.get(Delivery, delivery_id)
    if row is None or row.person_id != person.id or row.kind not in ASKED_AS:
        raise RefusedError("me.courtesy")
    return row


def tomorrow(db: Db, now: datetime, person: Person, row: Delivery) -> datetime | None:
    """When it would be asked again: the next working morning, if that is before the end and it is the first time."""
    at = _morning(db, person, row, worktime.local_day(now, person.zone) + timedelta(days=1))
    return None if _put_off(db, row) or (row.latest_at and at > row.latest_at) else at


def ask_later(db: Db, now: datetime, person: Person, delivery_id: str, day: date | None) -> Planned:
    """Once more on that day, or the next working morning. It moves neither the schedule nor the deadline."""
    row = own(db, person, delivery_id)
    first = worktime.local_day(now, person.zone) + timedelta(days=1)
    at = _morning(db, person, row, max(day or first, first))
    if _put_off(db, row):
        raise TooLateError(None)
    if row.latest_at and at > row.latest_at:
        raise TooLateError(row.latest_at)
    return _once_more(row, person.id, at, AGAIN)


def _put_off(db: Db, row: Delivery) -> bool:
    kind, again = ASKED_AS[row.kind], row.occasion + AGAIN
    return wished(row) or deliveries.find(db, row.edition_id, kind, row.recipient, again) is not None


def _morning(db: Db, person: Person, row: Delivery, day: date) -> datetime:
    team = db.get(Team, row.team_id) if row.team_id else None
    week = rosters.week_of_person(db, row.edition_id, person, team)
    return worktime.instant(worktime.next_working_day(day, week), week.begins(worktime.ASK_AT), week.zone)


def _once_more(row: Delivery, person_id: int, at: datetime, why: str) -> Planned:
    return Planned(
        ASKED_AS[row.kind],
        row.occasion + why,
        at,
        person_id,
        team_id=row.team_id,
        refs=row.refs,
        latest_at=row.latest_at,
    )


# Away


def away(db: Db, now: datetime, edition: Edition, person: Person, first: date, last: date) -> list[Planned]:
    """What was asked of them for a team and still stands is asked of whoever comes next, at once."""
    demand(db, edition.id, person, "me.courtesy")
    known = [(row.first_day, row.last_day) for row in courtesies.absences(db, person.id)]
    if (first, last) not in known:
        db.add(Absence(person_id=person.id, first_day=first, last_day=last))
        db.flush()
    rows = courtesies.standing(db, edition.id, person.id, frozenset(ASKED_AS), now - LOOK_BACK)
    return [said for row in rows for said in _instead(db, now, person, row, first, last)]


def _instead(db: Db, now: datetime, person: Person, row: Delivery, first: date, last: date) -> list[Planned]:
    at = max(row.due_at, now)
    gone = first <= worktime.local_day(at, person.zone) <= last
    if not gone or wished(row) or (row.latest_at and row.latest_at <= now):
        return []
    others = [one for one in teams.members(db, row.team_id or 0) if one.id != person.id]
    there = rosters.present(db, others, at)
    if not there or any(_has(db, one, row) for one in there):
        return []
    if row.state == DeliveryState.QUEUED:
        row.state, row.reason = DeliveryState.SKIPPED, "away"
    team = db.get_one(Team, row.team_id)
    due = worktime.next_working_instant(at, rosters.week_of(team))
    return [_once_more(row, there[0].id, due, INSTEAD)]


def _has(db: Db, person: Person, row: Delivery) -> bool:
    """Whether they were asked the same already."""
    known = courtesies.standing(db, row.edition_id, person.id, frozenset(ASKED_AS), row.due_at - LOOK_BACK)
    return any(one.refs == row.refs for one in known)


def back(db: Db, person: Person, absence_id: int) -> None:
    """They are not away after all."""
    row = db.get(Absence, absence_id)
    if row and row.person_id == person.id:
        db.delete(row)


# Reminders: muted, and capped


def mute(db: Db, person: Person, occasion: str, until: date | None) -> None:
    """Of one matter, or of everything until a day. What is asked directly still comes."""
    if all((row.occasion, row.until) != (occasion, until) for row in courtesies.mutes(db, person.id)):
        db.add(Mute(person_id=person.id, occasion=occasion, until=until))


def unmute(db: Db, person: Person, mute_id: int) -> None:
    row = db.get(Mute, mute_id)
    if row and row.person_id == person.id:
        db.delete(row)


def matter(row: Delivery) -> str:
    """`loop-3:team-1:nudge` → `loop-3`."""
    return row.occasion.partition(":")[0]


def hold(db: Db, row: Delivery, now: datetime, nudges: frozenset[str]) -> Hold | None:
    """Why this reminder does not go to its person now; the week of the cap is their own Monday to Sunday."""
    person = db.get_one(Person, row.person_id)
    today = worktime.local_day(now, person.zone)
    if any(_covers(one, row, today) for one in courtesies.mutes(db, person.id)):
        return Hold("muted")
    sent = courtesies.nudged_at(db, person.id, nudges, monday(now, person.zone))
    if len(sent) >= db.get_one(Edition, row.edition_id).nudge_cap:
        return Hold(CAP)
    if sent and now < sent[-1] + BETWEEN:
        return Hold(until=sent[-1] + BETWEEN)
    return None


def _covers(one: Mute, row: Delivery, today: date) -> bool:
    return one.occasion in ("", matter(row)) and (one.until is None or today <= one.until)


def monday(now: datetime, zone: str) -> datetime:
    """When the person's week began."""
    today = worktime.local_day(now, zone)
    return worktime.instant(today - timedelta(days=today.weekday()), time(), zone)


def set_cap(db: Db, edition: Edition, person: Person, cap: int) -> None:
    demand(db, edition.id, person, "edition.run")
    db.get_one(Edition, edition.id).nudge_cap = cap


# Hours and zone


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
