"""A facilitator opens or closes a loop by hand."""

from datetime import datetime

from bot.messages import loops as messages
from bot.programme import planning
from bot.programme.loops import running
from handlers.dispatch import Routes
from handlers.replies import Reply, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.loops import Loop


def open_(request: Request) -> Reply:
    number = _number(request)

    def work(db: Db, now: datetime) -> Loop | None:
        loop = running.open_early(db, now, request.someone, request.here, number)
        if loop:
            planning.queue(db, request.here, running.openings(db, request.here, loop), now)
        return loop

    return _said(request, request.commit(work), opens=True)


def close(request: Request) -> Reply:
    number = _number(request)
    loop = request.commit(lambda db, now: running.close_early(db, now, request.someone, request.here, number))
    return _said(request, loop, opens=False)


def _number(request: Request) -> int | None:
    words = request.value.strip()
    if words and not words.isdecimal():
        raise WrongWordsError(f"“{words}” is no number of a loop. For example: `/sweetspot loop open 2`")
    return int(words) if words else None


def _said(request: Request, loop: Loop | None, *, opens: bool) -> Reply:
    if loop is None:
        which = f"Loop {request.value.strip()}" if request.value.strip() else "No loop"
        state = "waiting to be opened" if opens else "open now"
        raise WrongWordsError(f"{which} is {'not ' if request.value.strip() else ''}{state}.")
    return Say(messages.changed(request.reader, loop.number, opens))


COMMANDS: Routes = {"loop open": open_, "loop close": close}
ACTIONS: Routes = {}
VIEWS: Routes = {}
