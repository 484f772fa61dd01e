"""Iteration loops: intention, try, check-in, peer call, learning card; opened and closed by the calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.programme import signals, worktime
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import demand
from storage import checkins, editions, loops, teams, workspaces
from storage.checkins import Checkin, CheckinState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Loop, LoopState
from storage.matching import Challenge
from storage.people import Person
from storage.teams import TeamKind
from storage.workspaces import Workspace, WorkspaceKind

LENGTH = timedelta(weeks=4)
CHECKIN_AFTER = timedelta(days=10)
OPEN_FOR = timedelta(days=4)
OPEN_AT = time(9)


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
                close_now(db, loop, now)


def open_now(loop: Loop, now: datetime) -> None:
    loop.state, loop.opened_at = LoopState.OPEN, now


def close_now(db: Db, loop: Loop, now: datetime) -> None:
    """Whoever has not answered by now has missed it; two misses in a row are a signal."""
    loop.state, loop.closed_at = LoopState.CLOSED, now
    answered = {row.team_id: row for row in checkins.of_loop(db, loop.id)}
    for team in teams.active(db, loop.edition_id, TeamKind.OWNER, TeamKind.PROVIDER):
        row = answered.get(team.id) or Checkin(loop_id=loop.id, team_id=team.id)
        if row.state == CheckinState.DUE:
            row.state = CheckinState.MISSED
        db.add(row)
        db.flush()
        signals.from_miss(db, now, loop, team)


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterator[Planned]:
    """One post per workspace when a loop opens, under which its cards gather."""
    near = [loop for loop in loops.of_edition(db, edition.id) if _near(loop, start, end)]
    rooms = (
        [row for row in workspaces.of_edition(db, edition.id, WorkspaceKind.CHALLENGE) if row.channel_id]
        if near
        else []
    )
    for loop in near:
        for room in rooms:
            yield from within([_post(edition, loop, room)], start, end)


def _near(loop: Loop, start: datetime, end: datetime) -> bool:
    return loop.opens_on <= end.date() and start.date() <= loop.closes_on + timedelta(days=2)


def _post(edition: Edition, loop: Loop, room: Workspace) -> Planned:
    opened = worktime.instant(loop.opens_on, OPEN_AT, edition.zone)
    closed = worktime.instant(loop.closes_on + timedelta(days=1), OPEN_AT, edition.zone)
    if loop.opened_at:
        opened = max(opened, loop.opened_at)
    refs = {"loop": loop.id, "workspace": room.id}
    channel = room.channel_id
    return Planned("loop.opened", f"loop-{loop.id}:opened", opened, channel_id=channel, refs=refs, latest_at=closed)


def opened_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    loop, room = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Workspace, ref(delivery, "workspace"))
    if loop.state == LoopState.CLOSED:
        return Skip("loop closed")
    challenge = db.get(Challenge, room.challenge_id) if room.challenge_id else None
    question = challenge.question if challenge else ""
    return {"loop": loop.number, "question": question, "checkin_on": loop.checkin_on, "closes_on": loop.closes_on}


def change(db: Db, now: datetime, person: Person, edition: Edition, number: int, *, opens: bool) -> Loop | None:
    """A facilitator opens or closes a loop before the calendar does."""
    demand(db, edition.id, person, "loop.run")
    loop = loops.numbered(db, edition.id, number)
    if loop and opens and loop.state == LoopState.PLANNED:
        open_now(loop, now)
        return loop
    if loop and not opens and loop.state == LoopState.OPEN:
        close_now(db, loop, now)
        return loop
    return None
