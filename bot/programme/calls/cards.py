"""One submission as a facilitator sees it: its answers, the row as it came, and every decision on it."""

from collections.abc import Iterator
from typing import Any

from bot.programme import teams
from bot.programme.calls.decisions import DOUBTS
from bot.programme.calls.letters import letters
from bot.programme.calls.states import OUTCOMES, doubts
from bot.programme.intake.questions import QUESTIONS
from bot.programme.permissions import demand
from storage import calls
from storage.calls import Call, Submission
from storage.db import Db
from storage.editions import Edition
from storage.people import Person


def card(db: Db, person: Person, edition: Edition, submission: Submission) -> dict[str, Any]:
    demand(db, edition.id, person, "call.run")
    call = db.get_one(Call, submission.call_id)
    return {
        "row": submission.id,
        "id": submission.response_id,
        "kind": str(call.kind),
        "team": submission.team,
        "country": submission.country or "",
        "title": submission.title,
        "state": str(submission.state),
        "at": submission.submitted_at,
        "doubts": [DOUBTS[code] for code in doubts(call, submission)],
        "letter": _letter(db, person, edition, call, submission),
        "answers": list(answers(call, submission)),
        "decisions": list(_decisions(db, submission)),
    }


def _letter(db: Db, person: Person, edition: Edition, call: Call, submission: Submission) -> str:
    found = [one for one in letters(db, person, edition, call.kind) if one.id == submission.response_id]
    return ", ".join(part for part in (found[0].state, found[0].problem) if part) if found else ""


def answers(call: Call, submission: Submission) -> Iterator[tuple[str, str]]:
    """`(question, answer)` in the order of the form, as they were understood."""
    for question in QUESTIONS[call.kind]:
        value = submission.answers.get(question.key)
        if value not in (None, "", []):
            yield question.label, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _decisions(db: Db, submission: Submission) -> Iterator[dict[str, Any]]:
    for row in calls.decisions(db, submission.id):
        by = db.get_one(Person, row.person_id).name if row.person_id else ""
        yield {"at": row.at, "outcome": str(row.outcome), "reason": row.reason, "words": row.words, "by": by}


def texts(db: Db, person: Person, submission_id: int, raw: bool) -> list[tuple[str, str]]:
    """The row as it came, by column, or the answers as they were understood."""
    submission, call = _found(db, person, submission_id)
    return list(submission.raw.items()) if raw else list(answers(call, submission))


def draft(db: Db, person: Person, submission_id: int) -> tuple[str, dict[str, str]]:
    """The language in which the applicant is written to, and the decision so far."""
    submission, _ = _found(db, person, submission_id)
    last = calls.last_decision(db, submission.id)
    outcome = next((word for word, state in OUTCOMES.items() if last and last.outcome == state), "")
    decided = {"outcome": outcome, "reason": last.reason, "words": last.words} if last and last.person_id else {}
    return teams.language_of(submission), decided


def _found(db: Db, person: Person, submission_id: int) -> tuple[Submission, Call]:
    submission = db.get_one(Submission, submission_id)
    call = db.get_one(Call, submission.call_id)
    demand(db, call.edition_id, person, "call.run")
    return submission, call
