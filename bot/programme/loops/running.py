"""Loops as they run: planned, opened and closed by the calendar or a facilitator, and each workspace's run in one."""

from datetime import date, datetime, time, timedelta

from bot.programme import checkins as rules
from bot.programme import goals, rosters, signals, worktime
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand, may
from storage import checkins, deliveries, editions, loops, workspaces
from storage.checkins import Checkin, CheckinState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import CallForm, Loop, LoopState, Run
from storage.matching import Challenge
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Workspace, WorkspaceKind, WorkspaceState

LENGTH = timedelta(weeks=4)
OPENED = "loop.opened"
CHECKIN_AFTER = timedelta(days=10)
OPEN_FOR = timedelta(days=4)
OPEN_AT = time(9)
CALL_AFTER, CALL_SPAN = timedelta(weeks=2), timedelta(days=6)
PROPOSALS = 3
DAYS = ("opens_on", "checkin_on", "due_on", "closes_on")


class ClosedError(Exception):
    """The loop is closed, and its words stay as they are; names its number."""


def plan(db: Db, edition: Edition, first_monday: date, count: int = 6) -> list[Loop]:
    """Four weeks each: a check-in on day 10, hoped for by Monday, closed on the Friday of week four.

    Planning anew moves the loops that have not been opened yet; what waits to be said on their old days is taken back.
    """
    known = {loop.number: loop for loop in loops.of_edition(db, edition.id)}
    asked = goals.asked_on(list(known.values()))
    moved = []
    for number in range(1, count + 1):
        shaped = _shaped(edition.id, number, first_monday + (number - 1) * LENGTH)
        loop = known.get(number)
        if loop is None:
            db.add(shaped)
        elif loop.state == LoopState.PLANNED and _move(loop, shaped):
            moved.append(f"loop-{loop.id}:")
    db.flush()
    every = loops.of_edition(db, edition.id)
    deliveries.unplan(db, edition.id, [*moved, *goals.moved(db, edition.id, asked, every)], "its days have moved")
    return every


def _move(loop: Loop, shaped: Loop) -> bool:
    """Whether its days are others than before."""
    before = [getattr(loop, name) for name in DAYS]
    for name in DAYS:
        setattr(loop, name, getattr(shaped, name))
    return before != [getattr(shaped, name) for name in DAYS]


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
                open_now(db, loop, now)
            for room in loops.without_run(db, loop) if loop.state == LoopState.OPEN else ():
                kept(db, loop, room)
            if loop.state == LoopState.OPEN and loop.closes_on <= today and now > over_at(db, edition, loop):
                close_now(db, loop, now)


def over_at(db: Db, edition: Edition, loop: Loop) -> datetime:
    """When the loop's last day has ended for every team."""
    checking_in = workspaces.working(db, edition.id)
    ends = [rules.closes_at(loop, rosters.week_of(team)) for team in checking_in]
    return max([worktime.instant(loop.closes_on, rules.CLOSE_AT, edition.zone), *ends])


def open_now(db: Db, loop: Loop, now: datetime) -> None:
    loop.state, loop.opened_at = LoopState.OPEN, now
    for room in rooms_of(db, loop.edition_id):
        kept(db, loop, room)


def rooms_of(db: Db, edition_id: int) -> list[Workspace]:
    """The workspaces that go through loops."""
    rooms = workspaces.of_edition(db, edition_id, WorkspaceKind.CHALLENGE)
    return [room for room in rooms if room.state != WorkspaceState.CLOSED]


def owner_of(db: Db, room: Workspace) -> Team | None:
    challenge = db.get(Challenge, room.challenge_id) if room.challenge_id else None
    return db.get(Team, challenge.team_id) if challenge else None


def kept(db: Db, loop: Loop, room: Workspace) -> Run:
    """The workspace's run in this loop, made where there is none: with a time at which all of its teams work."""
    known = loops.run_of(db, loop.id, room.id)
    if known:
        return known
    made = shaped(db, loop, room)
    db.add(made)
    db.flush()
    return made


def found(db: Db, loop: Loop, room: Workspace) -> Run:
    """The same for whoever only reads: one that is not kept."""
    return loops.run_of(db, loop.id, room.id) or shaped(db, loop, room)


def shaped(db: Db, loop: Loop, room: Workspace) -> Run:
    """Its teams meet in week three at a common hour; where they have none, they write from its third working day on."""
    owner, edition = owner_of(db, room), db.get_one(Edition, loop.edition_id)
    week = rosters.week_of(owner) if owner else worktime.Week(edition.zone)
    weeks = [rosters.week_of(team) for team in workspaces.teams_of(db, room)] or [week]
    monday = loop.opens_on + CALL_AFTER
    times = worktime.common_times(weeks, worktime.instant(monday, time(), edition.zone), PROPOSALS, CALL_SPAN)
    suit = [at for at in times if worktime.fit(weeks, at) is not worktime.Fit.OUTSIDE]
    written_on = worktime.working_days_after(monday - timedelta(days=1), 3, week)
    return Run(
        loop_id=loop.id,
        workspace_id=room.id,
        call_form=CallForm.LIVE if suit else CallForm.WRITING,
        call_at=suit[len(suit) // 2] if suit else worktime.instant(written_on, worktime.ASK_AT, week.zone),
        proposals=[at.isoformat() for at in suit],
    )


def in_room(db: Db, person: Person, action: str, room: Workspace) -> None:
    """Raises `RefusedError` unless the person may do this in one of the workspace's teams, or runs the edition."""
    members = workspaces.teams_of(db, room)
    if not any(may(db, room.edition_id, person, action, team) for team in members):
        raise RefusedError(action)


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


def openings(db: Db, edition: Edition, loop: Loop) -> list[Planned]:
    """At nine on the loop's first day in the edition's zone; at once where somebody opens it by hand before that."""
    by_calendar = worktime.instant(loop.opens_on, OPEN_AT, edition.zone)
    early = loop.opened_at and worktime.local_day(loop.opened_at, edition.zone) < loop.opens_on
    at = loop.opened_at if loop.opened_at and (early or loop.opened_at > by_calendar) else by_calendar
    return [
        Planned(
            OPENED,
            f"loop-{loop.id}:opened",
            at,
            channel_id=room.channel_id,
            refs={"loop": loop.id, "workspace": room.id},
            latest_at=worktime.instant(loop.closes_on + timedelta(days=1), OPEN_AT, edition.zone),
        )
        for room in rooms_of(db, edition.id)
        if room.channel_id
    ]


def opened_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    loop, room = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Workspace, ref(delivery, "workspace"))
    if loop.state == LoopState.CLOSED and delivery.updates_id is None:
        return Skip("loop closed")
    challenge = db.get(Challenge, room.challenge_id) if room.challenge_id else None
    question = challenge.question if challenge else ""
    run = found(db, loop, room)
    by = db.get(Person, run.intended_by) if run.intended_by else None
    return {
        "loop": loop.number,
        "checkin_on": loop.checkin_on,
        "closes_on": loop.closes_on,
        "ref": str(loop.id),
        "room": f"{loop.id}.{room.id}",
        "question": question,
        "intention": run.intention,
        "trying": run.trying,
        "by": by.name if by else "",
    }


def open_early(db: Db, now: datetime, person: Person, edition: Edition, number: int | None) -> Loop | None:
    """A facilitator opens a loop before the calendar does: the one of that number, or the next."""
    demand(db, edition.id, person, "loop.run")
    loop = _chosen(db, edition, number, LoopState.PLANNED)
    if loop:
        open_now(db, loop, now)
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
