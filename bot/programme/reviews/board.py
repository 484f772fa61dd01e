"""The board, for who runs the edition: every submission with its scores, how far they agree, and the balance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.programme.permissions import demand
from bot.programme.reviews import reading, regions, rounds
from bot.programme.reviews.reading import Card
from bot.programme.reviews.scoring import WEIGHTS, Rubric, Severity, Tally, severity, tally, total
from storage import calls, reviews
from storage.calls import Call, CallKind, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import Assignment, AssignmentState, Review

SUBMITTED = AssignmentState.SUBMITTED
CHOSEN = (SubmissionState.SELECTED, SubmissionState.RESERVE)
"""What the balance is looked at for."""


@dataclass(frozen=True)
class Line:
    submission_id: int
    id: str
    team: str
    country: str
    title: str
    state: str
    tally: Tally
    wanted: int
    """Reviews that it should have."""
    discussion: str = ""
    """`open` or `agreed`."""
    advice: int = 0
    shortlisted: bool = False


@dataclass(frozen=True)
class Share:
    """How many of those chosen, of all: of one country, region, level or theme."""

    name: str
    chosen: int
    all: int


@dataclass(frozen=True)
class Board:
    kind: CallKind
    lines: list[Line]
    counts: dict[str, int]
    """By state, with how many were submitted."""
    balance: dict[str, list[Share]] = field(default_factory=dict)
    places: int = 0


def board(db: Db, by: Person, edition: Edition, kind: CallKind) -> Board:
    """The best first, those without a score last. Nobody else sees this order."""
    demand(db, edition.id, by, "call.run")
    call = calls.of_kind(db, edition.id, kind)
    if call is None:
        return Board(kind, [], {})
    rows = calls.submissions(db, call.id)
    lines = _lines(db, call, rows)
    states = Counter(row.state for row in rows)
    counts = {"submitted": len(rows), **{str(state): states[state] for state in SubmissionState if states[state]}}
    return Board(kind, sorted(lines, key=_order), counts, balance(rows), call.places)


def _order(line: Line) -> tuple[bool, float]:
    return line.tally.mean is None, -(line.tally.mean or 0)


def _lines(db: Db, call: Call, rows: list[Submission]) -> list[Line]:
    here, scores = reviews.round_of(db, call.id), _scores(db, call.id)
    rubric = rounds.rubric(db, call) if call.kind in WEIGHTS else Rubric({})
    listed = {row.id for row in reviews.shortlist(db, call.id)}
    return [
        Line(
            submission_id=row.id,
            id=row.response_id,
            team=row.team,
            country=row.country or "",
            title=row.title,
            state=str(row.state),
            tally=tally(scores.get(row.id, []), rubric),
            wanted=here.per if here else 0,
            discussion=_discussion(db, row.id) if row.id in scores else "",
            advice=len(reviews.advice(db, row.id)) if row.id in listed else 0,
            shortlisted=row.id in listed,
        )
        for row in rows
    ]


def _scores(db: Db, call_id: int) -> dict[int, list[dict[str, int]]]:
    found: dict[int, list[dict[str, int]]] = {}
    for it, review in reviews.submitted(db, call_id):
        found.setdefault(it.submission_id, []).append(review.scores)
    return found


def _discussion(db: Db, submission_id: int) -> str:
    talk = reviews.discussion(db, submission_id)
    if talk is None:
        return ""
    return "agreed" if talk.closed_at else "open"


def balance(rows: Iterable[Submission]) -> dict[str, list[Share]]:
    """By `country`, `region`, `level` and `theme`; a submission with several themes counts in each."""
    counted = [row for row in rows if row.state not in (SubmissionState.DUPLICATE, SubmissionState.INELIGIBLE)]
    chosen = [row for row in counted if row.state in CHOSEN]
    return {name: _shares(name, chosen, counted) for name in ("region", "country", "level", "theme")}


def _shares(name: str, chosen: list[Submission], every: list[Submission]) -> list[Share]:
    some, all_ = (Counter(value for row in rows for value in _values(name, row)) for rows in (chosen, every))
    return [Share(value, some[value], count) for value, count in sorted(all_.items(), key=lambda it: (-it[1], it[0]))]


def _values(name: str, row: Submission) -> list[str]:
    themes: Any = row.answers.get("themes") or []
    found = {
        "country": [row.country or ""],
        "region": [regions.region(row.country)],
        "level": [regions.level(str(row.answers.get("level") or ""))],
        "theme": list(themes),
    }
    return [value for value in found[name] if value]


# One submission, whole


@dataclass(frozen=True)
class Given:
    """A review as the secretariat reads it."""

    reviewer: str
    total: float
    scores: dict[str, int]
    comment: str
    note: str
    confidence: int | None
    severity: Severity | None


@dataclass(frozen=True)
class File:
    submission_id: int
    card: Card
    state: str
    tally: Tally
    given: list[Given]
    missing: list[tuple[str, str]]
    """Reviewers without a review, and how their assignment stands, with its reason."""
    advice: list[tuple[str, str]]
    consensus: str = ""


def file(db: Db, by: Person, edition: Edition, submission_id: int) -> File:
    """The raw text and everything that was said of it. Raises `RefusedError`."""
    demand(db, edition.id, by, "call.run")
    row = db.get_one(Submission, submission_id)
    call = rounds.demand_here(db, edition, row)
    rubric = rounds.rubric(db, call) if call.kind in WEIGHTS else Rubric({})
    harsh = severities(db, call)
    pairs = [(it, reviews.review(db, it.id)) for it in reviews.of_submission(db, row.id, *AssignmentState)]
    given = [_given(db, it, found, rubric, harsh) for it, found in pairs if found and it.state == SUBMITTED]
    talk = reviews.discussion(db, row.id)
    return File(
        submission_id=row.id,
        card=reading.card(call.kind, row, blind=False),
        state=str(row.state),
        tally=tally([found.scores for it, found in pairs if found and it.state == SUBMITTED], rubric),
        given=given,
        missing=[(db.get_one(Person, it.person_id).name, _how(it)) for it, _ in pairs if it.state != SUBMITTED],
        advice=[(db.get_one(Person, it.person_id).name, it.text) for it in reviews.advice(db, row.id)],
        consensus=talk.consensus if talk else "",
    )


def _how(row: Assignment) -> str:
    return f"{row.state}: {row.note}" if row.note else str(row.state)


def _given(db: Db, it: Assignment, review: Review, rubric: Rubric, harsh: dict[int, Severity]) -> Given:
    return Given(
        reviewer=db.get_one(Person, it.person_id).name,
        total=total(review.scores, rubric),
        scores=review.scores,
        comment=review.comment,
        note=review.note,
        confidence=review.confidence,
        severity=harsh.get(it.person_id),
    )


# How hard each reviewer judges


@dataclass(frozen=True)
class Reviewer:
    name: str
    done: int
    all: int
    severity: Severity | None


def severities(db: Db, call: Call) -> dict[int, Severity]:
    """By person. Nothing is corrected by it."""
    if call.kind not in WEIGHTS:
        return {}
    rubric = rounds.rubric(db, call)
    totals: dict[int, dict[int, float]] = {}
    for it, review in reviews.submitted(db, call.id):
        totals.setdefault(it.submission_id, {})[it.person_id] = total(review.scores, rubric)
    return severity(totals)


def reviewers(db: Db, by: Person, edition: Edition, kind: CallKind) -> list[Reviewer]:
    """For the secretariat alone: how far each is, and how their totals lie beside the others'."""
    demand(db, edition.id, by, "review.run")
    call = db.get_one(Call, rounds.of(db, edition, kind).call_id)
    harsh = severities(db, call)
    counted = reviews.assignments(db, call.id, *reviews.COUNTED)
    done = Counter(it.person_id for it in counted if it.state == SUBMITTED)
    every = Counter(it.person_id for it in counted)
    found = [Reviewer(db.get_one(Person, key).name, done[key], count, harsh.get(key)) for key, count in every.items()]
    return sorted(found, key=lambda one: one.severity.difference if one.severity else 0)
