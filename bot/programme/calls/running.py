"""The life of a call: opened, extended, closed, its places and its embargo; each change logged with its reason."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme.calls.logs import log, of_kind, turn
from bot.programme.calls.states import NEXT, NotPossibleError, may_become
from bot.programme.permissions import demand
from storage import calls, deliveries
from storage.calls import Call, CallKind, CallState, ChangeKind
from storage.db import Db
from storage.editions import Edition
from storage.people import Person

C = CallState
VERBS = {
    C.OPEN: "open",
    C.EXTENDED: "extend",
    C.CLOSED: "close",
    C.DECIDED: "notify",
    C.PUBLISHED: "publish",
}
"""The command that leads to a state; review begins by itself."""
LETTER = "call.decided"


@dataclass(frozen=True)
class Until:
    """An instant, and the IANA zone in which somebody named it."""

    at: datetime
    zone: str


def open_(db: Db, now: datetime, person: Person, edition: Edition, kind: CallKind, until: Until) -> Call:
    call = _mine(db, person, edition, kind)
    _demand_next(call, C.OPEN)
    _demand_future(until.at, now)
    log(db, now, call, ChangeKind.DEADLINE, until.at.isoformat(), person=person)
    call.closes_at, call.zone = until.at, until.zone
    turn(db, now, call, C.OPEN, person=person)
    return call


def extend(db: Db, now: datetime, person: Person, edition: Edition, kind: CallKind, until: Until, reason: str) -> Call:
    """A later deadline; a call that has closed takes submissions again."""
    call = _mine(db, person, edition, kind)
    _demand_next(call, C.EXTENDED)
    _demand_future(until.at, now)
    if call.closes_at and until.at <= call.closes_at:
        raise NotPossibleError("That is no later than the deadline there is. An extension goes beyond it.")
    log(db, now, call, ChangeKind.DEADLINE, until.at.isoformat(), reason, person)
    call.closes_at, call.zone = until.at, until.zone
    turn(db, now, call, C.EXTENDED, reason, person)
    return call


def close(db: Db, now: datetime, person: Person, edition: Edition, kind: CallKind, reason: str) -> Call:
    """Before its time; or of a call that was held elsewhere and never opened here."""
    call = _mine(db, person, edition, kind)
    if call.state != C.DRAFT:
        _demand_next(call, C.CLOSED)
    turn(db, now, call, C.CLOSED, reason, person)
    return call


def close_due(db: Db, now: datetime) -> None:
    """By the clock: whatever is past its deadline takes no more."""
    for call in calls.in_state(db, C.OPEN, C.EXTENDED):
        if call.closes_at and call.closes_at <= now:
            turn(db, now, call, C.CLOSED, "its deadline has passed")


def set_places(
    db: Db, now: datetime, person: Person, edition: Edition, kind: CallKind, count: int, reason: str
) -> Call:
    demand(db, edition.id, person, "call.decide")
    call = of_kind(db, edition, kind)
    log(db, now, call, ChangeKind.PLACES, str(count), reason, person)
    call.places = count
    return call


def set_embargo(db: Db, now: datetime, person: Person, edition: Edition, kind: CallKind, until: Until) -> Call:
    """Until then nobody is told. What waits to be sent waits for the new time."""
    demand(db, edition.id, person, "call.decide")
    call = of_kind(db, edition, kind)
    if call.told_at:
        raise NotPossibleError("Everybody has been told already: there is nothing left to hold back.")
    _demand_future(until.at, now)
    log(db, now, call, ChangeKind.EMBARGO, until.at.isoformat(), person=person)
    call.embargo_at, call.zone = until.at, until.zone
    ids = [submission.id for submission in calls.submissions(db, call.id)]
    deliveries.move(db, edition.id, LETTER, "submission", ids, until.at)
    return call


def secret_until(db: Db, edition: Edition, now: datetime) -> datetime | None:
    """The end of the last embargo that still holds in the edition; `None` if nothing is secret."""
    ends = [call.embargo_at for call in calls.of_edition(db, edition.id) if call.embargo_at and call.told_at is None]
    return max((end for end in ends if end > now), default=None)


class SecretError(Exception):
    """An embargo holds, so that nobody may learn of a pair: `until` when."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def demand_told(db: Db, now: datetime, edition: Edition) -> None:
    """Raises `SecretError`. Where no embargo was set nothing is held back."""
    if until := secret_until(db, edition, now):
        raise SecretError(until)


def _mine(db: Db, person: Person, edition: Edition, kind: CallKind) -> Call:
    demand(db, edition.id, person, "call.run")
    return of_kind(db, edition, kind)


def _demand_next(call: Call, state: CallState) -> None:
    if not may_become(call, state):
        raise NotPossibleError(f"The call for {call.kind} is {call.state}. {possible(call)}")


def possible(call: Call) -> str:
    """What can be done with a call now, as commands."""
    ways = [f"`/sweetspot call {VERBS[state]} {call.kind} …`" for state in NEXT[call.state] if state in VERBS]
    if call.state == C.CLOSED:
        ways.append(f"`/sweetspot call notify {call.kind}`")
    if call.state == C.DRAFT:
        ways.append(f"`/sweetspot call close {call.kind} because …`, if it was held elsewhere")
    return f"What is possible now: {' or '.join(ways)}." if ways else "It has come to its end."


def _demand_future(at: datetime, now: datetime) -> None:
    if at <= now:
        raise NotPossibleError("That moment has passed. Please name a later one.")
