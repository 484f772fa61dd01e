"""How a call is reviewed: how many reviews, until when, by which rubric. Changes of the rubric are logged."""

from datetime import datetime

from bot.programme.calls import decisions
from bot.programme.calls.states import doubts
from bot.programme.permissions import RefusedError, demand
from bot.programme.reviews.scoring import WEIGHTS, Rubric
from storage import calls, reviews
from storage.calls import UNDECIDED, Call, CallKind, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import ReviewRound, RubricChange

REVIEWED = tuple(state for state in UNDECIDED if state != SubmissionState.PARTIAL)
"""Submissions in these states want reviews, unless something stands against them."""


class NotReviewedError(Exception):
    """The cohort's list is not reviewed."""


def of(db: Db, edition: Edition, kind: CallKind) -> ReviewRound:
    """The call's round, made if there is none."""
    call_id = _call_id(db, edition, kind)
    found = reviews.round_of(db, call_id)
    if found is None:
        found = ReviewRound(call_id=call_id)
        db.add(found)
        db.flush()
    return found


def wished(db: Db, edition: Edition, kind: CallKind, per: int | None, load: int | None) -> ReviewRound:
    """As it would be with these, where they are given; nothing is written."""
    call_id = _call_id(db, edition, kind)
    row = reviews.round_of(db, call_id) or ReviewRound(call_id=call_id)
    return ReviewRound(call_id=call_id, per=per or row.per, load=load or row.load)


def _call_id(db: Db, edition: Edition, kind: CallKind) -> int:
    if kind not in WEIGHTS:
        raise NotReviewedError(kind)
    call = calls.of_kind(db, edition.id, kind)
    assert call is not None  # noqa: S101 - every edition has its three calls from the start
    return call.id


def wanting(db: Db, call_id: int) -> tuple[list[Submission], list[Submission]]:
    """Those to be reviewed; and those that would be, were they not late, ineligible or without consent."""
    call, rows = db.get_one(Call, call_id), calls.submissions(db, call_id, *REVIEWED)
    doubtful = [row for row in rows if doubts(call, row) and not decisions.accepted(db, row)]
    return [row for row in rows if row not in doubtful], doubtful


def call_of(db: Db, row: Submission) -> Call:
    return db.get_one(Call, row.call_id)


def demand_here(db: Db, edition: Edition, row: Submission) -> Call:
    """Raises `RefusedError` for a submission of another edition."""
    call = call_of(db, row)
    if call.edition_id != edition.id:
        raise RefusedError("review.read")
    return call


def rubric(db: Db, call: Call) -> Rubric:
    found = reviews.round_of(db, call.id)
    weights = WEIGHTS[call.kind]
    if found is None:
        return Rubric(weights)
    return Rubric({**weights, **found.weights}, found.least_each, found.least_total)


def rubric_of(db: Db, row: ReviewRound) -> Rubric:
    return rubric(db, db.get_one(Call, row.call_id))


class WrongRubricError(Exception):
    """By field name, what cannot be."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def change_rubric(db: Db, now: datetime, by: Person, edition: Edition, kind: CallKind, new: Rubric) -> int:
    """Log it, and say how many reviews were already in: their totals change. Raises `WrongRubricError`."""
    demand(db, edition.id, by, "review.run")
    row = of(db, edition, kind)
    if wrong := _wrong(new):
        raise WrongRubricError(wrong)
    before, count = _as_logged(rubric_of(db, row)), len(reviews.submitted(db, row.call_id))
    if before == _as_logged(new):
        return 0
    row.weights, row.least_each, row.least_total = new.weights, new.least_each, new.least_total
    log = RubricChange(round_id=row.id, person_id=by.id, before=before, after=_as_logged(new), reviews=count, at=now)
    db.add(log)
    db.flush()
    return count


def _wrong(new: Rubric) -> dict[str, str]:
    wrong = {name: "A weight is a whole number from 0 to 100." for name, w in new.weights.items() if not 0 <= w <= 100}
    if not wrong and sum(new.weights.values()) != 100:
        wrong = {next(iter(new.weights)): f"The weights add up to {sum(new.weights.values())}. They must make 100."}
    if not 0 <= new.least_each <= 5:
        wrong["least_each"] = "A number from 0 to 5."
    if not 0 <= new.least_total <= 100:
        wrong["least_total"] = "A number from 0 to 100."
    return wrong


def _as_logged(rubric: Rubric) -> dict[str, int]:
    return {**rubric.weights, "least_each": rubric.least_each, "least_total": rubric.least_total}


def submission(db: Db, edition: Edition, kind: CallKind, response_id: str) -> Submission | None:
    call = calls.of_kind(db, edition.id, kind)
    return calls.submission(db, call.id, response_id) if call else None
