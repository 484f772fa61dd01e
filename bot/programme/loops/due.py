"""What loops tell, and when: one look at the calendar, and nothing more where no loop is near."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from bot.programme import goals, worktime
from bot.programme.loops import capturing, intending, preparing, running
from bot.programme.occasions import Planned, within
from storage import loops, workspaces
from storage.db import Db
from storage.editions import Edition
from storage.loops import CallForm, Loop, LoopState, Run
from storage.teams import Team
from storage.workspaces import Workspace

MARGIN = timedelta(days=5)
"""Holidays move what is due beyond a loop's last day."""


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterator[Planned]:
    every = loops.of_edition(db, edition.id)
    near = [loop for loop in every if _near(loop, start, end)]
    rooms = _rooms(db, edition) if any(loop.state != LoopState.CLOSED for loop in near) else []
    for loop in near:
        yield from within(running.openings(db, edition, loop), start, end)
        if loop.state != LoopState.CLOSED:
            for room, owner, run in _in_rooms(db, edition, loop, rooms):
                yield from within(preparing.due(edition, loop, room, owner, run), start, end)
                for reminder in [*intending.due(loop, owner, run), *capturing.due(owner, run)]:
                    if start < reminder[1] <= end:
                        yield from intending.to_owner(db, loop, room, owner, reminder)
    if near:
        yield from goals.due(db, edition, every, start, end)


def _near(loop: Loop, start: datetime, end: datetime) -> bool:
    first = min(loop.opens_on, loop.opened_at.date()) if loop.opened_at else loop.opens_on
    return first <= end.date() + timedelta(days=1) and start.date() <= loop.closes_on + MARGIN


def _rooms(db: Db, edition: Edition) -> list[tuple[Workspace, Team]]:
    """Each workspace that goes through loops, with its owner: looked for once, however many loops are near."""
    owners = workspaces.owners(db, edition.id)
    rooms = running.rooms_of(db, edition.id)
    return [(room, owners[room.challenge_id]) for room in rooms if room.challenge_id in owners]


def _in_rooms(
    db: Db, edition: Edition, loop: Loop, rooms: list[tuple[Workspace, Team]]
) -> Iterable[tuple[Workspace, Team, Run]]:
    runs = {run.workspace_id: run for run in loops.runs_of(db, loop.id)}
    for room, owner in rooms:
        yield room, owner, runs.get(room.id) or _foretold(edition, loop, room)


def _foretold(edition: Edition, loop: Loop, room: Workspace) -> Run:
    """Before a loop is open nobody has looked for a common hour: the second day of week three stands for it."""
    at = worktime.instant(loop.opens_on + running.CALL_AFTER + timedelta(days=1), time(14), edition.zone)
    return Run(loop_id=loop.id, workspace_id=room.id, call_form=CallForm.LIVE, call_at=at)
