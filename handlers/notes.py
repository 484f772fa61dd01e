"""A facilitator writes to a team, from a draft that stands behind a signal or a line of the Monday board."""

from collections.abc import Callable
from datetime import datetime

from bot.messages import notes as messages
from bot.programme import notes, planning
from bot.programme.notes import Draft, NobodyError
from handlers.replies import Open, Reply, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db


def to_signal(request: Request) -> Reply:
    """Behind a signal."""
    number = request.number
    team_id, kind = request.read(lambda db: notes.about(db, request.here, number))
    return _open(request, team_id, kind, f"{team_id} {number}")


def to_team(request: Request) -> Reply:
    """Behind a line of the board: the value is the team's id and what it is about."""
    team_id, _, kind = request.value.partition(" ")
    return _open(request, int(team_id), kind, team_id)


def _open(request: Request, team_id: int, kind: str, about: str) -> Reply:
    found = _guarded(request, lambda db: notes.draft(db, request.now, request.here, request.someone, team_id, kind))
    return Open(messages.form(request.reader, about=about, kind=found.kind, team=found.team, to=found.to))


def _guarded(request: Request, find: Callable[[Db], Draft]) -> Draft:
    try:
        return request.read(find)
    except NobodyError as error:
        raise WrongWordsError(f"{error} has no member yet: `/sweetspot team add`") from None


def submit(request: Request) -> Reply:
    team_id, _, signal = request.value.partition(" ")

    def work(db: Db, now: datetime) -> str:
        words, number = request.fields["text"], int(signal) if signal else None
        planned = notes.write(db, now, request.here, request.someone, int(team_id), words, number)
        planning.queue(db, request.here, planned, now)
        return notes.draft(db, now, request.here, request.someone, int(team_id), "").to

    return Say(messages.sent(request.reader, request.commit(work)))


ACTIONS = {"note.signal": to_signal, "note.team": to_team}
VIEWS = {"note.write": submit}
