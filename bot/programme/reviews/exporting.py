"""The whole table of reviews for the secretariat; for somebody else the same without what they may not see."""

from collections.abc import Iterator
from typing import Any

from bot.programme.reviews import conflicts, rounds
from bot.programme.reviews.conflicts import Flag
from bot.programme.reviews.scoring import WEIGHTS, Rubric, total
from storage import calls, people, reviews
from storage.calls import Call, CallKind, Submission
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import Assignment, AssignmentState, Review

COLUMNS = (
    "call", "id", "team", "country", "title", "decision_state", "reviewer", "assignment", "reason", "submitted_at",
    "total", "scores", "confidence", "comment", "private_note", "conflict",
)  # fmt: skip


class UnknownPersonError(Exception):
    """Nobody has that address."""


def table(db: Db, edition: Edition, reader: str | None = None) -> list[dict[str, Any]]:
    """One row for each assignment, in the order of the calls. `reader` is an e-mail address: what that person has
    a conflict with, declared or noticed, is left out; of the rest they see other people's reviews only after their
    own is in, and no private notes. Raises `UnknownPersonError`."""
    person = people.by_email(db, reader) if reader else None
    if reader and person is None:
        raise UnknownPersonError(reader)
    found: list[dict[str, Any]] = []
    for kind in CallKind:
        call = calls.of_kind(db, edition.id, kind)
        if call and kind in WEIGHTS:
            found += _of_call(db, edition, call, person)
    return found


def _of_call(db: Db, edition: Edition, call: Call, person: Person | None) -> Iterator[dict[str, Any]]:
    rubric = rounds.rubric(db, call)
    for row in calls.submissions(db, call.id):
        if person and _hidden(db, edition, person, row):
            continue
        for it in reviews.of_submission(db, row.id, *AssignmentState):
            if person is None or _readable(db, person, it):
                yield _row(db, row, it, rubric, person)


def _hidden(db: Db, edition: Edition, person: Person, row: Submission) -> bool:
    """A conflict, declared or noticed; a country alone is none."""
    noticed = set(conflicts.noticed(db, edition, person, row)) - {Flag.COUNTRY}
    return bool(noticed) or conflicts.conflicted(db, person, row.id)


def _readable(db: Db, person: Person, it: Assignment) -> bool:
    """Their own; another's once both are in."""
    if it.person_id == person.id:
        return True
    mine = reviews.assignment(db, it.submission_id, person.id)
    return it.state == AssignmentState.SUBMITTED and mine is not None and mine.state == AssignmentState.SUBMITTED


def _row(db: Db, row: Submission, it: Assignment, rubric: Rubric, person: Person | None) -> dict[str, Any]:
    """Half-written reviews are for their writer alone."""
    own, review = person is not None and it.person_id == person.id, reviews.review(db, it.id)
    shown = review if review and (review.submitted_at or own) else Review(assignment_id=it.id, saved_at=it.at)
    whole, said = own or person is None, reviews.declaration(db, row.id, it.person_id)
    declared = str(said.standing) if said and whole else ""
    values = (
        str(rounds.call_of(db, row).kind), row.response_id, row.team, row.country or "", row.title, str(row.state),
        db.get_one(Person, it.person_id).name if whole else "another reviewer",
        str(it.state), it.note if whole else "", shown.submitted_at.isoformat() if shown.submitted_at else "",
        round(total(shown.scores, rubric), 1) if shown.submitted_at else "",
        "; ".join(f"{name} {value}" for name, value in shown.scores.items()),
        shown.confidence or "", shown.comment, shown.note if whole else "", declared,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))
