"""Iteration loops: intention, try, check-in, peer call, learning card; opened and closed by the calendar."""

from datetime import date, datetime, timedelta

from bot.programme import worktime
from storage import editions, loops
from storage.db import Db
from storage.editions import Edition
from storage.loops import Loop, LoopState

LENGTH = timedelta(weeks=4)
CHECKIN_AFTER = timedelta(days=10)
OPEN_FOR = timedelta(days=4)


def plan(db: Db, edition: Edition, first_monday: date, count: int = 6) -> list[Loop]:
    """Four weeks each: a check-in on day 10, hoped for by Friday, closed on the Friday of week four."""
    made = [_shaped(edition.id, number, first_monday + (number - 1) * LENGTH) for number in range(1, count + 1)]
    known = {loop.number for loop in loops.of_edition(db, edition.id)}
    db.add_all(loop for loop in made if loop.number not in known)
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
            if loop.state == LoopState.OPEN and loop.closes_on < today:
                close_now(loop, now)


def open_now(loop: Loop, now: datetime) -> None:
    loop.state, loop.opened_at = LoopState.OPEN, now


def close_now(loop: Loop, now: datetime) -> None:
    loop.state, loop.closed_at = LoopState.CLOSED, now
