"""Workspaces: a private room per challenge, the rooms of the cohort and the facilitators, and how far each stands."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice
from storage.editions import Edition
from storage.matching import Challenge, Pairing, PairingState
from storage.teams import Team, TeamKind, TeamState


class WorkspaceKind(StrEnum):
    CHALLENGE = "challenge"
    COHORT = "cohort"
    FACILITATORS = "facilitators"
    ADVISORS = "advisors"


class WorkspaceState(StrEnum):
    PROVISIONING = "provisioning"
    READY = "ready"
    CLOSED = "closed"


class StepState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    BLOCKED = "blocked"


class Channel(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("installation_id", "slack_channel_id"),)
    id: int = Field(default=None, primary_key=True)
    installation_id: int = Field(foreign_key="installation.id")
    slack_channel_id: str
    name: str
    locale: str = "en"


class Workspace(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "kind", "challenge_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    kind: WorkspaceKind = Field(sa_type=choice(WorkspaceKind))
    challenge_id: int | None = Field(default=None, foreign_key="challenge.id")
    channel_id: int | None = Field(default=None, foreign_key="channel.id")
    state: WorkspaceState = Field(default=WorkspaceState.PROVISIONING, sa_type=choice(WorkspaceState))
    created_at: datetime
    closed_at: datetime | None = None
    keep_open: bool = False
    """Its teams wish that the channel stays after the close."""


class Step(SQLModel, table=True):
    """One recorded step of provisioning: what stands, what waits, and what is in its way."""

    __tablename__ = "workspace_step"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    position: int
    key: str
    state: StepState = Field(default=StepState.WAITING, sa_type=choice(StepState))
    result: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    problem: str | None = None
    done_at: datetime | None = None


def of_edition(db: Db, edition_id: int, *kinds: WorkspaceKind) -> list[Workspace]:
    query = select(Workspace).where(Workspace.edition_id == edition_id)
    if kinds:
        query = query.where(col(Workspace.kind).in_(kinds))
    return list(db.exec(query.order_by(col(Workspace.id))))


def room(db: Db, edition_id: int, kind: WorkspaceKind) -> Channel | None:
    """The channel of the cohort, the facilitators or the advisors."""
    query = select(Channel).join(Workspace).where(Workspace.edition_id == edition_id, Workspace.kind == kind)
    return db.exec(query).first()


def edition_of_room(db: Db, installation_id: int, slack_channel: str, kind: WorkspaceKind) -> Edition | None:
    """Whose cohort, facilitators or advisors meet in this channel."""
    query = (
        select(Edition)
        .join(Workspace, col(Workspace.edition_id) == Edition.id)
        .join(Channel, col(Channel.id) == Workspace.channel_id)
        .where(Channel.installation_id == installation_id, Channel.slack_channel_id == slack_channel)
        .where(Workspace.kind == kind)
    )
    return db.exec(query).first()


def of_channel(db: Db, channel_id: int) -> Workspace | None:
    return db.exec(select(Workspace).where(Workspace.channel_id == channel_id)).first()


def steps(db: Db, workspace_id: int) -> list[Step]:
    return list(db.exec(select(Step).where(Step.workspace_id == workspace_id).order_by(col(Step.position))))


def teams_of(db: Db, workspace: Workspace) -> list[Team]:
    """The owner first, then its providers that are still with it."""
    paired = (
        select(Pairing.team_id)
        .where(Pairing.challenge_id == workspace.challenge_id)
        .where(col(Pairing.state).in_((PairingState.AGREED, PairingState.ACTIVE, PairingState.COMPLETED)))
    )
    owner = select(Challenge.team_id).where(Challenge.id == workspace.challenge_id)
    query = select(Team).where(col(Team.id).in_(owner) | col(Team.id).in_(paired), Team.state == TeamState.ACTIVE)
    return sorted(db.exec(query), key=lambda team: (team.kind != "owner", team.id))


def working(db: Db, edition_id: int) -> list[Team]:
    """Teams that work in some challenge workspace: every owner, and the providers that have a place."""
    placed = (
        select(Pairing.team_id)
        .join(Challenge)
        .where(Challenge.edition_id == edition_id)
        .where(col(Pairing.state).in_((PairingState.AGREED, PairingState.ACTIVE, PairingState.COMPLETED)))
    )
    query = select(Team).where(Team.edition_id == edition_id, Team.state == TeamState.ACTIVE)
    query = query.where((col(Team.kind) == TeamKind.OWNER) | col(Team.id).in_(placed))
    return list(db.exec(query.order_by(col(Team.id))))


def of_team(db: Db, team_id: int) -> Workspace | None:
    """The challenge workspace in which the team works, as its owner or as a provider."""
    paired = select(Pairing.challenge_id).where(
        Pairing.team_id == team_id,
        col(Pairing.state).in_((PairingState.AGREED, PairingState.ACTIVE, PairingState.COMPLETED)),
    )
    owned = select(Challenge.id).where(Challenge.team_id == team_id)
    query = select(Workspace).where(col(Workspace.challenge_id).in_(owned) | col(Workspace.challenge_id).in_(paired))
    return db.exec(query).first()


def step(db: Db, workspace_id: int, key: str) -> Step:
    return db.exec(select(Step).where(Step.workspace_id == workspace_id, Step.key == key)).one()


def waiting_steps(db: Db) -> list[Step]:
    query = select(Step).where(Step.state != StepState.DONE)
    return list(db.exec(query.order_by(col(Step.workspace_id), col(Step.position))))
