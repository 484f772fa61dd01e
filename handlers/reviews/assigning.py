"""`/sweetspot review assign …`: a plan, its confirmation, changes by hand; the rubric."""

from datetime import datetime
from typing import Any

from bot.messages.reviews import assigning as messages
from bot.messages.reviews import rubric as rubrics
from bot.programme import planning
from bot.programme.permissions import demand
from bot.programme.reviews import allocation, assigning, rounds
from bot.programme.reviews.assigning import Change, Wish
from bot.programme.reviews.scoring import WEIGHTS, Rubric
from handlers import words
from handlers.replies import Later, Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from handlers.reviews import common
from storage import reviews
from storage.calls import CallKind
from storage.db import Db

ASSIGN = "/sweetspot review assign challenge per 3 load 10 until 2027-02-10 Europe/Paris"
GIVE = "/sweetspot review assign 12 to name@example.org because she knows the field"
HAND = ("to", "without")
COUNTS = ("per", "load")


def assign(request: Request) -> Reply:
    said = request.value.partition(" because ")[0].split()
    if any(word in HAND for word in said):
        return _by_hand(request)
    return _plan(request, wish(*common.kind_of(said, ASSIGN), request.here.zone))


def wish(kind: CallKind, said: list[str], home: str) -> Wish:
    """`per 3 load 10 until 2027-02-10 Europe/Paris partial`, in any order; `home` is the zone where none is named."""
    found: dict[str, Any] = {}
    rest = list(said)
    while rest:
        word = rest.pop(0)
        if word in COUNTS and rest and rest[0].isdigit() and 1 <= int(rest[0]) <= 100:
            found[word] = int(rest.pop(0))
        elif word == "until" and rest:
            zone = rest.pop(1) if len(rest) > 1 and ("/" in rest[1] or rest[1] == "UTC") else home
            found["due_at"] = words.until(["until", rest.pop(0), zone], ASSIGN).at
        elif word == "partial":
            found["partial"] = True
        else:
            raise WrongWordsError(f"“{word}” is not understood here. For example: `{ASSIGN}`")
    return Wish(kind, **found)


def _plan(request: Request, wished: Wish) -> Reply:
    return Later(lambda: _planned(request, wished), messages.working(request.reader))


def _planned(request: Request, wished: Wish) -> Say:
    """Worked out beside the database, so that nobody else waits."""
    pool = request.read(lambda db: assigning.prepare(db, request.someone, request.here, wished))
    found = allocation.allocate(pool)
    kept = request.commit(lambda db, now: assigning.keep(db, now, request.someone, request.here, wished, found))
    return Say(messages.outline(request.reader, kept))


def partial(request: Request) -> Reply:
    return _plan(request, Wish(CallKind(request.value), partial=True))


def page(request: Request) -> Reply:
    kind, _, number = request.value.partition(".")
    found = request.read(lambda db: assigning.current(db, request.someone, request.here, CallKind(kind)))
    return Say(messages.outline(request.reader, found, int(number)))


def confirm(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> tuple[int, int]:
        kind = CallKind(request.value)
        count, said = assigning.confirm(db, now, request.someone, request.here, kind)
        planning.queue(db, request.here, said, now)
        return count, len(said)

    return Say(messages.confirmed(request.reader, *request.commit(work)))


def drop(request: Request) -> Reply:
    kind = CallKind(request.value)
    request.commit(lambda db, _: assigning.drop(db, request.someone, request.here, kind))
    return Say(messages.dropped(request.reader))


# By hand


def _by_hand(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, GIVE)
    kind, said = common.kind_of(before.split(), GIVE)
    if len(said) != 3 or said[1] not in HAND:
        raise WrongWordsError(f"Which application, to or without, and whom? For example: `{GIVE}`")
    number, how, address = said

    def work(db: Db, now: datetime) -> tuple[str, str]:
        demand(db, request.here.id, request.someone, "review.run")
        row = common.submission(db, request, kind, number)
        change = Change(row, common.somebody(db, address, GIVE), reason)
        return (_give if how == "to" else _take)(db, now, request, change), change.reviewer.name

    what, name = request.commit(work)
    return Say(messages.changed(request.reader, what, id=number, reviewer=name, reason=reason))


def _give(db: Db, now: datetime, request: Request, change: Change) -> str:
    name, number = change.reviewer.name, change.submission.response_id
    try:
        said = assigning.give(db, now, request.someone, request.here, change)
    except assigning.NoReviewerError:
        raise WrongWordsError(
            f"{name} is no reviewer here. `/sweetspot edition add reviewer name@example.org {name}` makes them one."
        ) from None
    except assigning.TiedError as error:
        why = "declared a conflict with" if error.kind == "declared" else "is of the organisation that sent"
        raise WrongWordsError(f"{name} {why} application {number}, so nothing was changed. Choose another.") from None
    planning.queue(db, request.here, said, now)
    return "given" if said else "had"


def _take(db: Db, now: datetime, request: Request, change: Change) -> str:
    try:
        found = assigning.take(db, now, request.someone, request.here, change)
    except assigning.DoneError:
        name, number = change.reviewer.name, change.submission.response_id
        raise WrongWordsError(
            f"{name} has finished the review of application {number}. A review that is in is not taken out."
        ) from None
    return "taken" if found else "not there"


# The rubric


def open_rubric(request: Request) -> Reply:
    kind, _ = common.kind_of(request.value.split(), "/sweetspot review rubric challenge")

    def work(db: Db, _: datetime) -> tuple[Rubric, int]:
        demand(db, request.here.id, request.someone, "review.run")
        row = rounds.of(db, request.here, kind)
        return rounds.rubric_of(db, row), len(reviews.submitted(db, row.call_id))

    return Open(rubrics.form(request.reader, str(kind), *request.commit(work)))


def submit_rubric(request: Request) -> Reply:
    kind = CallKind(request.value)
    names = (*WEIGHTS[kind], "least_each", "least_total")
    given = {name: request.fields.get(name, "").strip() for name in names}
    if wrong := {name: "A whole number, please." for name, value in given.items() if not value.isdecimal()}:
        return Wrong(wrong)
    numbers = {name: int(value) for name, value in given.items()}
    new = Rubric({name: numbers[name] for name in WEIGHTS[kind]}, numbers["least_each"], numbers["least_total"])
    try:
        count = request.commit(lambda db, now: rounds.change_rubric(db, now, request.someone, request.here, kind, new))
    except rounds.WrongRubricError as error:
        return Wrong(error.fields)
    return Say(rubrics.changed(request.reader, count))


COMMANDS = {"review assign": assign, "review rubric": open_rubric}
ACTIONS = {"review.confirm": confirm, "review.drop": drop, "review.partial": partial, "review.plan": page}
VIEWS = {"review.rubric": submit_rubric}
