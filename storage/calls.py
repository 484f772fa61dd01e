"""Calls for challenges, solutions and cohort teams, what was submitted to them, and what was decided."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared


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
    ELIGIBLE = "eligible"
    IN_REVIEW = "in review"
    SCORED = "scored"
    DUPLICATE = "duplicate"
    INELIGIBLE = "ineligible"
    SELECTED = "selected"
    RESERVE = "reserve"
    COHORT_OFFERED = "cohort offered"
    COHORT_ACCEPTED = "cohort accepted"
    COHORT_DECLINED = "cohort declined"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ChangeKind(StrEnum):
    """What of a call itself was changed by somebody, or by the clock."""

    STATE = "state"
    DEADLINE = "deadline"
    PLACES = "places"
    EMBARGO = "embargo"
    NOTIFIED = "notified"


UNDECIDED = (
    SubmissionState.PARTIAL,
    SubmissionState.RECEIVED,
    SubmissionState.ELIGIBLE,
    SubmissionState.IN_REVIEW,
    SubmissionState.SCORED,
)
"""In the order in which a submission goes through them."""


class Call(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "kind"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    kind: CallKind = Field(sa_type=choice(CallKind))
    state: CallState = Field(default=CallState.DRAFT, sa_type=choice(CallState))
    closes_at: datetime | None = None
    zone: str = Field(default="Europe/Paris", sa_column_kwargs={"server_default": "Europe/Paris"})
    """The IANA zone in which the call's deadline and embargo were set."""
    places: int = 0
    embargo_at: datetime | None = None
    """Before this moment no applicant hears of a decision, by any path."""
    told_at: datetime | None = None
    """When the letters were let go; without it a selected team does not see that it is one."""


class CallChange(SQLModel, table=True):
    """Every change of a call itself, with who, when and why. Never changed afterwards."""

    __tablename__ = "call_change"
    id: int = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    kind: ChangeKind = Field(sa_type=choice(ChangeKind))
    before: str
    after: str
    reason: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


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
    doubts: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    """What the import found against it: `late`, `ineligible`, `no_consent`."""


class Decision(SQLModel, table=True):
    """Every change of a submission's state, with who, when and why. Never changed afterwards."""

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    outcome: SubmissionState = Field(sa_type=choice(SubmissionState))
    reason: str
    """For the secretariat's record."""
    words: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """For the applicant, in their language."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


def of_kind(db: Db, edition_id: int, kind: CallKind) -> Call | None:
    return db.exec(select(Call).where(Call.edition_id == edition_id, Call.kind == kind)).first()


def of_edition(db: Db, edition_id: int) -> list[Call]:
    return list(db.exec(select(Call).where(Call.edition_id == edition_id).order_by(col(Call.id))))


def submissions(db: Db, call_id: int, *states: SubmissionState) -> list[Submission]:
    query = select(Submission).where(Submission.call_id == call_id)
    if states:
        query = query.where(col(Submission.state).in_(states))
    return list(db.exec(query.order_by(col(Submission.row))))


def submission(db: Db, call_id: int, response_id: str) -> Submission | None:
    query = select(Submission).where(Submission.call_id == call_id, Submission.response_id == response_id)
    return db.exec(query).first()


def ids(db: Db, call_id: int) -> dict[str, int]:
    """By response id."""
    return dict(db.exec(select(Submission.response_id, Submission.id).where(Submission.call_id == call_id)).all())


def raw_rows(db: Db, call_id: int) -> dict[str, dict[str, str]]:
    """As they came, by response id."""
    rows = db.exec(select(Submission.response_id, Submission.raw).where(Submission.call_id == call_id))
    return {response_id: dict(raw) for response_id, raw in rows}


def named(db: Db, edition_id: int, response_id: str) -> list[tuple[Call, Submission]]:
    """Submissions of that id in any call of the edition."""
    query = select(Call, Submission).join(Submission).where(Call.edition_id == edition_id)
    return list(db.exec(query.where(Submission.response_id == response_id).order_by(col(Call.id))))


def last_decision(db: Db, submission_id: int) -> Decision | None:
    query = select(Decision).where(Decision.submission_id == submission_id).order_by(col(Decision.id).desc())
    return db.exec(query).first()


def decisions(db: Db, submission_id: int) -> list[Decision]:
    """All of them, oldest first."""
    query = select(Decision).where(Decision.submission_id == submission_id).order_by(col(Decision.id))
    return list(db.exec(query))


def last_decisions(db: Db, call_id: int) -> dict[int, Decision]:
    """The latest of each submission of a call, by the submission's id."""
    query = select(Decision).join(Submission).where(Submission.call_id == call_id).order_by(col(Decision.id))
    return {row.submission_id: row for row in db.exec(query)}


def changes(db: Db, call_id: int, kind: ChangeKind | None = None) -> list[CallChange]:
    query = select(CallChange).where(CallChange.call_id == call_id).order_by(col(CallChange.id))
    return list(db.exec(query.where(CallChange.kind == kind) if kind else query))


@prepared
def _every() -> SelectOfScalar[Call]:
    return select(Call).order_by(col(Call.id))


def in_state(db: Db, *states: CallState) -> list[Call]:
    return [row for row in _every(db) if row.state in states]
