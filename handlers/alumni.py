"""The alumni list in Slack: each person's own choice, to be changed at any time."""

from datetime import datetime

from bot.messages import alumni as messages
from bot.programme import alumni
from handlers.replies import Reply, Rewrite, Say
from handlers.requests import Request
from storage.db import Db


def both(request: Request) -> Reply:
    return _choose(request, listed=True, asks=True)


def listed(request: Request) -> Reply:
    return _choose(request, listed=True, asks=False)


def none(request: Request) -> Reply:
    return _choose(request, listed=False, asks=False)


def _choose(request: Request, *, listed: bool, asks: bool) -> Reply:
    edition = request.number

    def work(db: Db, now: datetime) -> None:
        alumni.choose(db, now, request.someone, edition, listed=listed, asks=asks)

    request.commit(work)
    return Rewrite(messages.chosen(request.reader, edition, listed, asks))


def change(request: Request) -> Reply:
    """From the menu: what was chosen, with the buttons to choose otherwise."""
    on, asks = request.read(lambda db: alumni.standing(db, request.here, request.someone)) or (False, False)
    others = request.read(lambda db: alumni.others(db, request.here, request.someone))
    return Say(messages.chosen(request.reader, request.here.id, on, asks, others))


ACTIONS = {"alumni.both": both, "alumni.listed": listed, "alumni.none": none, "alumni.change": change}
