"""Working agreements: versions of what a workspace's teams agree on, each team's part, and who signed it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, prepared
from storage.editions import Edition, EditionState
from storage.workspaces import Workspace, WorkspaceKind, WorkspaceState


class Agreement(SQLModel, table=True):
    """One version. A later version leaves the earlier ones as they were."""

    __table_args__ = (UniqueConstraint("workspace_id", "version"),)
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    version: int
    goals: str = ""
    rhythm: str = ""
    language: str = ""
    confidentiality: str = ""
    changes: list[str] = Field(default_factory=list, sa_type=JSON)
    """Names of what differs from the version before."""
    edits: int = 0
    """Counts what was done to it, so that its card is rewritten once for each."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who made this version; empty for the first."""
    asked_at: datetime
    """Since when signatures are waited for; later when a team joins."""
    settled_at: datetime | None = None
    """When every team had signed: the kick-off is done."""


class AgreementPart(SQLModel, table=True):
    """What one team brings and wishes, and its signature."""

    __tablename__ = "agreement_part"
    __table_args__ = (UniqueConstraint("agreement_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    team_id: int = Field(foreign_key="team.id")
    hours: str = ""
    learning: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    signed_at: datetime | None = None


def latest(db: Db, workspace_id: int) -> Agreement | None:
    query = select(Agreement).where(Agreement.workspace_id == workspace_id)
    return db.exec(query.order_by(col(Agreement.version).desc())).first()


def parts(db: Db, agreement_id: int) -> dict[int, AgreementPart]:
    """By team."""
    rows = db.exec(select(AgreementPart).where(AgreementPart.agreement_id == agreement_id))
    return {row.team_id: row for row in rows}


@prepared
def _open_since(before: datetime) -> Any:
    later = sa.orm.aliased(Agreement)
    newer = select(later.id).where(later.workspace_id == Agreement.workspace_id, later.version > Agreement.version)
    query = (
        select(Agreement, Workspace)
        .join(Workspace)
        .where(col(Agreement.settled_at).is_(None), Agreement.asked_at <= before, ~newer.exists())
        .where(col(Workspace.closed_at).is_(None))
    )
    return query.order_by(col(Agreement.id))


def open_since(db: Db, before: datetime, edition_id: int | None = None) -> list[tuple[Agreement, Workspace]]:
    """Versions that wait for signatures since before that moment; earlier versions wait for nothing."""
    return [row for row in _open_since(db, before=before) if edition_id in {None, row[1].edition_id}]


@prepared
def _without() -> SelectOfScalar[Workspace]:
    query = (
        select(Workspace)
        .outerjoin(Agreement, col(Agreement.workspace_id) == Workspace.id)
        .where(Workspace.kind == WorkspaceKind.CHALLENGE, Workspace.state == WorkspaceState.READY)
        .where(col(Workspace.channel_id).is_not(None), col(Agreement.id).is_(None))
        .join(Edition, col(Edition.id) == col(Workspace.edition_id))
        .where(Edition.state == EditionState.INCUBATING)
    )
    return query.order_by(col(Workspace.id))


def without(db: Db) -> list[Workspace]:
    """Workspaces of running editions that are ready and have no agreement yet."""
    return list(_without(db))
