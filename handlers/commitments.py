"""What became of a promise: done, not any more, or a new date."""

from datetime import date, datetime

from bot.messages import commitments as messages
from bot.programme import commitments, worktime
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request
from storage.commitments import CommitmentState
from storage.db import Db


def done(request: Request) -> Reply:
    return _settle(request, CommitmentState.DONE)


def drop(request: Request) -> Reply:
    return _settle(request, CommitmentState.DROPPED)


def _settle(request: Request, state: CommitmentState) -> Reply:
    def work(db: Db, now: datetime) -> str:
        return commitments.update(db, now, request.someone, request.number, state).text

    words = request.commit(work)
    return Rewrite(messages.settled(request.reader, words, done=state == CommitmentState.DONE))


def open_move(request: Request) -> Reply:
    row = request.read(lambda db: commitments.demanded(db, request.someone, request.number))
    return Open(messages.form(request.reader, row.id, row.due_on))


def move(request: Request) -> Reply:
    day = request.fields.get("due_on", "")
    today = worktime.local_day(request.now, request.reader.zone)
    if not day or date.fromisoformat(day) < today:
        return Wrong({"due_on": "This day has passed. Please choose a later one."})
    due_on = date.fromisoformat(day)
    words = request.commit(lambda db, _: commitments.move(db, request.someone, request.number, due_on).text)
    return Say(messages.moved(request.reader, words, due_on))


ACTIONS = {"commitment.done": done, "commitment.drop": drop, "commitment.move": open_move}
VIEWS = {"commitment.move": move}
