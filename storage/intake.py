"""What intake remembers: mappings, dropped files, what is asked of applicants, and look-alikes told apart."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.calls import Call, CallKind, Submission
from storage.db import Db, choice, insert_all, prepared

ATTEMPTS = 5


class FileState(StrEnum):
    WAITING = "waiting"
    TAKEN = "brought in"
    LEFT = "left"
    UNREADABLE = "unreadable"


class Verb(StrEnum):
    PREVIEW = "preview"
    PROBLEMS = "problems"
    REQUESTS = "requests"
    BRING_IN = "bring in"


class RequestState(StrEnum):
    INCOMPLETE = "incomplete"
    ASKED = "asked"
    RECEIVED = "received"


class KeptMapping(SQLModel, table=True):
    """Which column answers which question, for the next file of the call with the same columns."""

    __tablename__ = "intake_mapping"
    __table_args__ = (UniqueConstraint("edition_id", "kind", "fingerprint"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    kind: CallKind = Field(sa_type=choice(CallKind))
    fingerprint: str
    columns: dict[str, str | None] = Field(default_factory=dict, sa_type=JSON)
    """By question; nothing where no column answers it."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class DroppedFile(SQLModel, table=True):
    """A file in the facilitators' room. Its bytes stay in Slack: only what it was at the preview is remembered."""

    __tablename__ = "intake_file"
    __table_args__ = (UniqueConstraint("edition_id", "slack_file_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    slack_file_id: str
    slack_channel: str
    thread_ts: str | None = None
    """The message that carries the file."""
    preview_ts: str | None = None
    """Our answer to it."""
    person_id: int = Field(foreign_key="person.id")
    name: str = ""
    digest: str | None = None
    """SHA-256 of what was previewed: nothing else is brought in."""
    kind: CallKind | None = Field(default=None, sa_type=choice(CallKind))
    headers: list[str] = Field(default_factory=list, sa_type=JSON)
    columns: dict[str, str | None] = Field(default_factory=dict, sa_type=JSON)
    """The mapping as corrected by hand."""
    keep: bool = True
    """Whether a corrected mapping is kept once the file is brought in."""
    state: FileState = Field(default=FileState.WAITING, sa_type=choice(FileState))
    stored: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """How many submissions were new, changed and unchanged, once it is in."""
    at: datetime


class Errand(SQLModel, table=True):
    """Something to do with a dropped file that takes longer than Slack waits for an answer."""

    __tablename__ = "intake_errand"
    id: int = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="intake_file.id", index=True)
    verb: Verb = Field(sa_type=choice(Verb))
    page: int = 0
    person_id: int = Field(foreign_key="person.id")
    at: datetime
    attempts: int = 0
    claimed_at: datetime | None = None
    done_at: datetime | None = None


class AnswerRequest(SQLModel, table=True):
    """What a submission lacks, and whether its contact has been asked: incomplete, asked, received."""

    __tablename__ = "intake_request"
    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", unique=True)
    questions: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """Those that are open, by key, in the words of the form."""
    given: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    """What was answered since, by key: a later export of the form does not know it."""
    state: RequestState = Field(default=RequestState.INCOMPLETE, sa_type=choice(RequestState))
    asked_by_id: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime | None = None
    received_at: datetime | None = None


class Difference(SQLModel, table=True):
    """Two submissions that look alike and are not the same: never suggested again."""

    __tablename__ = "intake_difference"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)
    id: int = Field(default=None, primary_key=True)
    first_id: int = Field(foreign_key="submission.id")
    """The smaller of the two ids."""
    second_id: int = Field(foreign_key="submission.id")
    person_id: int = Field(foreign_key="person.id")
    reason: str
    at: datetime


def fingerprint(headers: Iterable[str]) -> str:
    """The same for the same columns in any order."""
    return hashlib.sha256("\n".join(sorted(headers)).encode()).hexdigest()


def kept_mapping(db: Db, edition_id: int, kind: CallKind, headers: Iterable[str]) -> KeptMapping | None:
    query = select(KeptMapping).where(
        KeptMapping.edition_id == edition_id,
        KeptMapping.kind == kind,
        KeptMapping.fingerprint == fingerprint(headers),
    )
    return db.exec(query).first()


def dropped(db: Db, edition_id: int, slack_file_id: str) -> DroppedFile | None:
    query = select(DroppedFile).where(DroppedFile.edition_id == edition_id, DroppedFile.slack_file_id == slack_file_id)
    return db.exec(query).first()


def newest_waiting(db: Db, edition_id: int) -> DroppedFile | None:
    query = select(DroppedFile).where(DroppedFile.edition_id == edition_id, DroppedFile.state == FileState.WAITING)
    return db.exec(query.order_by(col(DroppedFile.id).desc())).first()


def open_errand(db: Db, file_id: int, verb: Verb) -> Errand | None:
    query = select(Errand).where(Errand.file_id == file_id, Errand.verb == verb, col(Errand.done_at).is_(None))
    return db.exec(query).first()


@prepared
def _errands_open() -> SelectOfScalar[int]:
    return select(Errand.id).where(col(Errand.done_at).is_(None)).limit(1)


def errands_open(db: Db) -> bool:
    """Asked at every tick, so that nothing is written where nothing waits."""
    return _errands_open(db).first() is not None


def claim_errand(db: Db, now: datetime, lease: timedelta) -> Errand | None:
    """The oldest that nobody is at; no other process can take the same."""
    free = col(Errand.claimed_at).is_(None) | (col(Errand.claimed_at) <= now - lease)
    query = select(Errand).where(col(Errand.done_at).is_(None), free).order_by(col(Errand.id)).limit(1)
    if db.get_bind().dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    errand = db.exec(query).first()
    if errand:
        errand.claimed_at, errand.attempts = now, errand.attempts + 1
    return errand


def requests(db: Db, call_id: int, *states: RequestState) -> list[tuple[AnswerRequest, Submission]]:
    query = select(AnswerRequest, Submission).join(Submission).where(Submission.call_id == call_id)
    if states:
        query = query.where(col(AnswerRequest.state).in_(states))
    return list(db.exec(query.order_by(col(Submission.row), col(Submission.id))))


def add_requests(db: Db, questions: dict[int, dict[str, str]]) -> None:
    """Those that are open, by submission."""
    blank = dict.fromkeys(("asked_by_id", "asked_at", "received_at"))
    first: dict[str, Any] = {"given": {}, "state": RequestState.INCOMPLETE, **blank}
    rows = [first | {"submission_id": number, "questions": open_} for number, open_ in questions.items()]
    insert_all(db, AnswerRequest, rows)


def request_of(db: Db, submission_id: int) -> AnswerRequest | None:
    return db.exec(select(AnswerRequest).where(AnswerRequest.submission_id == submission_id)).first()


def differences(db: Db, call_id: int) -> set[frozenset[str]]:
    """Pairs of response ids of a call that somebody has told apart."""
    query = select(Difference).join(Submission, col(Submission.id) == Difference.first_id)
    rows = list(db.exec(query.where(Submission.call_id == call_id)))
    wanted = {number for row in rows for number in (row.first_id, row.second_id)}
    named = dict(db.exec(select(Submission.id, Submission.response_id).where(col(Submission.id).in_(wanted))).all())
    return {frozenset({named[row.first_id], named[row.second_id]}) for row in rows}


def are_different(db: Db, first_id: int, second_id: int) -> bool:
    low, high = sorted((first_id, second_id))
    query = select(Difference.id).where(Difference.first_id == low, Difference.second_id == high)
    return db.exec(query).first() is not None


def call_of(db: Db, submission_id: int) -> Call:
    return db.get_one(Call, db.get_one(Submission, submission_id).call_id)
