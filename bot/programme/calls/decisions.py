"""Decisions on submissions, each with who, when and why; acceptance against a doubt; the steps of the review."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import teams
from bot.programme.calls.logs import of_kind, record, turn
from bot.programme.calls.states import ANSWERED, ASIDE, JUDGED, OUTCOMES, NotPossibleError, advances, doubts
from bot.programme.permissions import demand
from storage import calls
from storage import teams as tables
from storage.calls import UNDECIDED, Call, CallKind, CallState, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.teams import TeamKind

DOUBTS = {
    "late": "came after the deadline",
    "ineligible": "may not come from a public body",
    "no_consent": "has no consent to the processing of personal data",
}


TEAM_KINDS = {CallKind.CHALLENGE: TeamKind.OWNER, CallKind.SOLUTION: TeamKind.PROVIDER}


class UnknownSubmissionError(Exception):
    """Names the response that the call does not have."""


@dataclass(frozen=True)
class Verdict:
    """The same decision on several submissions of one call; `outcome` is a key of `OUTCOMES`."""

    kind: CallKind
    ids: list[str]
    outcome: str
    reason: str
    words: str = ""
    """For the applicant, in their language."""
    duplicate_of: str = ""
    """The id of the submission that counts instead."""


def advance(
    db: Db, now: datetime, submission: Submission, state: SubmissionState, reason: str, person: Person | None = None
) -> bool:
    """A step of the review (`ELIGIBLE`, `IN_REVIEW`, `SCORED`), logged; does nothing where it would lead back.

    Whether anything changed.
    """
    if not advances(submission, state):
        return False
    _review(db, now, db.get_one(Call, submission.call_id))
    record(db, now, submission, state, reason, person)
    return True


def _review(db: Db, now: datetime, call: Call) -> None:
    """Review begins with the first step of it, once the call has closed."""
    if call.state == CallState.CLOSED:
        turn(db, now, call, CallState.UNDER_REVIEW, "its review has begun")


def decide(db: Db, now: datetime, person: Person, edition: Edition, verdict: Verdict) -> list[Submission]:
    """All of them or none: raises `UnknownSubmissionError` or `NotPossibleError`. Who is selected becomes a team."""
    demand(db, edition.id, person, "call.decide")
    call = of_kind(db, edition, verdict.kind)
    found = [find(db, call, response_id) for response_id in verdict.ids]
    outcome = OUTCOMES[verdict.outcome]
    first = find(db, call, verdict.duplicate_of) if verdict.duplicate_of else None
    refused = [why for one in found if (why := hindrance(db, call, one, outcome))]
    if outcome == SubmissionState.SELECTED and call.kind in TEAM_KINDS:
        refused += _twins(found)
    if refused:
        raise NotPossibleError(" ".join(refused))
    _review(db, now, call)
    for submission in found:
        record(db, now, submission, outcome, verdict.reason, person, verdict.words)
        submission.duplicate_of_id = first.id if first else None
        _make_team(db, now, edition, call, submission)
    return found


def decide_one(
    db: Db, now: datetime, person: Person, submission_id: int, outcome: str, reason: str, words: str
) -> Submission:
    """The same, of one submission by its row."""
    submission = db.get_one(Submission, submission_id)
    call = db.get_one(Call, submission.call_id)
    verdict = Verdict(call.kind, [submission.response_id], outcome, reason, words)
    return decide(db, now, person, db.get_one(Edition, call.edition_id), verdict)[0]


def _make_team(db: Db, now: datetime, edition: Edition, call: Call, submission: Submission) -> None:
    """Who is selected is a team from now on; who is not any more, is not."""
    if call.kind == CallKind.COHORT:
        return
    if submission.state == SubmissionState.SELECTED:
        teams.from_submission(db, now, edition, submission, TEAM_KINDS[call.kind])
    elif team := tables.of_submission(db, submission.id):
        teams.undo(db, now, None, team, "no longer selected")


def hindrance(db: Db, call: Call, submission: Submission, outcome: SubmissionState) -> str:
    """Why this may not be decided, with the way out; empty if it may."""
    if submission.state in ANSWERED:
        return f"{submission.response_id} has answered the offer of the cohort already: write to the team."
    if outcome not in JUDGED:
        return ""
    way_out = f"`/sweetspot call accept {call.kind} {submission.response_id} because …` first, if it shall count."
    if submission.state in (*ASIDE, SubmissionState.INELIGIBLE):
        return f"{submission.response_id} is {submission.state}. {way_out}"
    against = doubts(call, submission)
    if against and not accepted(db, submission):
        said = " and ".join(DOUBTS.get(code, code) for code in against)
        return f"{submission.response_id} {said}. {way_out}"
    return _namesake(db, call, submission) if outcome == SubmissionState.SELECTED else ""


def _namesake(db: Db, call: Call, submission: Submission) -> str:
    """Why the team cannot be one: the edition has another of that name, active or not."""
    kind = TEAM_KINDS.get(call.kind)
    team = tables.namesake(db, call.edition_id, submission.team, kind) if kind else None
    if team is None or team.submission_id == submission.id:
        return ""
    first = db.get(Submission, team.submission_id) if team.submission_id else None
    came = f" by its submission {first.response_id}" if first else ""
    way_out = f"If they are the same team, decide on {first.response_id} instead; if not, c" if first else "C"
    return (
        f"{submission.response_id} is of {submission.team}, and the {kind} team {team.name} is in the edition "
        f"already{came}: one team has one place. {way_out}orrect one of the two names."
    )


def _twins(found: list[Submission]) -> list[str]:
    """Of several that are selected at once."""
    first: dict[str, Submission] = {}
    for row in found:
        first.setdefault(row.team, row)
    return [
        f"{first[row.team].response_id} and {row.response_id} are both of {row.team}: one team has one place."
        for row in found
        if first[row.team] is not row
    ]


def accepted(db: Db, submission: Submission) -> bool:
    """Whether somebody has let it in by name, whatever stands against it."""
    return any(
        row.outcome == SubmissionState.ELIGIBLE and row.person_id is not None
        for row in calls.decisions(db, submission.id)
    )


def accept(db: Db, now: datetime, person: Person, edition: Edition, submission: Submission, reason: str) -> Submission:
    """A late, ineligible or otherwise doubtful submission counts all the same."""
    demand(db, edition.id, person, "call.decide")
    before = submission.state
    if before not in (*UNDECIDED, *ASIDE, SubmissionState.INELIGIBLE):
        raise NotPossibleError(f"{submission.response_id} is {before}: that was decided upon already.")
    record(db, now, submission, SubmissionState.ELIGIBLE, reason, person)
    if before in (SubmissionState.IN_REVIEW, SubmissionState.SCORED):
        record(db, now, submission, before, "its review goes on", person)
    return submission


def find(db: Db, call: Call, response_id: str) -> Submission:
    found = calls.submission(db, call.id, response_id)
    if found is None:
        raise UnknownSubmissionError(response_id)
    return found


def locate(db: Db, edition: Edition, response_id: str, kind: CallKind | None = None) -> Submission:
    """By its id alone, where only one call has it. Raises `UnknownSubmissionError` or `NotPossibleError`."""
    found = [row for call, row in calls.named(db, edition.id, response_id) if kind in (None, call.kind)]
    if not found:
        raise UnknownSubmissionError(response_id)
    if len(found) > 1:
        raise NotPossibleError(f"Several calls have a submission {response_id}: say also which call, as challenge.")
    return found[0]
