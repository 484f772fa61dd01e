"""`/sweetspot workspace …`: how rooms stand, what mends them, who lacks what; and the rules that people accept."""

from datetime import datetime

from bot.messages import workspaces as messages
from bot.programme.workspaces import access, facts, repairing
from bot.programme.workspaces import status as standing
from handlers.replies import Reply, Rewrite, Say
from handlers.requests import Request
from storage.db import Db
from storage.editions import Edition
from storage.workspaces import Workspace


def status(request: Request) -> Reply:
    rooms = request.read(lambda db: standing.status(db, request.someone, request.here))
    return Say(messages.status(request.reader, rooms))


def repair(request: Request) -> Reply:
    request.commit(lambda db, _: repairing.repair(db, request.someone, request.here))
    return Say(messages.repairing(request.reader))


def who(request: Request) -> Reply:
    page = int(request.value) if request.value.isdigit() else 0
    overview = request.read(lambda db: access.overview(db, request.here, request.someone))
    return Say(messages.access(request.reader, overview, page))


def remake(request: Request) -> Reply:
    return _changed(request, "remade")


def reopen(request: Request) -> Reply:
    return _changed(request, "reopened")


WAYS = {"remade": repairing.remake, "reopened": repairing.reopen}


def _changed(request: Request, what: str) -> Reply:
    def work(db: Db, _now: datetime) -> str:
        return _title(db, WAYS[what](db, request.someone, request.number))

    try:
        return Say(messages.changed(request.reader, what, request.commit(work)))
    except repairing.NotNeededError:
        return Say(messages.changed(request.reader, "not_needed", ""))


def _title(db: Db, workspace: Workspace) -> str:
    return facts.title_of(db, workspace, db.get_one(Edition, workspace.edition_id))


def connect(request: Request) -> Reply:
    person = request.commit(lambda db, now: access.connect(db, now, request.someone, request.number).name)
    return Say(messages.changed(request.reader, "connected", person))


def accept(request: Request) -> Reply:
    """The rules of the edition whose welcome it was, whichever edition the person works in now."""

    def work(db: Db, now: datetime) -> str:
        edition = db.get_one(Edition, request.number)
        access.accept(db, now, request.someone, edition)
        return edition.name

    return Rewrite(messages.accepted(request.reader, request.commit(work)))


COMMANDS = {"workspace status": status, "workspace repair": repair, "workspace access": who}
ACTIONS = {
    "workspace.status": status,
    "workspace.repair": repair,
    "workspace.access": who,
    "workspace.remake": remake,
    "workspace.reopen": reopen,
    "workspace.connect": connect,
    "workspace.accept": accept,
}
