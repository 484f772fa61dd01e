"""Calls: what was submitted, what was decided and why; a funnel that always adds up."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.programme import intake, teams
from bot.programme.intake import Report
from bot.programme.intake.reports import Understood
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import calls, editions
from storage.calls import Call, CallKind, CallState, Decision, Submission, SubmissionState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition, EditionState
from storage.people import Person
from storage.teams import TeamKind

PLACES = {CallKind.CHALLENGE: 4, CallKind.SOLUTION: 8, CallKind.COHORT: 30}
OUTCOMES = {
    "select": SubmissionState.SELECTED,
    "reserve": SubmissionState.RESERVE,
    "cohort": SubmissionState.COHORT_OFFERED,
    "decline": SubmissionState.DECLINED,
    "duplicate": SubmissionState.DUPLICATE,
    "ineligible": SubmissionState.INELIGIBLE,
    "withdraw": SubmissionState.WITHDRAWN,
    "receive": SubmissionState.RECEIVED,
}
TOLD = {SubmissionState.SELECTED, SubmissionState.RESERVE, SubmissionState.COHORT_OFFERED, SubmissionState.DECLINED}


class UnknownSubmissionError(Exception):
    """Names the response that the call does not have."""


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


def report(
    kind: CallKind, data: bytes, filename: str, *, zone: str, deadline: datetime | None, closes_at: datetime | None
) -> Report:
    """What an import would write. Raises `intake.UnreadableError`."""
    table = intake.read(data, filename)
    mapping = intake.propose_mapping(kind, table.headers)
    if "team" not in mapping.columns:
        columns = ", ".join(table.headers[:6])
        raise intake.UnreadableError(f"{filename} has no column for the team's name. Its columns are: {columns} …")
    return intake.understand(kind, table, mapping, filename, zone=zone, deadline=deadline or closes_at)


def store(db: Db, now: datetime, edition: Edition, found: Report) -> Stored:
    """Write what is new; a second import of the same file changes nothing."""
    call = calls.of_kind(db, edition.id, found.kind)
    assert call is not None  # noqa: S101 - every edition has its three calls from the start
    known = {row.response_id: row for row in calls.submissions(db, call.id)}
    fresh = [row for row in found.rows if row.response_id not in known]
    changed = [row for row in found.rows if row.response_id in known and known[row.response_id].raw != row.raw]
    db.add_all(_submission(call, row) for row in fresh)
    for row in changed:
        known[row.response_id].raw, known[row.response_id].answers = row.raw, row.answers
    db.flush()
    if found.kind == CallKind.COHORT:
        for submission in calls.submissions(db, call.id, SubmissionState.RECEIVED):
            _decide(db, now, submission, SubmissionState.SELECTED, "in the cohort's list", None)
            teams.from_submission(db, now, edition, submission, TeamKind.COHORT)
    return Stored(len(fresh), len(changed), len(found.rows) - len(fresh) - len(changed))


def _submission(call: Call, row: Understood) -> Submission:
    moment = row.answers.get("submitted_at")
    return Submission(
        call_id=call.id,
        response_id=row.response_id,
        row=row.row,
        state=SubmissionState.RECEIVED if row.complete else SubmissionState.PARTIAL,
        team=str(row.answers.get("team") or ""),
        country=row.answers.get("country"),
        title=str(row.answers.get("title") or ""),
        submitted_at=datetime.fromisoformat(moment) if moment else None,
        raw=row.raw,
        answers=row.answers,
    )


@dataclass(frozen=True)
class Verdict:
    """The same decision on several submissions of one call; `outcome` is a key of `OUTCOMES`."""

    kind: CallKind
    ids: list[str]
    outcome: str
    reason: str


def decide(db: Db, now: datetime, person: Person, edition: Edition, verdict: Verdict) -> list[Submission]:
    """Each decision is logged with its reason; who is selected becomes a team."""
    demand(db, edition.id, person, "call.decide")
    found = [_find(db, edition, verdict.kind, response_id) for response_id in verdict.ids]
    for submission in found:
        _decide(db, now, submission, OUTCOMES[verdict.outcome], verdict.reason, person)
        if verdict.outcome == "select" and verdict.kind != CallKind.COHORT:
            team_kind = TeamKind.OWNER if verdict.kind == CallKind.CHALLENGE else TeamKind.PROVIDER
            teams.from_submission(db, now, edition, submission, team_kind)
    return found


def _find(db: Db, edition: Edition, kind: CallKind, response_id: str) -> Submission:
    call = calls.of_kind(db, edition.id, kind)
    found = calls.submission(db, call.id, response_id) if call else None
    if found is None:
        raise UnknownSubmissionError(response_id)
    return found


def _decide(
    db: Db, now: datetime, submission: Submission, outcome: SubmissionState, reason: str, person: Person | None
) -> None:
    submission.state = outcome
    by = person.id if person else None
    db.add(Decision(submission_id=submission.id, outcome=outcome, reason=reason, person_id=by, at=now))
    db.flush()


def set_state(
    db: Db, person: Person, edition: Edition, kind: CallKind, state: CallState, until: datetime | None = None
) -> Call:
    demand(db, edition.id, person, "call.run")
    call = calls.of_kind(db, edition.id, kind)
    assert call is not None  # noqa: S101 - every edition has its three calls from the start
    call.state, call.closes_at = state, until or call.closes_at
    return call


def notify(db: Db, now: datetime, person: Person, edition: Edition, kind: CallKind) -> list[Planned]:
    """Everyone whose submission was decided is told, once."""
    demand(db, edition.id, person, "call.decide")
    call = set_state(db, person, edition, kind, CallState.DECIDED)
    said = []
    for submission in calls.submissions(db, call.id, *TOLD):
        contact = teams.contact_of(db, now, submission)
        if contact:
            refs = {"submission": submission.id}
            said.append(Planned("call.decided", f"submission-{submission.id}:decided", now, contact.id, refs=refs))
    return said


def decided_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    submission = db.get_one(Submission, ref(delivery, "submission"))
    decision = calls.last_decision(db, submission.id)
    reason = decision.reason if decision else ""
    return {"team": submission.team, "title": submission.title, "outcome": str(submission.state), "reason": reason}


def funnel(db: Db, edition: Edition) -> dict[str, dict[str, int]]:
    """By call: how many submissions are in each state; they add up to those submitted."""
    found: dict[str, dict[str, int]] = {}
    for kind in CallKind:
        call = calls.of_kind(db, edition.id, kind)
        states = Counter(str(row.state) for row in calls.submissions(db, call.id)) if call else Counter()
        found[str(kind)] = {"submitted": sum(states.values()), **dict(sorted(states.items()))}
    return found
