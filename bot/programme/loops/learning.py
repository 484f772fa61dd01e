"""The learning card that closes a workspace's loop: it stands in the loop's digest, and plans the next one."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters
from bot.programme.loops import running
from bot.programme.occasions import Planned
from bot.programme.permissions import demand
from storage import checkins, loops, workspaces
from storage.checkins import CheckinState
from storage.db import Db
from storage.loops import Course, Loop, Run
from storage.people import Person
from storage.workspaces import Workspace

DIGEST = "digest.workspace"


@dataclass(frozen=True)
class Card:
    """As its workspace reads it; `room` is for its buttons."""

    room: str
    intention: str
    learned: str
    next_step: str
    course: str
    reframed: bool
    by: str


def of_room(db: Db, loop: Loop, room: Workspace) -> Card:
    run = loops.run_of(db, loop.id, room.id)
    reference = f"{loop.id}.{room.id}"
    if run is None:
        return Card(reference, "", "", "", "", False, "")
    by = db.get_one(Person, run.carded_by).name if run.carded_by else ""
    learned = run.learned or run.noted
    return Card(reference, run.intention, learned, run.next_step, str(run.course or ""), run.reframed, by)


def prefill(db: Db, person: Person, loop: Loop, room: Workspace) -> dict[str, str]:
    """What was confirmed before, else what the capture and the check-ins say."""
    _demand(db, person, room)
    run = running.found(db, loop, room)
    if run.card_revision:
        course = str(run.course or "")
        reframed = "yes" if run.reframed else "no"
        return {"learned": run.learned, "next_step": run.next_step, "course": course, "reframed": reframed}
    rows = [checkins.of_team(db, loop.id, team.id) for team in workspaces.teams_of(db, room)]
    given = [row for row in rows if row and row.state == CheckinState.RECEIVED]
    learned = [run.noted, *(row.learned for row in given)]
    steps = [row.next_step for row in given]
    return {
        "learned": "\n".join(words for words in learned if words)[:3000],
        "next_step": "\n".join(words for words in steps if words)[:3000],
        "reframed": "no",
    }


def _demand(db: Db, person: Person, room: Workspace) -> None:
    """The owner's team writes it, or whoever runs the edition."""
    demand(db, room.edition_id, person, "loop.card", running.owner_of(db, room))


def confirm(db: Db, now: datetime, person: Person, loop: Loop, room: Workspace, said: dict[str, str]) -> list[Planned]:
    _demand(db, person, room)
    run = running.kept(db, loop, room)
    run.learned, run.next_step = said["learned"], said["next_step"]
    run.course, run.reframed = Course(said["course"]), said["reframed"] == "yes"
    run.carded_by, run.card_revision = person.id, run.card_revision + 1
    db.flush()
    return _rewritten(db, now, loop, room, run)


def _rewritten(db: Db, now: datetime, loop: Loop, room: Workspace, run: Run) -> list[Planned]:
    """In place of the digest; where that is still to come, the card will stand in it."""
    if room.channel_id is None:
        return []
    first = rosters.earlier(db, loop.edition_id, DIGEST, room.channel_id, f"loop-{loop.id}:digest")
    if first is None:
        return []
    occasion, refs = f"{first.occasion}:r{run.card_revision}", {"loop": loop.id, "workspace": room.id}
    return [Planned(DIGEST, occasion, now, channel_id=room.channel_id, refs=refs, updates_id=first.id)]
