"""Who reviews what: planned by the solver, confirmed by a person, changed by hand with a reason."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.programme.calls import advance
from bot.programme.occasions import Planned
from bot.programme.permissions import demand
from bot.programme.reviews import allocation, rounds, telling
from bot.programme.reviews.allocation import Pair, Pool, Short
from storage import people, reviews
from storage.calls import CallKind, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.reviews import Assignment, AssignmentState, ReviewRound

PROPOSED, ASSIGNED, REMOVED = AssignmentState.PROPOSED, AssignmentState.ASSIGNED, AssignmentState.REMOVED


@dataclass(frozen=True)
class Wish:
    """What the facilitator said; what is missing stays as it was."""

    kind: CallKind
    per: int | None = None
    load: int | None = None
    due_at: datetime | None = None
    partial: bool = False


@dataclass(frozen=True)
class Row:
    """One submission and who would review it: `(name, reasons)`; `had` are those who review it already."""

    response_id: str
    team: str
    reviewers: list[tuple[str, list[str]]]
    had: list[str] = field(default_factory=list)
    missing: int = 0
    unread: bool = False
    """Nobody of them reads the form's language."""


@dataclass(frozen=True)
class Outline:
    """A plan to be confirmed, or why there is none."""

    kind: CallKind
    per: int
    load: int
    due_at: datetime | None
    rows: list[Row] = field(default_factory=list)
    loads: dict[str, int] = field(default_factory=dict)
    doubtful: list[str] = field(default_factory=list)
    """Ids of those that are late, ineligible or without consent: not reviewed unless they are accepted."""
    short: Short | None = None


def prepare(db: Db, by: Person, edition: Edition, wish: Wish) -> Pool:
    """What is to be shared out, for `allocation.allocate`: that may take seconds, and nobody waits for it here."""
    demand(db, edition.id, by, "review.run")
    return allocation.gather(db, edition, rounds.wished(db, edition, wish.kind, wish.per, wish.load))


def keep(db: Db, now: datetime, by: Person, edition: Edition, wish: Wish, found: list[Pair] | Short) -> Outline:
    """Nobody is told before it is confirmed. An earlier plan that was not confirmed is forgotten.

    A pair that somebody has given, taken or declared a conflict with in the meantime is left out.
    """
    demand(db, edition.id, by, "review.run")
    row = _settle(db, edition, wish)
    _forget(db, row.call_id)
    pool = allocation.gather(db, edition, row)
    short, pairs = (found, found.pairs) if isinstance(found, Short) else (None, found)
    if short is None or wish.partial:
        for submission_id, person_id in filter(pool.allows, pairs):
            _put(db, now, submission_id, person_id, PROPOSED, pool.reasons(submission_id, person_id))
        db.flush()
    return _outline(db, edition, wish.kind, short)


def current(db: Db, by: Person, edition: Edition, kind: CallKind) -> Outline:
    """The plan that waits to be confirmed."""
    demand(db, edition.id, by, "review.run")
    return _outline(db, edition, kind, None)


def _outline(db: Db, edition: Edition, kind: CallKind, short: Short | None) -> Outline:
    row = rounds.of(db, edition, kind)
    fresh = reviews.assignments(db, row.call_id, PROPOSED)
    rows = _rows(db, row, fresh) if fresh else []
    doubtful = [it.response_id for it in rounds.wanting(db, row.call_id)[1]]
    return Outline(kind, row.per, row.load, row.due_at, rows, _loads(db, edition, row, fresh), doubtful, short)


def _settle(db: Db, edition: Edition, wish: Wish) -> ReviewRound:
    row = rounds.of(db, edition, wish.kind)
    row.per, row.load, row.due_at = wish.per or row.per, wish.load or row.load, wish.due_at or row.due_at
    return row


def _forget(db: Db, call_id: int) -> None:
    for row in reviews.assignments(db, call_id, PROPOSED):
        db.delete(row)
    db.flush()


def _put(
    db: Db, now: datetime, submission_id: int, person_id: int, state: AssignmentState, reasons: list[str]
) -> Assignment:
    row = reviews.assignment(db, submission_id, person_id)
    row = row or Assignment(submission_id=submission_id, person_id=person_id, at=now)
    row.state, row.reasons, row.at, row.note, row.by_id, row.put_off_at = state, reasons, now, "", None, None
    db.add(row)
    return row


def _rows(db: Db, here: ReviewRound, fresh: list[Assignment]) -> list[Row]:
    given: dict[int, list[Assignment]] = {}
    for it in fresh:
        given.setdefault(it.submission_id, []).append(it)
    found = []
    for row in rounds.wanting(db, here.call_id)[0]:
        mine, had = given.get(row.id, []), reviews.of_submission(db, row.id)
        named = [(db.get_one(Person, it.person_id).name, it.reasons) for it in mine]
        names = [db.get_one(Person, it.person_id).name for it in had]
        unread = not any("reads" in it.reasons or "hand" in it.reasons for it in [*mine, *had])
        missing = max(here.per - len(had) - len(mine), 0)
        found.append(Row(row.response_id, row.team, named, names, missing, unread))
    return found


def _loads(db: Db, edition: Edition, here: ReviewRound, fresh: list[Assignment]) -> dict[str, int]:
    counts = Counter(it.person_id for it in [*fresh, *reviews.assignments(db, here.call_id, *reviews.COUNTED)])
    return {person.name: counts[person.id] for person in people.with_role(db, edition.id, RoleName.REVIEWER)}


def confirm(db: Db, now: datetime, by: Person, edition: Edition, kind: CallKind) -> tuple[int, list[Planned]]:
    """How many reviews are given out; each reviewer gets one message."""
    demand(db, edition.id, by, "review.run")
    row = rounds.of(db, edition, kind)
    fresh = reviews.assignments(db, row.call_id, PROPOSED)
    for it in fresh:
        it.state, it.at = ASSIGNED, now
        _begin(db, now, it.submission_id)
    db.flush()
    last = max((it.id for it in fresh), default=0)
    told = {it.person_id for it in fresh}
    return len(fresh), [telling.assigned(db, now, row, person_id, f"batch-{last}") for person_id in sorted(told)]


def _begin(db: Db, now: datetime, submission_id: int) -> None:
    row = db.get_one(Submission, submission_id)
    advance(db, now, row, SubmissionState.IN_REVIEW, "given out for review")


def drop(db: Db, by: Person, edition: Edition, kind: CallKind) -> None:
    """The plan is not wanted."""
    demand(db, edition.id, by, "review.run")
    _forget(db, rounds.of(db, edition, kind).call_id)


# By hand


class TiedError(Exception):
    """The reviewer has a conflict with the submission: `kind` is a flag, or `declared`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class NoReviewerError(Exception):
    """Nobody with that address reviews in this edition."""


class DoneError(Exception):
    """The review is in, and is not taken out."""


@dataclass(frozen=True)
class Change:
    """A pair that somebody changes by hand, and why."""

    submission: Submission
    reviewer: Person
    reason: str


def give(db: Db, now: datetime, by: Person, edition: Edition, change: Change) -> list[Planned]:
    """Raises `TiedError`, `NoReviewerError`. A country or a shared domain does not stop it: the gate asks."""
    demand(db, edition.id, by, "review.run")
    call = rounds.demand_here(db, edition, change.submission)
    if not allocation.is_reviewer(db, edition, change.reviewer):
        raise NoReviewerError
    if tie := allocation.tie(db, edition, change.reviewer, change.submission):
        raise TiedError(tie)
    before = reviews.assignment(db, change.submission.id, change.reviewer.id)
    if before and before.state in reviews.COUNTED:
        return []
    row = _put(db, now, change.submission.id, change.reviewer.id, ASSIGNED, ["hand"])
    row.note, row.by_id = change.reason, by.id
    _begin(db, now, change.submission.id)
    key = f"assignment-{row.id}:{now:%Y%m%dT%H%M%S}"
    return [telling.assigned(db, now, rounds.of(db, edition, call.kind), change.reviewer.id, key)]


def take(db: Db, now: datetime, by: Person, edition: Edition, change: Change) -> bool:
    """Whether there was something to take off. Raises `DoneError`."""
    demand(db, edition.id, by, "review.run")
    rounds.demand_here(db, edition, change.submission)
    row = reviews.assignment(db, change.submission.id, change.reviewer.id)
    if row is None or row.state not in (PROPOSED, *reviews.COUNTED):
        return False
    if row.state == AssignmentState.SUBMITTED:
        raise DoneError
    row.state, row.note, row.by_id, row.at = REMOVED, change.reason, by.id, now
    return True


def pass_on(db: Db, now: datetime, edition: Edition, row: Submission) -> list[Planned]:
    """Somebody stepped aside: the solver finds another, the rest staying as it is; else the facilitators hear."""
    call = rounds.call_of(db, row)
    here = rounds.of(db, edition, call.kind)
    pool = allocation.gather(db, edition, here, only=row)
    found = allocation.allocate(pool)
    pairs = found.pairs if isinstance(found, Short) else found
    said = []
    for submission_id, person_id in pairs:
        fresh = _put(db, now, submission_id, person_id, ASSIGNED, pool.reasons(submission_id, person_id))
        db.flush()
        said.append(telling.assigned(db, now, here, person_id, f"assignment-{fresh.id}:{now:%Y%m%dT%H%M%S}"))
    return said or telling.short(db, now, edition, row)
