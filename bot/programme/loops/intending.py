"""The intention: one hypothesis for a workspace's loop, written by any of its members and amended in place."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.programme import rosters, worktime
from bot.programme.loops import running
from bot.programme.loops.running import ClosedError
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.workspaces import provisioning
from storage import loops, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Loop, LoopState, Run
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Workspace

NUDGE = "loop.nudge"
NUDGE_AFTER = timedelta(days=2)
Reminder = tuple[str, datetime, str]
"""Kind, instant, and what must hold: to whom it goes is looked up only when it is due."""


def due(loop: Loop, owner: Team, run: Run) -> Iterable[Reminder]:
    """One reminder in the middle of week one, to whoever stands for the owner."""
    week = rosters.week_of(owner)
    on = worktime.next_working_day(loop.opens_on + NUDGE_AFTER, week)
    if not run.intention:
        yield NUDGE, worktime.instant(on, worktime.ASK_AT, week.zone), "no intention yet"


def to_owner(db: Db, loop: Loop, room: Workspace, owner: Team, reminder: Reminder) -> Iterable[Planned]:
    kind, at, condition = reminder
    lead = rosters.at_work(db, teams.members(db, owner.id), at)
    if lead:
        yield Planned(
            kind,
            f"loop-{loop.id}:room-{room.id}:{kind.partition('.')[2]}",
            at,
            lead.id,
            team_id=owner.id,
            latest_at=at + timedelta(days=4),
            condition=condition,
            one_of=True,
            refs={"loop": loop.id, "workspace": room.id},
        )


def nudge_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    loop, room = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Workspace, ref(delivery, "workspace"))
    run = running.found(db, loop, room)
    if run.intention or loop.state != LoopState.OPEN:
        return Skip("written" if run.intention else "loop not open")
    return {"loop": loop.number, "room": f"{loop.id}.{room.id}"}


def prefill(db: Db, person: Person, loop: Loop, room: Workspace) -> dict[str, str]:
    """The workspace's own words so far, else what its last learning card or capture planned."""
    running.in_room(db, person, "loop.intend", room)
    if loop.state == LoopState.CLOSED:
        raise ClosedError(loop.number)
    run, before = loops.run_of(db, loop.id, room.id), loops.run_before(db, loop, room.id)
    if run and run.intention:
        return {"intention": run.intention, "trying": run.trying}
    return {"intention": (before.next_step or before.decided) if before else "", "trying": ""}


def intend(db: Db, now: datetime, person: Person, loop: Loop, room: Workspace, words: dict[str, str]) -> list[Planned]:
    """Kept, and shown in the loop's opening message."""
    running.in_room(db, person, "loop.intend", room)
    if loop.state == LoopState.CLOSED:
        raise ClosedError(loop.number)
    run = running.kept(db, loop, room)
    run.intention, run.trying, run.intended_by = words["intention"], words["trying"], person.id
    run.intention_revision += 1
    provisioning.look_again(db, room.id, "canvas")
    db.flush()
    return rewritten(db, db.get_one(Edition, loop.edition_id), loop, room, run, now)


def rewritten(db: Db, edition: Edition, loop: Loop, room: Workspace, run: Run, now: datetime) -> list[Planned]:
    """In place of the opening; where it has not been posted yet, it will have the words in it."""
    if room.channel_id is None:
        return []
    first = rosters.earlier(db, edition.id, running.OPENED, room.channel_id, f"loop-{loop.id}:opened")
    if first is None:
        return []
    occasion, refs = f"{first.occasion}:r{run.intention_revision}", {"loop": loop.id, "workspace": room.id}
    return [Planned(running.OPENED, occasion, now, channel_id=room.channel_id, refs=refs, updates_id=first.id)]
