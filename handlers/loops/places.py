"""Which workspace in which loop a button, a form or a command means."""

from bot.programme.loops import running
from bot.programme.loops.running import ClosedError
from bot.programme.permissions import may
from handlers import words
from handlers.requests import Request, WrongWordsError
from storage import loops, teams, workspaces
from storage.db import Db
from storage.loops import Loop, LoopState
from storage.workspaces import Workspace


def of_value(db: Db, value: str) -> tuple[Loop, Workspace]:
    """`loop.workspace`, as buttons and forms carry it."""
    loop_id, room_id = (int(part) for part in value.split("."))
    return db.get_one(Loop, loop_id), db.get_one(Workspace, room_id)


def of_words(db: Db, request: Request) -> tuple[Loop, Workspace]:
    """The open loop, or the last that was; one's own workspace, or that of the team that is named."""
    started = [loop for loop in loops.of_edition(db, request.here.id) if loop.state != LoopState.PLANNED]
    if not started:
        raise WrongWordsError("No loop has been opened yet. A facilitator can open one: `/sweetspot loop open`")
    return loops.current(db, request.here.id) or started[-1], _room(db, request)


def _room(db: Db, request: Request) -> Workspace:
    name = request.value.strip()
    near = [words.team(db, request, name)] if name else teams.of_person(db, request.here.id, request.someone.id)
    found = [room for team in near if (room := workspaces.of_team(db, team.id))]
    if not found and not name and may(db, request.here.id, request.someone, "loop.run"):
        every = running.rooms_of(db, request.here.id)
        found = every if len(every) == 1 else []
    if not found:
        raise WrongWordsError("Which workspace? Name one of its teams. For example: `/sweetspot loop prep Team name`")
    return found[0]


def closed(error: ClosedError) -> str:
    return f"Loop {error.args[0]} is closed, and its words stay as they are. The next loop takes new ones."
