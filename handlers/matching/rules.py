"""Rules, pins and exclusions, and the ways out where there is no plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.messages.matching import forms
from bot.messages.matching import plans as messages
from bot.programme.matching import relaxing, rules
from bot.programme.matching.drafts import NoDraftError
from bot.programme.matching.rules import ContradictionError
from handlers import words
from handlers.matching import values
from handlers.matching.parsing import parse_rules
from handlers.matching.plans import solved
from handlers.matching.values import Cell, Find
from handlers.replies import Later, Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import matching, teams
from storage.db import Db

T = TypeVar("T")
PIN = "/sweetspot match pin 2 Team name"
FREE = "/sweetspot match free 2 Team name"
EXCLUDE = "/sweetspot match exclude 2 Team name because of a conflict of interest"
GONE = "That way out is no longer offered. `/sweetspot match solve` looks again."


def pin(request: Request) -> Reply:
    return _keep(request, "pin", lambda db: _named(db, request, PIN))


def free(request: Request) -> Reply:
    return _keep(request, "unpin", lambda db: _named(db, request, FREE))


def keep(request: Request) -> Reply:
    """The button of a pair: `challenge.team.pin` or `.unpin`."""
    cell, _, what = request.value.rpartition(".")
    challenge, team = values.ids(cell, 2)
    return _keep(request, what, lambda db: rules.pair(db, request.here, challenge, team))


def _keep(request: Request, what: str, find: Find) -> Reply:
    def work(db: Db, now: datetime) -> tuple[str, int]:
        challenge, team = find(db)
        do = rules.pin if what == "pin" else rules.release
        do(db, now, request.someone, request.here, challenge, team)
        return team.name, challenge.number

    name, number = _consistent(lambda: request.commit(work))
    return Say(messages.said(request.reader, "noted", team=name, number=number, what=what))


def _named(db: Db, request: Request, example: str) -> Cell:
    return values.challenge_and_team(db, request, request.value, example)


def exclude(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, EXCLUDE)
    return _exclude(request, lambda db: values.challenge_and_team(db, request, before, EXCLUDE), reason)


def open_exclude(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        challenge, team = rules.pair(db, request.here, *values.ids(request.value, 2))
        rules.current(db, request.someone, request.here)
        return forms.exclude(request.reader, team.name, challenge.number, request.value)

    return Open(request.read(find))


def submit_exclude(request: Request) -> Reply:
    challenge, team = values.ids(request.value, 2)
    return _exclude(request, lambda db: rules.pair(db, request.here, challenge, team), request.fields["reason"])


def _exclude(request: Request, find: Find, reason: str) -> Reply:
    def work(db: Db, now: datetime) -> tuple[str, int]:
        challenge, team = find(db)
        rules.exclude(db, now, request.someone, request.here, challenge, team, reason)
        return team.name, challenge.number

    name, number = _consistent(lambda: request.commit(work))
    return Say(messages.said(request.reader, "noted", team=name, number=number, what="exclude"))


def _consistent(work: Callable[[], T]) -> T:
    try:
        return work()
    except ContradictionError as error:
        raise WrongWordsError(f"{error}. Take that back first: `{FREE}`") from None


# The rules


def open_rules(request: Request) -> Reply:
    now = request.read(lambda db: rules.current(db, request.someone, request.here))
    return Open(forms.rules(request.reader, now))


def submit_rules(request: Request) -> Reply:
    def known(db: Db) -> tuple[dict[str, int], set[int]]:
        providers = teams.active(db, request.here.id)
        numbers = {row.number for row in matching.challenges(db, request.here.id)}
        return {team.name.casefold(): team.id for team in providers}, numbers

    wish = parse_rules(request.fields, *request.read(known))
    if isinstance(wish, dict):
        return Wrong(wish)
    reason = request.fields["reason"]
    changed = request.commit(lambda db, now: rules.change(db, now, request.someone, request.here, wish, reason))
    return Say(messages.ruled(request.reader, changed))


# Ways out


def open_relax(request: Request) -> Reply:
    number, place = values.ids(request.value, 2)
    try:
        way = request.read(lambda db: relaxing.way(db, request.someone, request.here, number, place))
    except (relaxing.NoWayError, NoDraftError):
        raise WrongWordsError(GONE) from None
    return Open(forms.relax(request.reader, way["change"], request.value))


def submit_relax(request: Request) -> Reply:
    """Carried out, logged, and solved again: the answer comes as a message."""
    number, place = values.ids(request.value, 2)

    def work(db: Db, now: datetime) -> None:
        way = relaxing.way(db, request.someone, request.here, number, place)
        relaxing.apply(db, now, request.someone, request.here, way, request.fields["reason"])

    try:
        request.commit(work)
    except (relaxing.NoWayError, NoDraftError):
        raise WrongWordsError(GONE) from None
    again = replace(request, key=f"{request.key}:solve")
    return Later(lambda: solved(again), messages.working(request.reader))


COMMANDS = {"match pin": pin, "match free": free, "match exclude": exclude, "match rule": open_rules}
ACTIONS = {
    "match.keep": keep,
    "match.exclude": open_exclude,
    "match.rule": open_rules,
    "match.relax": open_relax,
}
VIEWS = {"match.exclude": submit_exclude, "match.rule": submit_rules, "match.relax": submit_relax}
