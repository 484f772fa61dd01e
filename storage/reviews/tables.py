"""The tables of review."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint

from storage.db import choice


class AssignmentState(StrEnum):
    PROPOSED = "proposed"
    """Planned, and not yet confirmed: the reviewer knows nothing of it."""
    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    CONFLICT = "conflict"
    RETURNED = "returned"
    """Handed back by the reviewer, with a reason."""
    REMOVED = "removed"
    """Taken off by the secretariat, with a reason."""


class Standing(StrEnum):
    """What somebody declared about a submission."""

    CLEAR = "no conflict"
    CONFLICT = "conflict"


class ReviewRound(SQLModel, table=True):
    """How the submissions of one call are reviewed."""

    __tablename__ = "review_round"
    id: int = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", unique=True)
    per: int = 3
    """Reviews that each submission gets."""
    load: int = 10
    """The most submissions for one reviewer."""
    due_at: datetime | None = None
    weights: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """By criterion; empty where the defaults stand."""
    least_each: int = 2
    """A mean under this on any criterion is below the threshold; 0 to 5."""
    least_total: int = 60


class RubricChange(SQLModel, table=True):
    """Every change of weights or thresholds, with what they were before. Never changed afterwards."""

    __tablename__ = "review_rubric_change"
    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    before: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    after: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    reviews: int = 0
    """How many reviews were in when it was changed."""
    at: datetime


class ReviewerProfile(SQLModel, table=True):
    """What shows a conflict: the reviewer's own word, or until then what their team and address tell."""

    __tablename__ = "reviewer_profile"
    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation: str = ""
    country: str = Field(default="", max_length=2)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    knows: list[str] = Field(default_factory=list, sa_type=JSON)
    """People and organisations among the applicants, as the reviewer named them."""
    confirmed_at: datetime | None = None


class ConflictDeclaration(SQLModel, table=True):
    """Somebody's word on one submission, whether they review it or advise on it."""

    __tablename__ = "conflict_declaration"
    __table_args__ = (UniqueConstraint("submission_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    standing: Standing = Field(sa_type=choice(Standing))
    flags: list[str] = Field(default_factory=list, sa_type=JSON)
    """What was noticed automatically, and shown before they declared."""
    reason: str = ""
    at: datetime


class Assignment(SQLModel, table=True):
    __tablename__ = "review_assignment"
    __table_args__ = (UniqueConstraint("submission_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    state: AssignmentState = Field(default=AssignmentState.PROPOSED, sa_type=choice(AssignmentState))
    reasons: list[str] = Field(default_factory=list, sa_type=JSON)
    """Keys of why this pair."""
    note: str = ""
    """The reason for the last change by hand."""
    by_id: int | None = Field(default=None, foreign_key="person.id")
    """Who changed it by hand; empty where the solver did."""
    at: datetime
    put_off_at: datetime | None = None
    """When the reviewer skipped it for now: it comes last."""


class Review(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("assignment_id"),)
    id: int = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="review_assignment.id")
    scores: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """0 to 5 by criterion."""
    comment: str = ""
    note: str = ""
    """For the secretariat alone."""
    confidence: int | None = None
    saved_at: datetime
    submitted_at: datetime | None = None


class ReviewRevision(SQLModel, table=True):
    """What a review said before it was changed. Never changed afterwards."""

    __tablename__ = "review_revision"
    id: int = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    scores: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    comment: str = ""
    at: datetime


class Discussion(SQLModel, table=True):
    """A disagreement that its reviewers talk over, with a lead who writes down what they agree on."""

    __tablename__ = "review_discussion"
    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", unique=True)
    lead_id: int = Field(foreign_key="person.id")
    opened_by_id: int = Field(foreign_key="person.id")
    opened_at: datetime
    consensus: str = ""
    closed_at: datetime | None = None


class DiscussionComment(SQLModel, table=True):
    __tablename__ = "review_comment"
    id: int = Field(default=None, primary_key=True)
    discussion_id: int = Field(foreign_key="review_discussion.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    text: str
    at: datetime


class ShortlistEntry(SQLModel, table=True):
    """A submission on which advisors are asked for their view."""

    __tablename__ = "shortlist_entry"
    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", unique=True)
    by_id: int = Field(foreign_key="person.id")
    at: datetime


class AdvisorComment(SQLModel, table=True):
    __tablename__ = "advisor_comment"
    __table_args__ = (UniqueConstraint("submission_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    person_id: int = Field(foreign_key="person.id")
    text: str
    at: datetime
