"""Iteration loops: intention, try, check-in, peer call, learning card; opened and closed by the calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.programme import checkins as rules
from bot.programme import rosters, signals, worktime
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import demand
from storage import checkins, editions, loops, workspaces
from storage.checkins import Checkin, CheckinState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Loop, LoopState
from storage.matching import Challenge
from storage.people import Person
from storage.workspaces import Workspace, WorkspaceKind, WorkspaceState

LENGTH = timedelta(weeks=4)
CHECKIN_AFTER = timedelta(days=10)
OPEN_FOR = timedelta(days=4)
OPEN_AT = time(9)


def plan(db: Db, edition: Edition, first_monday: date, count: int = 6) -> list[Loop]:
    """Four weeks each: a check-in on day 10, hoped for by Monday, closed on the Friday of week four.

    Planning anew moves the loops that have not been opened yet.
    """
    known = {loop.number: loop for loop in loops.of_edition(db, edition.id)}
    for number in range(1, count + 1):
        shaped = _shaped(edition.id, number, first_monday + (number - 1) * LENGTH)
        loop = known.get(number)
        if loop is None:
            db.add(shaped)
        elif loop.state == LoopState.PLANNED:
            for name in ("opens_on", "checkin_on", "due_on", "closes_on"):
                setattr(loop, name, getattr(shaped, name))
    db.flush()
    return loops.of_edition(db, edition.id)


def _shaped(edition_id: int, number: int, opens_on: date) -> Loop:
    checkin_on = opens_on + CHECKIN_AFTER
    return Loop(
        edition_id=edition_id,
        number=number,
        opens_on=opens_on,
        checkin_on=checkin_on,
        due_on=checkin_on + OPEN_FOR,
        closes_on=opens_on + LENGTH - timedelta(days=3),
    )


def turn(db: Db, now: datetime) -> None:
    """Open and close what the calendar says, in each edition's own zone."""
    for edition in editions.active(db):
        today = worktime.local_day(now, edition.zone)
        for loop in loops.of_edition(db, edition.id):
            if loop.state == LoopState.PLANNED and loop.opens_on <= today:
                open_now(loop, now)
            if loop.state == LoopState.OPEN and loop.closes_on <= today and now > over_at(db, edition, loop):
                close_now(db, loop, now)


def over_at(db: Db, edition: Edition, loop: Loop) -> datetime:
    """When the loop's last day has ended for every team."""
    checking_in = workspaces.working(db, edition.id)
    ends = [rules.closes_at(loop, rosters.week_of(team)) for team in checking_in]
    return max([worktime.instant(loop.closes_on, rules.CLOSE_AT, edition.zone), *ends])


def open_now(loop: Loop, now: datetime) -> None:
    loop.state, loop.opened_at = LoopState.OPEN, now


def close_now(db: Db, loop: Loop, now: datetime) -> None:
    """A team that was asked and has not answered by now has missed it; two misses in a row are a signal."""
    loop.state, loop.closed_at = LoopState.CLOSED, now
    for team in rules.waiting(db, loop):
        if checkins.was_asked(db, loop.id, team.id):
            row = checkins.of_team(db, loop.id, team.id) or Checkin(loop_id=loop.id, team_id=team.id)
            row.state = CheckinState.MISSED
            db.add(row)
            db.flush()
            signals.from_miss(db, now, loop, team)


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterator[Planned]:
    """One post per workspace when a loop opens, under which its cards gather."""
    for loop in loops.of_edition(db, edition.id):
        if _near(loop, start, end):
            yield from within(openings(db, edition, loop), start, end)


def _near(loop: Loop, start: datetime, end: datetime) -> bool:
    return loop.opens_on <= end.date() and start.date() <= loop.closes_on + timedelta(days=2)


def openings(db: Db, edition: Edition, loop: Loop) -> list[Planned]:
    """At nine on the loop's first day in the edition's zone; at once where somebody opens it by hand before that."""
    by_calendar = worktime.instant(loop.opens_on, OPEN_AT, edition.zone)
    early = loop.opened_at and worktime.local_day(loop.opened_at, edition.zone) < loop.opens_on
    at = loop.opened_at if loop.opened_at and (early or loop.opened_at > by_calendar) else by_calendar
    rooms = workspaces.of_edition(db, edition.id, WorkspaceKind.CHALLENGE)
    return [
        Planned(
            "loop.opened",
            f"loop-{loop.id}:opened",
            at,
            channel_id=room.channel_id,
            refs={"loop": loop.id, "workspace": room.id},
            latest_at=worktime.instant(loop.closes_on + timedelta(days=1), OPEN_AT, edition.zone),
        )
        for room in rooms
        if room.channel_id and room.state != WorkspaceState.CLOSED
    ]


def opened_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    loop, room = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Workspace, ref(delivery, "workspace"))
    if loop.state == LoopState.CLOSED:
        return Skip("loop closed")
    challenge = db.get(Challenge, room.challenge_id) if room.challenge_id else None
    question = challenge.question if challenge else ""
    about = {"loop": loop.number, "checkin_on": loop.checkin_on, "closes_on": loop.closes_on, "ref": str(loop.id)}
    return about | {"question": question}


def open_early(db: Db, now: datetime, person: Person, edition: Edition, number: int | None) -> Loop | None:
    """A facilitator opens a loop before the calendar does: the one of that number, or the next."""
    demand(db, edition.id, person, "loop.run")
    loop = _chosen(db, edition, number, LoopState.PLANNED)
    if loop:
        open_now(loop, now)
    return loop


def close_early(db: Db, now: datetime, person: Person, edition: Edition, number: int | None) -> Loop | None:
    """The one of that number, or the one that is open."""
    demand(db, edition.id, person, "loop.run")
    loop = _chosen(db, edition, number, LoopState.OPEN)
    if loop:
        close_now(db, loop, now)
    return loop


def _chosen(db: Db, edition: Edition, number: int | None, state: LoopState) -> Loop | None:
    found = [loop for loop in loops.of_edition(db, edition.id) if loop.state == state]
    return next((loop for loop in found if number in {None, loop.number}), None)
