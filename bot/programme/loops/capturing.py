"""The capture after a peer call: what was decided, who does what by when, what was learned."""

from collections.abc import Iterable
from datetime import datetime

from bot.programme import commitments, rosters, worktime
from bot.programme.commitments import Line
from bot.programme.loops import promises, running
from bot.programme.loops.intending import Reminder
from bot.programme.loops.promises import Promise
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.workspaces import provisioning
from storage import commitments as rows
from storage import loops, teams, workspaces
from storage.commitments import CommitmentState
from storage.db import Db
from storage.deliveries import Delivery
from storage.loops import Loop, LoopState, Run
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Workspace

CAPTURED, UNCAPTURED = "loop.captured", "loop.uncaptured"
FIELDS = ("decided", "actions", "noted")


def due(owner: Team, run: Run) -> Iterable[Reminder]:
    """One reminder on the next working day after the call."""
    if run.capture_revision == 0:
        week = rosters.week_of(owner)
        on = worktime.working_days_after(worktime.local_day(run.call_at, week.zone), 1, week)
        yield UNCAPTURED, worktime.instant(on, worktime.ASK_AT, week.zone), "not captured"


def reminder_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    loop, room = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Workspace, ref(delivery, "workspace"))
    run = running.found(db, loop, room)
    if run.capture_revision or loop.state == LoopState.CLOSED:
        return Skip("captured" if run.capture_revision else "loop closed")
    if run.call_at > now:
        return Skip("the call was moved")
    return {"loop": loop.number, "at": run.call_at, "room": f"{loop.id}.{room.id}"}


def prefill(db: Db, person: Person, loop: Loop, room: Workspace) -> dict[str, str]:
    running.in_room(db, person, "loop.capture", room)
    run = loops.run_of(db, loop.id, room.id)
    return {name: getattr(run, name) for name in FIELDS} if run else {}


def capture(db: Db, now: datetime, person: Person, loop: Loop, room: Workspace, said: dict[str, str]) -> list[Planned]:
    """Kept or amended; what was promised in it is tracked from now on."""
    running.in_room(db, person, "loop.capture", room)
    run = running.kept(db, loop, room)
    for name in FIELDS:
        setattr(run, name, said[name])
    run.captured_by, run.capture_revision = person.id, run.capture_revision + 1
    members = workspaces.teams_of(db, room)
    owner = running.owner_of(db, room)
    zone = owner.zone if owner else "UTC"
    found = [
        _line(db, members, person, promise)
        for promise in promises.parse(said["actions"], worktime.local_day(now, zone))
    ]
    commitments.reconcile(db, now, found, f"capture-{run.id}", room.id, loop.id)
    provisioning.look_again(db, room.id, "canvas")
    return _posted(db, now, loop, room, run)


def _line(db: Db, members: list[Team], writer: Person, promise: Promise) -> Line:
    """Whom the words before the colon name; where they name nobody here, the writer's own team, and all the words."""
    everybody = {team.id: teams.members(db, team.id) for team in members}
    said = promise.who.casefold()
    for team in members:
        if said and said in {team.name.casefold(), team.organisation.casefold()}:
            return Line(team, None, promise.what, promise.due_on)
    for team in members:
        for person in everybody[team.id]:
            if said in {person.name.casefold(), person.name.split()[0].casefold()}:
                return Line(team, person.id, promise.what, promise.due_on)
    own = next((team for team in members if writer in everybody[team.id]), members[0])
    what = f"{promise.who}: {promise.what}" if promise.who else promise.what
    return Line(own, None, what, promise.due_on)


def _posted(db: Db, now: datetime, loop: Loop, room: Workspace, run: Run) -> list[Planned]:
    if room.channel_id is None:
        return []
    occasion = f"loop-{loop.id}:room-{room.id}:captured"
    first = rosters.earlier(db, loop.edition_id, CAPTURED, room.channel_id, occasion)
    return [
        Planned(
            CAPTURED,
            f"{occasion}:r{run.capture_revision}" if first else occasion,
            now,
            channel_id=room.channel_id,
            refs={"loop": loop.id, "workspace": room.id},
            updates_id=first.id if first else None,
        )
    ]


def captured_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    loop, room = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Workspace, ref(delivery, "workspace"))
    run = running.found(db, loop, room)
    by = db.get(Person, run.captured_by) if run.captured_by else None
    kept = [row for row in rows.of_origin(db, f"capture-{run.id}") if row.state != CommitmentState.DROPPED]
    return {
        "loop": loop.number,
        "room": f"{loop.id}.{room.id}",
        "decided": run.decided,
        "noted": run.noted,
        "promised": [(_whose(db, row), row.text, row.due_on) for row in kept],
        "by": by.name if by else "",
        "revision": run.capture_revision,
    }


def _whose(db: Db, row: rows.Commitment) -> str:
    team = db.get_one(Team, row.team_id).name
    return f"{db.get_one(Person, row.person_id).name}, {team}" if row.person_id else team
