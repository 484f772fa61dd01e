"""The only places where the state of a call, or of what was submitted to it, changes: each with its row in the log."""

from collections.abc import Sequence
from datetime import datetime

from storage import calls
from storage.calls import (
    Call,
    CallChange,
    CallKind,
    CallState,
    ChangeKind,
    Decision,
    Submission,
    SubmissionState,
)
from storage.db import Db, insert_all
from storage.editions import Edition
from storage.people import Person


def record(
    db: Db,
    now: datetime,
    submission: Submission,
    outcome: SubmissionState,
    reason: str,
    person: Person | None = None,
    words: str = "",
) -> Decision:
    """The one place where a submission's state changes, with its row in the log."""
    submission.state = outcome
    by = person.id if person else None
    row = Decision(submission_id=submission.id, outcome=outcome, reason=reason, words=words, person_id=by, at=now)
    db.add(row)
    db.flush()
    return row


def record_all(db: Db, now: datetime, rows: Sequence[Submission], outcome: SubmissionState, reason: str) -> None:
    """The same of many at once, by nobody."""
    facts = {"outcome": outcome, "reason": reason, "words": "", "person_id": None, "at": now}
    for submission in rows:
        submission.state = outcome
    insert_all(db, Decision, [facts | {"submission_id": submission.id} for submission in rows])


def turn(db: Db, now: datetime, call: Call, state: CallState, reason: str = "", person: Person | None = None) -> None:
    """The one place where a call's state changes, with its row in the log."""
    if call.state != state:
        log(db, now, call, ChangeKind.STATE, str(state), reason, person)
        call.state = state


def log(
    db: Db, now: datetime, call: Call, kind: ChangeKind, after: str, reason: str = "", person: Person | None = None
) -> None:
    """Written before the change itself: what stands now is what was before."""
    before = {
        ChangeKind.STATE: str(call.state),
        ChangeKind.DEADLINE: call.closes_at.isoformat() if call.closes_at else "",
        ChangeKind.PLACES: str(call.places),
        ChangeKind.EMBARGO: call.embargo_at.isoformat() if call.embargo_at else "",
        ChangeKind.NOTIFIED: "",
    }[kind]
    by = person.id if person else None
    db.add(CallChange(call_id=call.id, kind=kind, before=before, after=after, reason=reason, person_id=by, at=now))
    db.flush()


def of_kind(db: Db, edition: Edition, kind: CallKind) -> Call:
    call = calls.of_kind(db, edition.id, kind)
    assert call is not None  # noqa: S101 - every edition has its three calls from the start
    return call
