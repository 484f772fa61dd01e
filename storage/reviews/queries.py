"""What is asked of the tables of review."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.calls import UNDECIDED, Call, Submission
from storage.db import Db, prepared
from storage.reviews.tables import (
    AdvisorComment,
    Assignment,
    AssignmentState,
    ConflictDeclaration,
    Discussion,
    DiscussionComment,
    Review,
    ReviewerProfile,
    ReviewRound,
    ShortlistEntry,
    Standing,
)

OPEN = (AssignmentState.ASSIGNED,)
COUNTED = (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED)


def round_of(db: Db, call_id: int) -> ReviewRound | None:
    return db.exec(select(ReviewRound).where(ReviewRound.call_id == call_id)).first()


@prepared
def _rounds(edition_id: int) -> SelectOfScalar[ReviewRound]:
    return select(ReviewRound).join(Call).where(Call.edition_id == edition_id).order_by(col(ReviewRound.id))


def rounds(db: Db, edition_id: int) -> list[ReviewRound]:
    return list(_rounds(db, edition_id=edition_id))


@prepared
def _profile(edition_id: int, person_id: int) -> SelectOfScalar[ReviewerProfile]:
    return select(ReviewerProfile).where(
        ReviewerProfile.edition_id == edition_id, ReviewerProfile.person_id == person_id
    )


def profile(db: Db, edition_id: int, person_id: int) -> ReviewerProfile | None:
    return _profile(db, edition_id=edition_id, person_id=person_id).first()


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


def waiting(db: Db, edition_id: int, person_id: int | None = None, call_id: int | None = None) -> list[Assignment]:
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
    if call_id is not None:
        query = query.where(Submission.call_id == call_id)
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
