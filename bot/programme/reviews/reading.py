"""What of a submission is shown to whom: the gate, the blind card, and other reviewers' scores after one's own."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.programme.intake.questions import QUESTIONS, Question, Value
from bot.programme.permissions import RefusedError
from bot.programme.reviews import conflicts, rounds
from bot.programme.reviews.scoring import Rubric, total
from storage import reviews
from storage.calls import CallKind, Submission
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import AssignmentState, Review


@dataclass(frozen=True)
class Gate:
    """Enough to recognise a conflict: who applies, from where; people by their initials alone."""

    id: str
    team: str
    organisation: str
    country: str
    initials: list[str]
    flags: list[str]


@dataclass(frozen=True)
class Answer:
    label: str
    text: str
    value: Value
    """How it is to be read: a country or a language is a code."""


@dataclass(frozen=True)
class Card:
    """The answers in the order of the form, nothing cut."""

    id: str
    kind: CallKind
    team: str
    country: str
    title: str
    answers: list[Answer] = field(default_factory=list)


@dataclass(frozen=True)
class Other:
    """Another review of the same submission, without a name."""

    total: float
    scores: dict[str, int]
    comment: str


def gate(db: Db, edition: Edition, person: Person, row: Submission) -> Gate:
    team = conflicts.applicant(row)
    return Gate(
        id=row.response_id,
        team=row.team,
        organisation=str(row.answers.get("organisation_en") or row.answers.get("organisation") or ""),
        country=team.country,
        initials=[_initials(name) for name in team.people],
        flags=[str(flag) for flag in conflicts.noticed(db, edition, person, row)],
    )


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split() if word[0].isalpha())


def card(kind: CallKind, row: Submission, *, blind: bool = True) -> Card:
    """`blind` leaves out people's names and addresses, also where they stand inside an answer."""
    hidden = _personal(kind, row) if blind else []
    shown = [
        Answer(question.label, _without(text, hidden), question.value)
        for question in QUESTIONS[kind]
        if _on_card(question, blind) and (text := words(question, row.answers.get(question.key)))
    ]
    return Card(row.response_id, kind, row.team, row.country or "", _without(row.title, hidden), shown)


def _on_card(question: Question, blind: bool) -> bool:
    return (question.card and not question.personal) or not blind


def _personal(kind: CallKind, row: Submission) -> list[str]:
    """Names and addresses; what somebody's role is called tells nobody's name."""
    keys = [question.key for question in QUESTIONS[kind] if question.personal and question.key != "role"]
    return [str(row.answers[key]) for key in keys if row.answers.get(key)]


def _without(text: str, hidden: list[str]) -> str:
    for name in hidden:
        text = re.sub(re.escape(name), "[…]", text, flags=re.IGNORECASE)
    return text


def words(question: Question, value: Any) -> str:
    """An answer as text, whatever its kind; a number that was given as a range stays one."""
    if isinstance(value, list):
        between = "–" if question.value == Value.NUMBER else ", "
        return between.join(dict.fromkeys(words(question, item) for item in value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)


def others(db: Db, person: Person, edition: Edition, assignment_id: int) -> list[Other]:
    """Only to a reviewer whose own review is in. Raises `RefusedError`."""
    mine = db.get(reviews.Assignment, assignment_id)
    if mine is None or mine.person_id != person.id or mine.state != AssignmentState.SUBMITTED:
        raise RefusedError("review.others")
    row = db.get_one(Submission, mine.submission_id)
    rubric = rounds.rubric(db, rounds.demand_here(db, edition, row))
    theirs = [it for it in reviews.of_submission(db, row.id, AssignmentState.SUBMITTED) if it.id != mine.id]
    found = [reviews.review(db, it.id) for it in theirs]
    return [other(it, rubric) for it in found if it]


def other(row: Review, rubric: Rubric) -> Other:
    return Other(total(row.scores, rubric), row.scores, row.comment)
