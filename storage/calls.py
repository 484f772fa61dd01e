"""Calls for challenges, solutions and cohort teams, what was submitted to them, and what was decided."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice


class CallKind(StrEnum):
    CHALLENGE = "challenge"
    SOLUTION = "solution"
    COHORT = "cohort"


class CallState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    EXTENDED = "extended"
    CLOSED = "closed"
    UNDER_REVIEW = "under review"
    DECIDED = "decided"
    PUBLISHED = "published"


class SubmissionState(StrEnum):
    PARTIAL = "partial"
    RECEIVED = "received"
    DUPLICATE = "duplicate"
    INELIGIBLE = "ineligible"
    SELECTED = "selected"
    RESERVE = "reserve"
    COHORT_OFFERED = "cohort offered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Call(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "kind"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    kind: CallKind = Field(sa_type=choice(CallKind))
    state: CallState = Field(default=CallState.DRAFT, sa_type=choice(CallState))
    closes_at: datetime | None = None
    places: int = 0


class Submission(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("call_id", "response_id"),)
    id: int = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id")
    response_id: str
    row: int
    state: SubmissionState = Field(default=SubmissionState.RECEIVED, sa_type=choice(SubmissionState))
    duplicate_of_id: int | None = Field(default=None, foreign_key="submission.id")
    team: str
    country: str | None = Field(default=None, max_length=2)
    title: str = ""
    submitted_at: datetime | None = None
    raw: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """The row as it came, untouched."""
    answers: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    """The same, normalised: one entry per question of the call."""


class Decision(SQLModel, table=True):
    """Every change of a submission's state, with who, when and why. Never changed afterwards."""

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    outcome: SubmissionState = Field(sa_type=choice(SubmissionState))
    reason: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


def of_kind(db: Db, edition_id: int, kind: CallKind) -> Call | None:
    return db.exec(select(Call).where(Call.edition_id == edition_id, Call.kind == kind)).first()


def submissions(db: Db, call_id: int, *states: SubmissionState) -> list[Submission]:
    query = select(Submission).where(Submission.call_id == call_id)
    if states:
        query = query.where(col(Submission.state).in_(states))
    return list(db.exec(query.order_by(col(Submission.row))))


def submission(db: Db, call_id: int, response_id: str) -> Submission | None:
    query = select(Submission).where(Submission.call_id == call_id, Submission.response_id == response_id)
    return db.exec(query).first()


def last_decision(db: Db, submission_id: int) -> Decision | None:
    query = select(Decision).where(Decision.submission_id == submission_id).order_by(col(Decision.id).desc())
    return db.exec(query).first()
