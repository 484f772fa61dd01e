"""A reviewer's turn: the next submission, the gate before it, the form, saved half-way, handed in or handed back."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.programme.calls import advance
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand
from bot.programme.reviews import assigning, conflicts, profiles, reading, rounds
from bot.programme.reviews.conflicts import Flag
from bot.programme.reviews.profiles import Profile
from bot.programme.reviews.reading import Card
from bot.programme.reviews.scoring import HIGHEST, WEIGHTS, Rubric
from storage import reviews
from storage.calls import Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import Assignment, AssignmentState, Review, ReviewRevision, Standing


class Stage(StrEnum):
    PROFILE = "profile"
    GATE = "gate"
    BLOCKED = "blocked"
    FORM = "form"
    DONE = "done"


@dataclass(frozen=True)
class Progress:
    done: int
    all: int


@dataclass(frozen=True)
class Desk:
    """What the reviewer has in front of them. Nothing confidential before the form."""

    stage: Stage
    progress: Progress
    assignment_id: int = 0
    profile: Profile | None = None
    gate: reading.Gate | None = None
    card: Card | None = None
    rubric: Rubric | None = None
    draft: Review | None = None
    until: datetime | None = None
    said: list[Planned] = field(default_factory=list)


@dataclass(frozen=True)
class Draft:
    """What the form holds now; `None` where a field says nothing."""

    scores: dict[str, int]
    comment: str | None = None
    note: str | None = None
    confidence: int | None = None


class IncompleteError(Exception):
    """By field name, what is missing before a review can be handed in."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def turn(db: Db, now: datetime, person: Person, edition: Edition, assignment_id: int | None = None) -> Desk:
    """The submission that is named, or the next one: fresh ones first, then drafts, then what was put off."""
    demand(db, edition.id, person, "review.write")
    profile = profiles.of(db, edition, person)
    if not profile.confirmed:
        return Desk(Stage.PROFILE, progress(db, edition, person), profile=profile)
    mine = own(db, person, edition, assignment_id) if assignment_id else _next(db, person, edition)
    if mine is None:
        return Desk(Stage.DONE, progress(db, edition, person))
    row = db.get_one(Submission, mine.submission_id)
    if Flag.ORGANISATION in conflicts.noticed(db, edition, person, row):
        said = _step_aside(db, now, person, edition, mine, "")
        return Desk(Stage.BLOCKED, progress(db, edition, person), said=said)
    if not conflicts.cleared(db, person, row):
        gate = reading.gate(db, edition, person, row)
        return Desk(Stage.GATE, progress(db, edition, person), mine.id, gate=gate)
    return _form(db, person, edition, mine, row)


def _form(db: Db, person: Person, edition: Edition, mine: Assignment, row: Submission) -> Desk:
    call = rounds.call_of(db, row)
    here = reviews.round_of(db, call.id)
    return Desk(
        Stage.FORM,
        progress(db, edition, person),
        mine.id,
        card=reading.card(call.kind, row),
        rubric=rounds.rubric(db, call),
        draft=reviews.review(db, mine.id),
        until=here.due_at if here else None,
    )


def own(db: Db, person: Person, edition: Edition, assignment_id: int, *states: AssignmentState) -> Assignment:
    """Raises `RefusedError` for somebody else's, another edition's, or one that is over."""
    row = db.get(Assignment, assignment_id)
    if row is None or row.person_id != person.id or row.state not in (states or reviews.OPEN):
        raise RefusedError("review.write")
    rounds.demand_here(db, edition, db.get_one(Submission, row.submission_id))
    return row


def _next(db: Db, person: Person, edition: Edition) -> Assignment | None:
    open_ = reviews.waiting(db, edition.id, person.id)
    return min(open_, key=lambda row: _order(db, row), default=None)


def _order(db: Db, row: Assignment) -> tuple[bool, bool, float, int]:
    put_off = row.put_off_at.timestamp() if row.put_off_at else 0.0
    return row.put_off_at is not None, reviews.review(db, row.id) is not None, put_off, row.id


def progress(db: Db, edition: Edition, person: Person) -> Progress:
    return Progress(*reviews.progress(db, edition.id, person.id))


# The gate


def clear(db: Db, now: datetime, person: Person, edition: Edition, assignment_id: int) -> Desk:
    """They declare that they have no conflict."""
    demand(db, edition.id, person, "review.write")
    mine = own(db, person, edition, assignment_id)
    conflicts.declare(db, now, person, db.get_one(Submission, mine.submission_id), Standing.CLEAR)
    return turn(db, now, person, edition, mine.id)


def conflict(db: Db, now: datetime, person: Person, edition: Edition, assignment_id: int, reason: str) -> list[Planned]:
    """They declare one: the submission goes to somebody else, who is told."""
    demand(db, edition.id, person, "review.write")
    return _step_aside(db, now, person, edition, own(db, person, edition, assignment_id), reason)


def _step_aside(
    db: Db, now: datetime, person: Person, edition: Edition, mine: Assignment, reason: str
) -> list[Planned]:
    row = db.get_one(Submission, mine.submission_id)
    conflicts.declare(db, now, person, row, Standing.CONFLICT, reason)
    mine.state, mine.note, mine.at = AssignmentState.CONFLICT, reason, now
    db.flush()
    return assigning.pass_on(db, now, edition, row)


# The form


def save(db: Db, now: datetime, person: Person, edition: Edition, assignment_id: int, draft: Draft) -> Progress:
    """Half-way; nobody else sees it."""
    _keep(db, now, _opened(db, person, edition, assignment_id), draft)
    return progress(db, edition, person)


def submit(db: Db, now: datetime, person: Person, edition: Edition, assignment_id: int, draft: Draft) -> Progress:
    """Hand it in, or change it while it is discussed. Raises `IncompleteError`."""
    mine = _opened(db, person, edition, assignment_id)
    row = db.get_one(Submission, mine.submission_id)
    wanted = rounds.rubric(db, rounds.call_of(db, row)).weights
    if missing := [name for name in wanted if name not in draft.scores] + ["comment"] * (not draft.comment):
        raise IncompleteError(missing)
    review = _keep(db, now, mine, draft)
    review.submitted_at = review.submitted_at or now
    mine.state = AssignmentState.SUBMITTED
    db.flush()
    if all_in(db, row):
        advance(db, now, row, SubmissionState.SCORED, "all its reviews are in")
    return progress(db, edition, person)


def _opened(db: Db, person: Person, edition: Edition, assignment_id: int) -> Assignment:
    """One's own, cleared; a review that is in opens again only while it is discussed."""
    demand(db, edition.id, person, "review.write")
    mine = own(db, person, edition, assignment_id, *reviews.COUNTED)
    row = db.get_one(Submission, mine.submission_id)
    conflicts.demand_cleared(db, person, row)
    if mine.state == AssignmentState.SUBMITTED:
        talk = reviews.discussion(db, row.id)
        if talk is None or talk.closed_at:
            raise RefusedError("review.write")
    return mine


def reopen(db: Db, person: Person, edition: Edition, assignment_id: int) -> Desk:
    """The form of a review that is in, to change it while it is discussed."""
    mine = _opened(db, person, edition, assignment_id)
    return _form(db, person, edition, mine, db.get_one(Submission, mine.submission_id))


def _keep(db: Db, now: datetime, mine: Assignment, draft: Draft) -> Review:
    row = reviews.review(db, mine.id) or Review(assignment_id=mine.id, saved_at=now)
    known = WEIGHTS[rounds.call_of(db, db.get_one(Submission, mine.submission_id)).kind]
    given = {name: score for name, score in draft.scores.items() if name in known and 0 <= score <= HIGHEST}
    scores = {**row.scores, **given}
    comment = row.comment if draft.comment is None else draft.comment
    if row.submitted_at and (scores, comment) != (row.scores, row.comment):
        db.add(ReviewRevision(review_id=row.id, scores=row.scores, comment=row.comment, at=now))
    row.scores, row.comment = scores, comment
    row.note = row.note if draft.note is None else draft.note
    row.confidence, row.saved_at = draft.confidence or row.confidence, now
    db.add(row)
    db.flush()
    return row


def all_in(db: Db, row: Submission) -> bool:
    here = reviews.round_of(db, row.call_id)
    states = [it.state for it in reviews.of_submission(db, row.id)]
    return here is not None and len(states) >= here.per and set(states) == {AssignmentState.SUBMITTED}


# Not now, or not at all


def put_off(db: Db, now: datetime, person: Person, edition: Edition, assignment_id: int, reason: str) -> None:
    """It comes back last."""
    demand(db, edition.id, person, "review.write")
    mine = own(db, person, edition, assignment_id)
    mine.put_off_at, mine.note = now, reason


def hand_back(
    db: Db, now: datetime, person: Person, edition: Edition, assignment_id: int, reason: str
) -> list[Planned]:
    """Somebody else reviews it."""
    demand(db, edition.id, person, "review.write")
    mine = own(db, person, edition, assignment_id)
    mine.state, mine.note, mine.at = AssignmentState.RETURNED, reason, now
    db.flush()
    return assigning.pass_on(db, now, edition, db.get_one(Submission, mine.submission_id))
