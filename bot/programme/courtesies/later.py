"""What is asked again later, and what is asked of somebody else while a person is away."""

from datetime import date, datetime, timedelta

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip
from bot.programme.permissions import RefusedError, demand
from storage import courtesies, deliveries, teams
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
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
    "agreement.asked": "agreement.asked",
    "agreement.nudge": "agreement.asked",
    "goal.ask": "goal.ask",
    "goal.nudge": "goal.ask",
    "loop.nudge": "loop.nudge",
    "loop.uncaptured": "loop.uncaptured",
    "commitment.due": "commitment.due",
    "ask.check": "ask.check",
    "advisor.asked": "advisor.asked",
    "advisor.reminder": "advisor.asked",
}
"""What offers “Not now”, and as what it is asked again, or asked of a deputy instead."""
AGAIN, INSTEAD = ":again", ":instead"
LOOK_BACK = timedelta(days=28)


class TooLateError(Exception):
    """It cannot be put off so far; holds the last instant, or none where it was put off once already."""


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


def offer_later(db: Db, row: Delivery, found: Context | Skip, now: datetime) -> Context | Skip:
    """What a message needs to offer “Not now”; what comes again on a day on which it is asked anyway is left out."""
    if isinstance(found, Skip) or row.kind not in ASKED_AS:
        return found
    return Skip("asked the same day") if gives_way(db, row, now) else {**found, "later": row.id}


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
