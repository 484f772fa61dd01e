"""Iteration loops: numbered, opened and closed by the calendar or a facilitator."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import search
from storage.db import Db, choice, prepared
from storage.search import Entry
from storage.workspaces import Workspace, WorkspaceKind, WorkspaceState

LEVEL = "workspace"
"""Of a learning card: who takes part writes it for the room."""


class LoopState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Loop(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    state: LoopState = Field(default=LoopState.PLANNED, sa_type=choice(LoopState))
    opens_on: date
    checkin_on: date
    """The day on which teams are asked; each on its own next working day."""
    due_on: date
    """The day by which an answer is hoped for."""
    closes_on: date
    opened_at: datetime | None = None
    closed_at: datetime | None = None


@prepared
def _of_edition(edition_id: int) -> SelectOfScalar[Loop]:
    return select(Loop).where(Loop.edition_id == edition_id).order_by(col(Loop.number))


def of_edition(db: Db, edition_id: int) -> list[Loop]:
    return list(_of_edition(db, edition_id=edition_id))


@prepared
def _numbered(edition_id: int, number: int) -> SelectOfScalar[Loop]:
    return select(Loop).where(Loop.edition_id == edition_id, Loop.number == number)


def numbered(db: Db, edition_id: int, number: int) -> Loop | None:
    return _numbered(db, edition_id=edition_id, number=number).first()


def last_closed(db: Db, edition_id: int) -> Loop | None:
    query = select(Loop).where(Loop.edition_id == edition_id, Loop.state == LoopState.CLOSED)
    return db.exec(query.order_by(col(Loop.number).desc())).first()


@prepared
def _current(edition_id: int) -> SelectOfScalar[Loop]:
    query = select(Loop).where(Loop.edition_id == edition_id, Loop.state == LoopState.OPEN)
    return query.order_by(col(Loop.number).desc())


def current(db: Db, edition_id: int) -> Loop | None:
    """The open loop, the latest if several are."""
    return _current(db, edition_id=edition_id).first()


class CallForm(StrEnum):
    """How the teams of a workspace meet in a loop."""

    LIVE = "live"
    WRITING = "in writing"


class Course(StrEnum):
    """What a workspace does with its intention when the loop closes."""

    CONTINUE = "continue"
    CHANGE = "change"
    STOP = "stop"


class Run(SQLModel, table=True):
    """One workspace's way through one loop: what it intends, when its teams meet, what came of it."""

    __tablename__ = "loop_run"
    __table_args__ = (UniqueConstraint("loop_id", "workspace_id"),)
    id: int = Field(default=None, primary_key=True)
    loop_id: int = Field(foreign_key="loop.id")
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    intention: str = ""
    trying: str = ""
    intended_by: int | None = Field(default=None, foreign_key="person.id")
    intention_revision: int = 0
    call_form: CallForm = Field(default=CallForm.LIVE, sa_type=choice(CallForm))
    call_at: datetime
    """Of a call in writing, when it begins."""
    call_revision: int = 0
    """None yet: the time is the one proposed, and nobody has said so."""
    proposals: list[str] = Field(default_factory=list, sa_type=JSON)
    """Instants at which all of its teams work."""
    decided: str = ""
    actions: str = ""
    """Who does what by when, a line each, as it was written."""
    noted: str = ""
    """What was learned, by the capture."""
    captured_by: int | None = Field(default=None, foreign_key="person.id")
    capture_revision: int = 0
    learned: str = ""
    """What was learned, by the learning card."""
    next_step: str = ""
    course: Course | None = Field(default=None, sa_type=choice(Course))
    reframed: bool = False
    carded_by: int | None = Field(default=None, foreign_key="person.id")
    card_revision: int = 0


def describe(connection: sa.Connection, row: Run) -> Entry | None:
    """A confirmed learning card is its workspace's alone: the owner's, as the level filter knows the place."""
    if not row.card_revision or not row.learned:
        return None
    challenge = sa.table("challenge", sa.column("id"), sa.column("team_id"))
    owner = sa.select(challenge.c.team_id).join_from(Workspace, challenge, challenge.c.id == Workspace.challenge_id)
    team = connection.execute(owner.where(col(Workspace.id) == row.workspace_id)).scalar()
    loop = connection.execute(sa.select(Loop.edition_id, Loop.number).where(col(Loop.id) == row.loop_id)).one()  # type: ignore[call-overload]
    if team is None:
        return None
    text = "\n".join(words for words in (row.learned, row.next_step) if words)
    return Entry("card", loop[0], team, LEVEL, f"Loop {loop[1]}", text, row.call_at)


search.indexed(Run, describe)


@prepared
def _run_of(loop_id: int, workspace_id: int) -> SelectOfScalar[Run]:
    return select(Run).where(Run.loop_id == loop_id, Run.workspace_id == workspace_id)


def run_of(db: Db, loop_id: int, workspace_id: int) -> Run | None:
    return _run_of(db, loop_id=loop_id, workspace_id=workspace_id).first()


@prepared
def _runs_of(loop_id: int) -> SelectOfScalar[Run]:
    return select(Run).where(Run.loop_id == loop_id).order_by(col(Run.workspace_id))


def runs_of(db: Db, loop_id: int) -> list[Run]:
    return list(_runs_of(db, loop_id=loop_id))


def run_before(db: Db, loop: Loop, workspace_id: int) -> Run | None:
    """The workspace's run through the loop before this one."""
    query = select(Run).join(Loop).where(Loop.edition_id == loop.edition_id, Loop.number < loop.number)
    return db.exec(query.where(Run.workspace_id == workspace_id).order_by(col(Loop.number).desc())).first()


@prepared
def _without_run(loop_id: int, edition_id: int) -> SelectOfScalar[Workspace]:
    taken = select(Run.workspace_id).where(Run.loop_id == loop_id)
    query = select(Workspace).where(Workspace.edition_id == edition_id, Workspace.state != WorkspaceState.CLOSED)
    return query.where(Workspace.kind == WorkspaceKind.CHALLENGE, col(Workspace.id).not_in(taken))


def without_run(db: Db, loop: Loop) -> list[Workspace]:
    """Workspaces that came after the loop was opened."""
    return list(_without_run(db, loop_id=loop.id, edition_id=loop.edition_id))
