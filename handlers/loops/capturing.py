"""The capture after a peer call, in one form."""

from collections.abc import Callable
from datetime import datetime

from bot.messages import loops as messages
from bot.programme import planning
from bot.programme.loops import capturing
from handlers.loops.places import of_value, of_words
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request
from storage.db import Db
from storage.loops import Loop
from storage.workspaces import Workspace


def command(request: Request) -> Reply:
    return _form(request, lambda db: of_words(db, request))


def open_form(request: Request) -> Reply:
    return _form(request, lambda db: of_value(db, request.value))


def _form(request: Request, place: Callable[[Db], tuple[Loop, Workspace]]) -> Reply:
    def find(db: Db) -> dict[str, object]:
        loop, room = place(db)
        given = capturing.prefill(db, request.someone, loop, room)
        return messages.capture_form(request.reader, loop.number, f"{loop.id}.{room.id}", given)

    return Open(request.read(find))


def submit(request: Request) -> Reply:
    said = {name: request.fields.get(name, "").strip() for name in capturing.FIELDS}
    if not any(said.values()):
        return Wrong({"decided": "Please fill in one of the three: what was decided, promised or learned."})

    def work(db: Db, now: datetime) -> None:
        planned = capturing.capture(db, now, request.someone, *of_value(db, request.value), said)
        planning.queue(db, request.here, planned, now)

    request.commit(work)
    return Say(messages.kept(request.reader, "capture"))


COMMANDS = {"loop capture": command}
ACTIONS = {"loop.capture": open_form}
VIEWS = {"loop.capture": submit}
