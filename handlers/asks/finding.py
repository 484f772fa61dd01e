"""Which ask is meant, and what is said of one that is over."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.programme import planning
from bot.programme.asks import reading
from bot.programme.asks.closing import OverError
from bot.programme.asks.offering import OwnError
from bot.programme.occasions import Planned
from handlers.requests import Request, WrongWordsError
from storage import asks
from storage.asks import Ask
from storage.db import Db
from storage.editions import Edition

T = TypeVar("T")


def shown(request: Request) -> reading.Shown:
    """The ask as the reader may see it, while it is open."""
    found = request.read(lambda db: reading.one(db, request.someone, request.number))
    if found is None:
        raise WrongWordsError("There is no such ask that you may see. `/sweetspot ask offer` lists what is open.")
    if found.state not in asks.LIVE:
        raise WrongWordsError("This ask was answered or closed. Nothing is left to do.")
    return found


def queue(db: Db, now: datetime, ask_id: int, said: list[Planned]) -> None:
    """In the ask's own edition, whichever its reader has chosen."""
    planning.queue(db, db.get_one(Edition, db.get_one(Ask, ask_id).edition_id), said, now)


def living(act: Callable[[], T]) -> T:
    try:
        return act()
    except OverError:
        raise WrongWordsError("This ask was answered or closed. Nothing is left to do.") from None
    except OwnError:
        raise WrongWordsError("This is your own team's ask. `/sweetspot ask close` ends it.") from None
