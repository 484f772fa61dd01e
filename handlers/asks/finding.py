"""Which ask is meant, and what is said of one that is over."""

from collections.abc import Callable
from typing import TypeVar

from bot.programme.asks import reading
from bot.programme.asks.closing import OverError
from bot.programme.asks.offering import OwnError
from handlers.requests import Request, WrongWordsError
from storage import asks

T = TypeVar("T")


def shown(request: Request) -> reading.Shown:
    """The ask as the reader may see it, while it is open."""
    found = request.read(lambda db: reading.one(db, request.here, request.someone, request.number))
    if found is None:
        raise WrongWordsError("There is no such ask that you may see. `/sweetspot ask offer` lists what is open.")
    if found.state not in asks.LIVE:
        raise WrongWordsError("This ask was answered or closed. Nothing is left to do.")
    return found


def living(act: Callable[[], T]) -> T:
    try:
        return act()
    except OverError:
        raise WrongWordsError("This ask was answered or closed. Nothing is left to do.") from None
    except OwnError:
        raise WrongWordsError("This is your own team's ask. `/sweetspot ask close` ends it.") from None
