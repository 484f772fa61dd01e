"""What was submitted comes in: read, stored once, each with its first row in the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.programme import teams
from bot.programme.calls.logs import of_kind, record_all
from bot.programme.intake import Report
from bot.programme.intake.reports import Understood
from storage import calls, editions
from storage.calls import Call, CallKind, Decision, Submission, SubmissionState
from storage.db import Db, insert_all
from storage.editions import Edition, EditionState
from storage.teams import TeamKind

PLACES = {CallKind.CHALLENGE: 4, CallKind.SOLUTION: 8, CallKind.COHORT: 30}
AGAINST = ("late", "ineligible", "no_consent")


@dataclass(frozen=True)
class Stored:
    new: int
    changed: int
    unchanged: int


def edition_for_import(db: Db, now: datetime, name: str | None) -> Edition:
    """The named edition, or the latest active one; made if there is none."""
    return edition_named(db, name) or found_edition(db, now, name or "First edition")


def edition_named(db: Db, name: str | None) -> Edition | None:
    active = editions.active(db)
    return editions.by_name(db, name) if name else (active[-1] if active else None)


def found_edition(db: Db, now: datetime, name: str) -> Edition:
    edition = Edition(name=name, state=EditionState.CALLING, created_at=now)
    db.add(edition)
    db.flush()
    add_calls(db, edition)
    return edition


def add_calls(db: Db, edition: Edition) -> None:
    db.add_all(Call(edition_id=edition.id, kind=kind, places=PLACES[kind]) for kind in CallKind)
    db.flush()


def store(db: Db, now: datetime, edition: Edition, found: Report) -> Stored:
    """Write what is new; a second import of the same file changes nothing."""
    call = of_kind(db, edition, found.kind)
    known = calls.raw_rows(db, call.id)
    fresh = [row for row in found.rows if row.response_id not in known]
    changed = [row for row in found.rows if row.response_id in known and known[row.response_id] != row.raw]
    _add(db, now, call, fresh, found.file)
    _change(db, now, call, changed, found.file)
    if found.kind == CallKind.COHORT:
        _join_cohort(db, now, edition, call)
    return Stored(len(fresh), len(changed), len(found.rows) - len(fresh) - len(changed))


def _add(db: Db, now: datetime, call: Call, rows: list[Understood], file: str) -> None:
    insert_all(db, Submission, [_submission(call, row) for row in rows])
    ids = calls.ids(db, call.id) if rows else {}
    first = {"reason": f"imported from {file}", "words": "", "person_id": None, "at": now}
    insert_all(db, Decision, [first | {"submission_id": ids[row.response_id], "outcome": _state(row)} for row in rows])


def _change(db: Db, now: datetime, call: Call, rows: list[Understood], file: str) -> None:
    """Later exports of the same answers: a draft may be complete by now; what was decided stays."""
    known = {row.response_id: row for row in calls.submissions(db, call.id)} if rows else {}
    for row in rows:
        submission = known[row.response_id]
        for name, value in _facts(row).items():
            setattr(submission, name, value)
    drafts = [known[row.response_id] for row in rows if row.complete]
    done = [submission for submission in drafts if submission.state == SubmissionState.PARTIAL]
    record_all(db, now, done, SubmissionState.RECEIVED, f"complete in {file}")


def _submission(call: Call, row: Understood) -> dict[str, Any]:
    own = {"call_id": call.id, "response_id": row.response_id, "state": _state(row), "duplicate_of_id": None}
    return own | _facts(row)


def _state(row: Understood) -> SubmissionState:
    return SubmissionState.RECEIVED if row.complete else SubmissionState.PARTIAL


def _facts(row: Understood) -> dict[str, Any]:
    answers, moment = row.answers, row.answers.get("submitted_at")
    return {
        "row": row.row,
        "team": str(answers.get("team") or ""),
        "title": str(answers.get("title") or ""),
        "country": answers.get("country"),
        "submitted_at": datetime.fromisoformat(moment) if moment else None,
        "raw": row.raw,
        "answers": answers,
        "doubts": _doubts(row),
    }


def _doubts(row: Understood) -> list[str]:
    """What speaks against it. A form that has no question on consent says nothing of it: there nobody refused."""
    problems = [one for one in row.problems if one.code != "no_consent" or one.field in row.raw]
    return sorted({one.code for one in problems if one.code in AGAINST})


def _join_cohort(db: Db, now: datetime, edition: Edition, call: Call) -> None:
    received = calls.submissions(db, call.id, SubmissionState.RECEIVED)
    record_all(db, now, received, SubmissionState.SELECTED, "in the cohort's list")
    for submission in received:
        teams.from_submission(db, now, edition, submission, TeamKind.COHORT)
