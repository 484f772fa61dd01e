"""Review: how a call is reviewed, who reviews what, conflicts, scores, discussions, and what advisors say."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.calls import UNDECIDED, Call, Submission
from storage.db import Db, choice


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


OPEN = (AssignmentState.ASSIGNED,)
COUNTED = (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED)


def round_of(db: Db, call_id: int) -> ReviewRound | None:
    return db.exec(select(ReviewRound).where(ReviewRound.call_id == call_id)).first()


def rounds(db: Db, edition_id: int) -> list[ReviewRound]:
    query = select(ReviewRound).join(Call).where(Call.edition_id == edition_id)
    return list(db.exec(query.order_by(col(ReviewRound.id))))


def profile(db: Db, edition_id: int, person_id: int) -> ReviewerProfile | None:
    query = select(ReviewerProfile).where(
        ReviewerProfile.edition_id == edition_id, ReviewerProfile.person_id == person_id
    )
    return db.exec(query).first()


def declaration(db: Db, submission_id: int, person_id: int) -> ConflictDeclaration | None:
    query = select(ConflictDeclaration).where(
        ConflictDeclaration.submission_id == submission_id, ConflictDeclaration.person_id == person_id
    )
    return db.exec(query).first()


def conflicts(db: Db, call_id: int) -> set[tuple[int, int]]:
    """`(submission, person)` of every declared conflict."""
    query = (
        select(ConflictDeclaration.submission_id, ConflictDeclaration.person_id)
        .join(Submission)
        .where(Submission.call_id == call_id, ConflictDeclaration.standing == Standing.CONFLICT)
    )
    return set(db.exec(query))


def assignment(db: Db, submission_id: int, person_id: int) -> Assignment | None:
    query = select(Assignment).where(Assignment.submission_id == submission_id, Assignment.person_id == person_id)
    return db.exec(query).first()


def assignments(db: Db, call_id: int, *states: AssignmentState) -> list[Assignment]:
    query = select(Assignment).join(Submission).where(Submission.call_id == call_id)
    if states:
        query = query.where(col(Assignment.state).in_(states))
    return list(db.exec(query.order_by(col(Assignment.id))))


def of_reviewer(db: Db, edition_id: int, person_id: int, *states: AssignmentState) -> list[Assignment]:
    query = (
        select(Assignment)
        .join(Submission)
        .join(Call)
        .where(Call.edition_id == edition_id, Assignment.person_id == person_id)
        .where(col(Assignment.state).in_(states or COUNTED))
    )
    return list(db.exec(query.order_by(col(Assignment.id))))


def waiting(db: Db, edition_id: int, person_id: int | None = None) -> list[Assignment]:
    """Given out, not yet in, and still of use: the submission has neither left the call nor been decided on."""
    query = (
        select(Assignment)
        .join(Submission)
        .join(Call)
        .where(Call.edition_id == edition_id, Assignment.state == AssignmentState.ASSIGNED)
        .where(col(Submission.state).in_(UNDECIDED))
    )
    if person_id is not None:
        query = query.where(Assignment.person_id == person_id)
    return list(db.exec(query.order_by(col(Assignment.id))))


def of_submission(db: Db, submission_id: int, *states: AssignmentState) -> list[Assignment]:
    query = select(Assignment).where(Assignment.submission_id == submission_id)
    return list(db.exec(query.where(col(Assignment.state).in_(states or COUNTED)).order_by(col(Assignment.id))))


def review(db: Db, assignment_id: int) -> Review | None:
    return db.exec(select(Review).where(Review.assignment_id == assignment_id)).first()


def submitted(db: Db, call_id: int) -> list[tuple[Assignment, Review]]:
    """Every review of the call that counts."""
    query = (
        select(Assignment, Review)
        .join(Review)
        .join(Submission)
        .where(Submission.call_id == call_id, Assignment.state == AssignmentState.SUBMITTED)
    )
    return list(db.exec(query.order_by(col(Review.id))))


def progress(db: Db, edition_id: int, person_id: int) -> tuple[int, int]:
    """How many of a reviewer's reviews are done, of how many."""
    done = len(of_reviewer(db, edition_id, person_id, AssignmentState.SUBMITTED))
    return done, done + len(waiting(db, edition_id, person_id))


def discussion(db: Db, submission_id: int) -> Discussion | None:
    return db.exec(select(Discussion).where(Discussion.submission_id == submission_id)).first()


def comments(db: Db, discussion_id: int) -> list[DiscussionComment]:
    query = select(DiscussionComment).where(DiscussionComment.discussion_id == discussion_id)
    return list(db.exec(query.order_by(col(DiscussionComment.id))))


def shortlist(db: Db, call_id: int) -> list[Submission]:
    query = select(Submission).join(ShortlistEntry).where(Submission.call_id == call_id)
    return list(db.exec(query.order_by(col(Submission.row))))


def advice(db: Db, submission_id: int) -> list[AdvisorComment]:
    query = select(AdvisorComment).where(AdvisorComment.submission_id == submission_id)
    return list(db.exec(query.order_by(col(AdvisorComment.id))))


def advice_of(db: Db, submission_id: int, person_id: int) -> AdvisorComment | None:
    query = select(AdvisorComment).where(
        AdvisorComment.submission_id == submission_id, AdvisorComment.person_id == person_id
    )
    return db.exec(query).first()


def entry(db: Db, submission_id: int) -> ShortlistEntry | None:
    return db.exec(select(ShortlistEntry).where(ShortlistEntry.submission_id == submission_id)).first()
