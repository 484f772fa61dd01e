"""Iteration loops: numbered, opened and closed by the calendar or a facilitator."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared
from storage.workspaces import Workspace, WorkspaceKind, WorkspaceState


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


def numbered(db: Db, edition_id: int, number: int) -> Loop | None:
    return db.exec(select(Loop).where(Loop.edition_id == edition_id, Loop.number == number)).first()


def current(db: Db, edition_id: int) -> Loop | None:
    """The open loop, the latest if several are."""
    query = select(Loop).where(Loop.edition_id == edition_id, Loop.state == LoopState.OPEN)
    return db.exec(query.order_by(col(Loop.number).desc())).first()


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


def run_of(db: Db, loop_id: int, workspace_id: int) -> Run | None:
    return db.exec(select(Run).where(Run.loop_id == loop_id, Run.workspace_id == workspace_id)).first()


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
