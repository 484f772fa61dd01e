"""Digests in Slack: a facilitator previews, edits and posts them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.messages import digests as messages
from bot.messages import monday as board
from bot.messages.reader import Reader
from bot.programme import planning
from bot.programme.digests import contents, posting
from bot.programme.digests.contents import COHORT, MONDAY, WORKSPACE
from bot.programme.occasions import Context, Planned, Skip
from bot.programme.permissions import demand
from handlers.replies import Open, Reply, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.deliveries import Delivery

KINDS = {"cohort": COHORT, "workspace": WORKSPACE, "monday": MONDAY}
LETTERS: dict[str, tuple[Callable[[Db, Delivery, datetime], Context | Skip], Callable[..., dict[str, Any]]]] = {
    COHORT: (contents.cohort_context, messages.cohort),
    WORKSPACE: (contents.workspace_context, messages.workspace),
    MONDAY: (contents.monday_context, board.board),
}


def which(request: Request) -> str:
    said = request.value.strip().lower() or "cohort"
    if said not in KINDS:
        raise WrongWordsError(f'There is no "{said}" digest. Say `cohort`, `workspace` or `monday`.')
    return said


def preview(request: Request) -> Reply:
    kind = KINDS[which(request)]

    def find(db: Db) -> list[dict[str, Any]]:
        demand(db, request.here.id, request.someone, "digest.run")
        planned = posting.upcoming(db, request.here, kind, request.now)
        found = [_letter(db, request, item) for item in planned]
        return [letter for letter in found if letter]

    return Say(messages.previewed(request.reader, request.read(find)))


def _letter(db: Db, request: Request, item: Planned) -> dict[str, Any] | None:
    """As the room would read it."""
    find, render = LETTERS[item.kind]
    found = find(db, Delivery(**item.row(request.here.id)), request.now)
    return None if isinstance(found, Skip) else render(reader=Reader(zone=request.here.zone), **found)


def post(request: Request) -> Reply:
    kind = KINDS[which(request)]

    def work(db: Db, now: datetime) -> tuple[bool, int]:
        planned = posting.post(db, request.here, request.someone, kind, now)
        return bool(planned), planning.queue(db, request.here, planned, now)

    return Say(messages.posted(request.reader, *request.commit(work)))


def open_opening(request: Request) -> Reply:
    name = which(request)

    def find(db: Db) -> str:
        demand(db, request.here.id, request.someone, "digest.run")
        occasion = posting.next_occasion(db, request.here, KINDS[name], request.now)
        return contents.opening(db, request.here, KINDS[name], occasion)

    return Open(messages.opening_form(request.reader, name, request.read(find)))


def keep_opening(request: Request) -> Reply:
    text = request.fields.get("opening", "").strip()
    kind = KINDS[which(request)]
    request.commit(lambda db, now: posting.edit(db, now, request.here, request.someone, kind, text))
    return Say(messages.edited(request.reader, request.value))


COMMANDS = {"digest preview": preview, "digest post": post, "digest edit": open_opening}
VIEWS = {"digest.edit": keep_opening}
