"""The list of open asks; “I can help”, “Not me”, an answer in writing; and sending on by hand."""

from datetime import datetime

from bot.messages.asks import forms, replies
from bot.messages.people import notice
from bot.programme.asks import offering, reading, telling
from bot.programme.asks.offering import CannotError
from handlers import payloads
from handlers.asks.finding import living, queue, shown
from handlers.replies import Open, Refill, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import asks
from storage.asks import Ask, RouteState
from storage.checkins import Sharing
from storage.db import Db


def offer(request: Request) -> Reply:
    """Every open ask that one may see; `ask offer 2` is the second page."""
    return _list(request, int(request.value) - 1 if request.value.isdigit() else 0)


def listed(request: Request) -> Reply:
    return _list(request, int(request.value or 0))


def _list(request: Request, page: int) -> Reply:
    """The next page in a modal takes its place: Slack lets three lie on top of one another."""

    def find(db: Db) -> tuple[list[reading.Shown], bool]:
        return list(reading.listed(db, request.here, request.someone)), request.someone.id in asks.muted(db)

    rows, muted = request.read(find)
    found = replies.listed(request.reader, rows, page, muted=muted)
    return Refill(notice(request.reader, found)) if page and payloads.in_modal(request.body) else Say(found)


def help_(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> tuple[bool, dict[str, object]]:
        route, said = offering.offer(db, now, request.someone, request.number)
        queue(db, now, request.number, said)
        told = route.state == RouteState.ACCEPTED
        return told, telling.introduced(db, db.get_one(Ask, route.ask_id), route, now) if told else {}

    told, facts = living(lambda: request.commit(work))
    message = replies.introduced(request.reader, facts) if told else replies.waiting(request.reader, request.number)
    return Rewrite(message) if _asked(request) else Say(message)


def _asked(request: Request) -> bool:
    """Whether the button stands in the question itself, which its answer replaces; in a list it is one of many."""
    found = request.body.get("actions") or [{}]
    return ":" not in str(found[0].get("action_id", ""))


def decline(request: Request) -> Reply:
    request.commit(lambda db, now: offering.not_me(db, now, request.someone, request.number))
    return Rewrite(replies.declined(request.reader))


def mute(request: Request) -> Reply:
    request.commit(lambda db, now: offering.mute(db, now, request.someone, wanted=True))
    return Rewrite(replies.muted(request.reader))


def unmute(request: Request) -> Reply:
    request.commit(lambda db, now: offering.mute(db, now, request.someone, wanted=False))
    return Say(replies.unmuted(request.reader))


def open_answer(request: Request) -> Reply:
    return Open(forms.answer(request.reader, shown(request)))


def answer(request: Request) -> Reply:
    words, level = request.fields.get("text", "").strip(), request.fields.get("sharing") or Sharing.WORKSPACE
    if not words:
        return Wrong({"text": "Please write your answer in a few words."})

    def work(db: Db, now: datetime) -> None:
        said = offering.write(db, now, request.someone, request.number, words, Sharing(level))
        queue(db, now, request.number, said)

    try:
        living(lambda: request.commit(work))
    except WrongWordsError as error:
        return Wrong({"text": str(error)})
    return Say(replies.written(request.reader))


# By hand


def open_route(request: Request) -> Reply:
    found = shown(request)
    targets = request.read(lambda db: offering.targets(db, request.someone, found.id))
    return Open(forms.route(request.reader, found, targets))


def route(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> str:
        name, said = offering.by_hand(db, now, request.someone, request.number, request.fields["to"])
        queue(db, now, request.number, said)
        return name

    try:
        return Say(replies.sent(request.reader, living(lambda: request.commit(work))))
    except CannotError as error:
        return Wrong({"to": str(error)})


COMMANDS = {"ask offer": offer}
ACTIONS = {
    "ask.open": listed,
    "ask.page": listed,
    "ask.help": help_,
    "ask.answer": open_answer,
    "ask.decline": decline,
    "ask.mute": mute,
    "ask.unmute": unmute,
    "ask.route": open_route,
}
VIEWS = {"ask.answer": answer, "ask.route": route}
