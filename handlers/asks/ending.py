"""What who asked decides: whether to say who they are, whether it was useful, and when it is over."""

from collections.abc import Callable
from datetime import datetime

from bot.messages.asks import forms, replies
from bot.programme.asks import closing, offering, reading, telling
from bot.programme.asks.closing import OverError, Verdict
from bot.programme.occasions import Planned
from handlers.asks.finding import living, queue, shown
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import asks
from storage.asks import Ask, AskState, Route, RouteState
from storage.db import Db
from storage.people import Person
from storage.teams import Team

CLOSE = "/sweetspot ask close 7"


def accept(request: Request) -> Reply:
    return _decide(request, yes=True)


def refuse(request: Request) -> Reply:
    return _decide(request, yes=False)


def _decide(request: Request, *, yes: bool) -> Reply:
    def work(db: Db, now: datetime) -> tuple[telling.Contact, list[datetime], int, bool]:
        route, said = offering.decide(db, now, request.someone, request.number, yes)
        ask = db.get_one(Ask, route.ask_id)
        queue(db, now, ask.id, said)
        helper = telling.contact(
            db, ask.edition_id, db.get_one(Person, route.person_id), route.team_id, request.someone
        )
        known = route.state == RouteState.ACCEPTED
        return helper, telling.times(db, ask, route, now) if known else [], ask.id, known

    helper, times, ask, known = living(lambda: request.commit(work))
    return Rewrite(replies.decided(request.reader, helper, times, ask, yes=known))


def useful(request: Request) -> Reply:
    return _judge(request, useful=True)


def useless(request: Request) -> Reply:
    return _judge(request, useful=False)


def _judge(request: Request, *, useful: bool) -> Reply:
    def work(db: Db, now: datetime) -> bool:
        ask, said = closing.judge(db, now, request.someone, request.number, useful)
        queue(db, now, ask.id, said)
        return ask.state in asks.LIVE

    live = request.commit(work)
    return Rewrite(replies.judged(request.reader, useful=useful, live=live))


def open_settle(request: Request) -> Reply:
    found = shown(request)

    def helpers(db: Db) -> dict[int, str]:
        closing.demand_own(db, db.get_one(Ask, found.id), request.someone)
        rows = [row for row in asks.routes(db, found.id) if row.state in closing.HELPED]
        return {row.person_id: _helper(db, row) for row in rows}

    return Open(forms.settle(request.reader, found, request.read(helpers)))


def _helper(db: Db, route: Route) -> str:
    name = db.get_one(Person, route.person_id).name
    return f"{name}, {db.get_one(Team, route.team_id).name}" if route.team_id else name


def settle(request: Request) -> Reply:
    given = request.fields
    helper = int(given["helper"]) if given.get("helper", "").isdigit() else None
    if given.get("useful") not in ("yes", "no"):
        return Wrong({"useful": "Please choose yes or no."})
    verdict = Verdict(given["useful"] == "yes", helper, given.get("lesson", "").strip())

    def act(db: Db, now: datetime) -> list[Planned]:
        return closing.settle(db, now, request.someone, request.number, verdict)

    try:
        _queue(request, act)
    except OverError:
        return Say(replies.over(request.reader))
    return Say(replies.judged(request.reader, useful=verdict.useful, live=False))


def _queue(request: Request, act: Callable[[Db, datetime], list[Planned]]) -> None:
    request.commit(lambda db, now: queue(db, now, request.number, act(db, now)))


def close(request: Request) -> Reply:
    """By number; without one, one's own open asks with their buttons."""
    if not request.value:
        rows = request.read(lambda db: reading.mine(db, request.here, request.someone))
        return Say(replies.listed(request.reader, rows, 0, mine=True))
    if not request.value.isdigit():
        raise WrongWordsError(f"Which one? Say its number: `{CLOSE}`. `/sweetspot ask close` lists yours.")
    state = _shown_state(request)
    if state not in asks.LIVE:
        return Say(replies.over(request.reader))
    _queue(request, lambda db, now: closing.close(db, now, request.someone, request.number))
    return Say(replies.closed(request.reader))


def _shown_state(request: Request) -> AskState:
    found = request.read(lambda db: reading.one(db, request.someone, request.number))
    if found is None:
        raise WrongWordsError(f"There is no ask {request.value} of yours. `/sweetspot ask close` lists yours.")
    return found.state


COMMANDS = {"ask close": close}
ACTIONS = {
    "ask.accept": accept,
    "ask.refuse": refuse,
    "ask.useful": useful,
    "ask.useless": useless,
    "ask.settle": open_settle,
    "ask.close": close,
}
VIEWS = {"ask.settle": settle}
