"""A reviewer's way: next submission, the gate, the form; save, skip, hand in."""

from datetime import datetime
from typing import Any

from bot.messages.reviews import advising as advice
from bot.messages.reviews import form as messages
from bot.messages.reviews import gate
from bot.messages.texts import label
from bot.programme import planning
from bot.programme.occasions import Planned
from bot.programme.reviews import advising, profiles, reading, writing
from bot.programme.reviews.profiles import Said
from bot.programme.reviews.regions import COUNTRIES
from bot.programme.reviews.writing import Desk, Draft, IncompleteError, Progress, Stage
from handlers import payloads
from handlers.replies import Open, Refill, Reply, Wrong
from handlers.requests import Request
from handlers.reviews import common
from storage.db import Db

LEVELS = frozenset("012345")


def next_(request: Request) -> Reply:
    return _turn(request, None)


def open_(request: Request) -> Reply:
    return _turn(request, request.number)


def _turn(request: Request, assignment_id: int | None) -> Reply:
    def work(db: Db, now: datetime) -> Desk:
        return _queued(db, request, writing.turn(db, now, request.someone, request.here, assignment_id), now)

    return common.show(request, desk(request, request.commit(work)))


def _queued(db: Db, request: Request, found: Desk, now: datetime) -> Desk:
    planning.queue(db, request.here, found.said, now)
    return found


def desk(request: Request, found: Desk, page: int = 0) -> dict[str, Any]:
    """What the reviewer has in front of them now, as a modal."""
    reader, ref = request.reader, str(found.assignment_id)
    match found.stage:
        case Stage.PROFILE:
            return gate.profile(reader, found.profile, COUNTRIES)
        case Stage.GATE:
            return gate.gate(reader, found.gate, ref)
        case Stage.BLOCKED:
            return gate.stepped_aside(reader, found.progress, blocked=True)
        case Stage.FORM:
            return messages.form(reader, found, page)
        case Stage.DONE:
            return gate.done(reader, found.progress)


# Who the reviewer is


def submit_profile(request: Request) -> Reply:
    """Then they go on with what they wanted: the next submission, or one of the shortlist."""
    given = request.fields
    spoken = tuple(code for code in given.get("languages", "").split(",") if code)
    said = Said(given.get("organisation", ""), given.get("country", ""), spoken, given.get("knows", ""))

    def work(db: Db, now: datetime) -> Desk | advising.Summary:
        profiles.confirm(db, now, request.someone, request.here, said)
        if request.value:
            return advising.summary(db, now, request.someone, request.here, request.number)
        return _queued(db, request, writing.turn(db, now, request.someone, request.here), now)

    try:
        found = request.commit(work)
    except profiles.UnclearError as error:
        return Wrong({name: label(request.reader, "review.missing_answer") for name in error.fields})
    return Refill(desk(request, found) if isinstance(found, Desk) else summary(request, found))


def summary(request: Request, found: advising.Summary, page: int = 0) -> dict[str, Any]:
    """What an advisor has in front of them now, as a modal."""
    reader, ref = request.reader, str(found.submission_id)
    if found.profile:
        return gate.profile(reader, found.profile, COUNTRIES, ref)
    if found.barred:
        return advice.barred(reader)
    return gate.gate(reader, found.gate, ref, "advise") if found.gate else advice.summary(reader, found, page)


# The gate


def clear(request: Request) -> Reply:
    found = request.commit(lambda db, now: writing.clear(db, now, request.someone, request.here, request.number))
    return common.show(request, desk(request, found))


def open_conflict(request: Request) -> Reply:
    return common.show(request, gate.conflict(request.reader, request.value))


def submit_conflict(request: Request) -> Reply:
    reason = request.fields.get("reason", "").strip()

    def work(db: Db, now: datetime) -> Progress:
        said = writing.conflict(db, now, request.someone, request.here, request.number, reason)
        return _told(db, request, said, now)

    return Refill(gate.stepped_aside(request.reader, request.commit(work), blocked=False))


def _told(db: Db, request: Request, said: list[Planned], now: datetime) -> Progress:
    planning.queue(db, request.here, said, now)
    return writing.progress(db, request.here, request.someone)


# The form


def parse(fields: dict[str, str]) -> Draft:
    """Only what the form says: a field that is not there leaves what was saved."""
    scores = {name: int(value) for name, value in fields.items() if value in LEVELS and name != "confidence"}
    sure = fields.get("confidence", "")
    said = {name: fields[name].strip() for name in ("comment", "note") if name in fields}
    return Draft(scores, confidence=int(sure) if sure in LEVELS else None, **said)


def save(request: Request) -> Reply:
    draft = parse(payloads.fields(request.body.get("view") or {}))
    found = request.commit(lambda db, now: writing.save(db, now, request.someone, request.here, request.number, draft))
    return common.show(request, messages.after(request.reader, "saved", found, request.number))


def page(request: Request) -> Reply:
    """Read on; what was filled in so far is saved."""
    assignment_id, number = common.ids(request.value)
    draft = parse(payloads.fields(request.body.get("view") or {}))

    def work(db: Db, now: datetime) -> Desk:
        writing.save(db, now, request.someone, request.here, assignment_id, draft)
        return writing.reopen(db, request.someone, request.here, assignment_id)

    return common.show(request, desk(request, request.commit(work), number))


def submit(request: Request) -> Reply:
    assignment_id, _ = common.ids(request.value)
    draft = parse(request.fields)

    def work(db: Db, now: datetime) -> Progress:
        return writing.submit(db, now, request.someone, request.here, assignment_id, draft)

    try:
        found = request.commit(work)
    except IncompleteError as error:
        return Wrong({name: _missing(request, name) for name in error.fields})
    return Refill(messages.after(request.reader, "submitted", found, assignment_id))


def _missing(request: Request, name: str) -> str:
    return label(request.reader, "review.missing_comment" if name == "comment" else "review.missing_score")


def others(request: Request) -> Reply:
    found = request.read(lambda db: reading.others(db, request.someone, request.here, request.number))
    return Open(messages.others(request.reader, found))


# Not now, or not at all


def open_skip(request: Request) -> Reply:
    """What was filled in so far is saved."""
    draft = parse(payloads.fields(request.body.get("view") or {}))
    request.commit(lambda db, now: writing.save(db, now, request.someone, request.here, request.number, draft))
    return common.show(request, messages.skip(request.reader, request.value))


def submit_skip(request: Request) -> Reply:
    how, reason = request.fields.get("how", ""), request.fields.get("reason", "").strip()

    def work(db: Db, now: datetime) -> Progress:
        if how == "back":
            return _told(
                db, request, writing.hand_back(db, now, request.someone, request.here, request.number, reason), now
            )
        writing.put_off(db, now, request.someone, request.here, request.number, reason)
        return writing.progress(db, request.here, request.someone)

    return Refill(messages.after(request.reader, how, request.commit(work)))


COMMANDS = {"review next": next_}
ACTIONS = {
    "review.next": next_,
    "review.open": open_,
    "review.clear": clear,
    "review.conflict": open_conflict,
    "review.save": save,
    "review.page": page,
    "review.skip": open_skip,
    "review.others": others,
}
VIEWS = {
    "review.profile": submit_profile,
    "review.conflict": submit_conflict,
    "review.form": submit,
    "review.skip": submit_skip,
}
