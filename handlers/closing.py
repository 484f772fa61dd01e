"""`/sweetspot workspace close`: what is missing first, each team's word on the channel, then the end."""

from datetime import datetime
from typing import Any

from bot.messages import closing as messages
from bot.programme import planning
from bot.programme.workspaces import closing
from handlers import words
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.teams import Team
from storage.workspaces import Workspace

EXAMPLE = "/sweetspot workspace close 2"
ANYWAY = " anyway because "


def close(request: Request) -> Reply:
    """`workspace close 2` asks and shows; `workspace close 2 anyway because …` ends it with what there is."""
    number, anyway, reason = f"{request.value} ".partition(ANYWAY)
    if not number.strip():
        raise WrongWordsError(f"Which workspace? Say its challenge's number, for example: `{EXAMPLE}`")
    if anyway and not reason.strip():
        raise WrongWordsError(f"Please give a reason. For example: `{EXAMPLE}{ANYWAY}the minister changed`")

    def work(db: Db, now: datetime) -> dict[str, Any]:
        challenge = words.challenge(db, request, number)
        workspace, said = closing.begin(db, now, request.someone, challenge)
        if anyway:
            _, more = closing.close(db, now, request.someone, workspace.id, reason.strip())
            said = [one for one in said if one.kind != "closing.asked"] + more
        planning.queue(db, request.here, said, now)
        return _facts(db, workspace)

    facts = request.commit(work)
    if anyway:
        return Say(messages.done(request.reader, facts["title"], facts["keep_open"]))
    del facts["keep_open"]
    return Say(messages.begun(request.reader, **facts))


def _facts(db: Db, workspace: Workspace) -> dict[str, Any]:
    return {
        "workspace": workspace.id,
        "title": closing.title(db, workspace),
        "closed": workspace.closed_at is not None,
        "keep_open": workspace.keep_open,
        "lacks": closing.checklist(db, workspace),
        "wishes": closing.wishes(db, workspace),
    }


def open_close(request: Request) -> Reply:
    lacks = request.read(lambda db: closing.lacks(db, request.someone, request.number))
    return Open(messages.form(request.reader, request.number, lacks))


def submit_close(request: Request) -> Reply:
    reason = request.fields.get("reason", "").strip()

    def work(db: Db, now: datetime) -> tuple[str, bool]:
        workspace, said = closing.close(db, now, request.someone, request.number, reason)
        planning.queue(db, request.here, said, now)
        return closing.title(db, workspace), workspace.keep_open

    try:
        return Say(messages.done(request.reader, *request.commit(work)))
    except closing.LackingError:
        if "reason" in request.fields:
            return Wrong({"reason": "The record is not complete. Please say why it is closed all the same."})
        raise WrongWordsError("Something is missing since you looked. Press Close once more to see what.") from None


def keep(request: Request) -> Reply:
    return _vote(request, keep_open=True)


def archive(request: Request) -> Reply:
    return _vote(request, keep_open=False)


def _vote(request: Request, *, keep_open: bool) -> Reply:
    number, team = (int(part) for part in request.value.split("."))

    def work(db: Db, now: datetime) -> str:
        closing.vote(db, now, request.someone, number, team, keep_open)
        return db.get_one(Team, team).name

    try:
        name = request.commit(work)
    except closing.ClosedError:
        raise WrongWordsError("The workspace is closed already. A facilitator can open its channel again.") from None
    return Rewrite(messages.voted(request.reader, request.value, name, keep_open))


COMMANDS = {"workspace close": close}
ACTIONS = {"closing.close": open_close, "closing.keep": keep, "closing.archive": archive}
VIEWS = {"closing.close": submit_close}
