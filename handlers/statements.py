"""The challenge statement in Slack: reframed by a form with its reason, and how it changed."""

from datetime import datetime

from bot.messages import statements as messages
from bot.programme import planning
from bot.programme.workspaces import reframing
from handlers import words
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db

EXAMPLE = "/sweetspot workspace reframe 2"


def reframe(request: Request) -> Reply:
    """One's own challenge, or for facilitators the one whose number is said."""

    def find(db: Db) -> int:
        if request.value:
            return words.challenge(db, request, request.value).id
        own = reframing.own(db, request.here, request.someone)
        if own is None:
            raise WrongWordsError(f"Which challenge? Say its number, for example: `{EXAMPLE}`")
        return own.id

    return _form(request, request.read(find))


def open_form(request: Request) -> Reply:
    return _form(request, request.number)


def from_room(request: Request) -> Reply:
    return _form(request, request.read(lambda db: reframing.of_workspace(db, request.number)))


def _form(request: Request, challenge: int) -> Reply:
    row = request.read(lambda db: reframing.open_form(db, request.someone, challenge))
    return Open(messages.form(request.reader, row.id, row.title, row.question, row.context))


def keep(request: Request) -> Reply:
    given = {name: request.fields.get(name, "").strip() for name in ("title", "question", "context", "reason")}
    needed = ("title", "question", "reason")
    if missing := {name: "Please say this in a few words." for name in needed if not given[name]}:
        return Wrong(missing)
    said = (given["title"], given["question"], given["context"])

    def work(db: Db, now: datetime) -> int:
        version, planned = reframing.reframe(db, now, request.someone, request.number, said, given["reason"])
        planning.queue(db, request.here, planned, now)
        return version

    try:
        return Say(messages.kept(request.reader, request.commit(work)))
    except reframing.SameWordsError:
        return Wrong({"question": "Nothing is different yet. Change the title, the question or the context."})


def history(request: Request) -> Reply:
    rows = request.read(lambda db: reframing.history(db, request.someone, request.number))
    return Say(messages.history(request.reader, rows))


COMMANDS = {"workspace reframe": reframe}
ACTIONS = {"statement.open": open_form, "statement.room": from_room, "statement.history": history}
VIEWS = {"statement.keep": keep}
