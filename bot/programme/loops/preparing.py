"""The peer call: when the teams of a workspace meet, and the card that prepares them for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.programme import rosters, worktime
from bot.programme.asks import reading as asks
from bot.programme.loops import running
from bot.programme.loops.running import ClosedError
from bot.programme.occasions import Context, Planned, Skip, ref
from storage import checkins, commitments, people, teams, workspaces
from storage.checkins import CheckinState
from storage.commitments import CommitmentState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import CallForm, Loop, LoopState, Run
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Workspace

TIMES, CALL, PREP = "loop.times", "loop.call", "loop.prep"
ASK_AFTER = timedelta(weeks=1)


@dataclass(frozen=True)
class Promised:
    team: str
    text: str
    due_on: date | None
    state: str


def due(edition: Edition, loop: Loop, room: Workspace, owner: Team, run: Run) -> Iterable[Planned]:
    """The time is proposed as week two begins, and prepared on the working day before."""
    if room.channel_id is None:
        return
    refs, week = {"loop": loop.id, "workspace": room.id}, rosters.week_of(owner)
    key = f"loop-{loop.id}:room-{room.id}"
    at = worktime.instant(loop.opens_on + ASK_AFTER, running.OPEN_AT, edition.zone)
    if run.call_revision == 0:
        yield Planned(TIMES, f"{key}:times", at, channel_id=room.channel_id, refs=refs, latest_at=run.call_at)
    before = worktime.working_days_before(worktime.local_day(run.call_at, week.zone), 1, week)
    yield Planned(
        PREP,
        f"{key}:prep-{run.call_revision}",
        worktime.instant(before, worktime.ASK_AT, week.zone),
        channel_id=room.channel_id,
        refs=refs,
        latest_at=run.call_at,
    )


def times_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    loop, room = _about(db, delivery)
    run = running.found(db, loop, room)
    if run.call_revision or loop.state == LoopState.CLOSED:
        return Skip("a time was chosen" if run.call_revision else "loop closed")
    return _when(db, loop, room, run) | {"proposals": [datetime.fromisoformat(at) for at in run.proposals]}


def _about(db: Db, delivery: Delivery) -> tuple[Loop, Workspace]:
    return db.get_one(Loop, ref(delivery, "loop")), db.get_one(Workspace, ref(delivery, "workspace"))


def _when(db: Db, loop: Loop, room: Workspace, run: Run) -> dict[str, Any]:
    return {
        "loop": loop.number,
        "room": f"{loop.id}.{room.id}",
        "at": run.call_at,
        "live": run.call_form == CallForm.LIVE,
        "zones": [(team.name, team.zone) for team in workspaces.teams_of(db, room)],
    }


def set_call(
    db: Db, now: datetime, person: Person, loop: Loop, room: Workspace, at: datetime, form: CallForm
) -> list[Planned]:
    """Any member sets or moves it; each time that differs is told once."""
    running.in_room(db, person, "loop.intend", room)
    if loop.state == LoopState.CLOSED:
        raise ClosedError(loop.number)
    run = running.kept(db, loop, room)
    if run.call_revision and (run.call_at, run.call_form) == (at, form):
        return []
    run.call_at, run.call_form, run.call_revision = at, form, run.call_revision + 1
    db.flush()
    refs = {"loop": loop.id, "workspace": room.id, "revision": run.call_revision}
    key = f"loop-{loop.id}:room-{room.id}:call-{run.call_revision}"
    return [Planned(CALL, key, now, channel_id=room.channel_id, refs=refs)] if room.channel_id else []


def call_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    loop, room = _about(db, delivery)
    run = running.found(db, loop, room)
    if run.call_revision != ref(delivery, "revision"):
        return Skip("moved since")
    return _when(db, loop, room, run) | {"moved": run.call_revision > 1}


def prep_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    loop, room = _about(db, delivery)
    run = running.found(db, loop, room)
    if run.capture_revision or loop.state == LoopState.CLOSED:
        return Skip("captured already" if run.capture_revision else "loop closed")
    return prepared(db, now, loop, room)


def prep_for(db: Db, now: datetime, person: Person, loop: Loop, room: Workspace) -> Context:
    running.in_room(db, person, "loop.capture", room)
    return prepared(db, now, loop, room)


def prepared(db: Db, now: datetime, loop: Loop, room: Workspace) -> Context:
    """What a peer call starts from, all of it of this workspace."""
    run, members = running.found(db, loop, room), workspaces.teams_of(db, room)
    names = {team.id: team.name for team in members}
    return _when(db, loop, room, run) | {
        "overlap": _overlap(members, run.call_at),
        "away": _away(db, members, run.call_at),
        "intention": run.intention,
        "results": _results(db, loop, members),
        "promised": _promised(db, now, loop, members),
        "asks": [(names[one.team_id], one.text) for one in asks.open_in_room(db, list(names))],
    }


def _overlap(members: list[Team], at: datetime) -> tuple[datetime, datetime] | None:
    """The hours of that day in which all of them work."""
    if not members:
        return None
    begins, ends = worktime.span_in_common([team.zone for team in members], worktime.local_day(at, members[0].zone))
    return (begins, ends) if begins < ends else None


def _away(db: Db, members: list[Team], at: datetime) -> list[str]:
    """People by name, and teams that have a holiday."""
    absences, found = people.absences(db), []
    for team in members:
        if free := worktime.holiday(worktime.local_day(at, team.zone), rosters.week_of(team)):
            found.append(f"{team.name} ({free})")
        everybody = teams.members(db, team.id)
        there = rosters.there(everybody, at, absences)
        found += [person.name for person in everybody if person not in there]
    return found


def _results(db: Db, loop: Loop, members: list[Team]) -> list[tuple[str, str, str]]:
    rows = [(team, checkins.of_team(db, loop.id, team.id)) for team in members]
    received = [(team, row) for team, row in rows if row and row.state == CheckinState.RECEIVED]
    return [(team.name, str(row.result), row.learned) for team, row in received]


def _promised(db: Db, now: datetime, loop: Loop, members: list[Team]) -> list[Promised]:
    """What is open, and what was done since a loop's length before this one began."""
    names = {team.id: team for team in members}
    since = worktime.instant(loop.opens_on - running.LENGTH, running.OPEN_AT, "UTC")
    found = []
    for row in commitments.recent(db, list(names), since):
        team = names[row.team_id]
        late = row.due_on and row.due_on < worktime.local_day(now, team.zone)
        state = "done" if row.state == CommitmentState.DONE else "late" if late else "open"
        found.append(Promised(team.name, row.text, row.due_on, state))
    return found
