"""Workspaces: a private room per challenge, the rooms of the cohort and the facilitators, and how far each stands."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared
from storage.editions import Edition
from storage.matching import Challenge, Pairing, PairingState
from storage.teams import Team, TeamKind, TeamState

CHANNEL, ARCHIVE = "channel", "archive"
"""Keys of the first step and of the last."""

PLACED = (PairingState.AGREED, PairingState.ACTIVE, PairingState.COMPLETED)


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
    """`BLOCKED`: it stands otherwise than it should, and a person decides whether it is repaired."""

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
    looked_at: datetime | None = None
    """When it was last held against what Slack shows."""
    counted_at: datetime | None = None
    """When its members were last looked through."""


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
    retry_at: datetime | None = None
    """Not before this moment, since Slack refused."""
    done_at: datetime | None = None


class Seat(SQLModel, table=True):
    """One person's place in one workspace, from the day they belonged to it."""

    __tablename__ = "workspace_seat"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    since: datetime
    entered_at: datetime | None = None
    """When we invited them, or found them inside."""
    left_at: datetime | None = None
    """When we found that they had left by themselves."""
    removed_at: datetime | None = None
    """When they no longer belonged to it."""
    problem: str = ""
    """Slack's word for why they cannot be invited."""
    connect_wanted_at: datetime | None = None
    connect_tried_at: datetime | None = None
    """Kept before Slack is asked, so that no invitation goes out twice."""
    connect_id: str = ""
    """Slack's id of the invitation by Slack Connect, once it went out."""


class RulesAcceptance(SQLModel, table=True):
    """Somebody has accepted the rules of an edition."""

    __tablename__ = "rules_acceptance"
    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime


@prepared
def _of_edition(edition_id: int) -> SelectOfScalar[Workspace]:
    return select(Workspace).where(Workspace.edition_id == edition_id).order_by(col(Workspace.id))


def of_edition(db: Db, edition_id: int, *kinds: WorkspaceKind) -> list[Workspace]:
    return [row for row in _of_edition(db, edition_id=edition_id) if not kinds or row.kind in kinds]


@prepared
def _room(edition_id: int, kind: WorkspaceKind) -> SelectOfScalar[Channel]:
    return select(Channel).join(Workspace).where(Workspace.edition_id == edition_id, Workspace.kind == kind)


def room(db: Db, edition_id: int, kind: WorkspaceKind) -> Channel | None:
    """The channel of the cohort, the facilitators or the advisors."""
    return _room(db, edition_id=edition_id, kind=kind).first()


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


def with_steps(db: Db, edition_id: int) -> list[tuple[Workspace, str, list[Step]]]:
    """Every room with its challenge's title, if it has one, and its steps: in two queries."""
    query = select(Workspace, Challenge.title).outerjoin(Challenge, col(Challenge.id) == Workspace.challenge_id)
    rows = db.exec(query.where(Workspace.edition_id == edition_id).order_by(col(Workspace.id))).all()
    taken = select(Step).where(col(Step.workspace_id).in_([row.id for row, _ in rows])).order_by(col(Step.position))
    by_room: dict[int, list[Step]] = {row.id: [] for row, _ in rows}
    for one in db.exec(taken):
        by_room[one.workspace_id].append(one)
    return [(row, title or "", by_room[row.id]) for row, title in rows]


@prepared
def _teams_of(challenge_id: int) -> SelectOfScalar[Team]:
    paired = select(Pairing.team_id).where(Pairing.challenge_id == challenge_id).where(col(Pairing.state).in_(PLACED))
    owner = select(Challenge.team_id).where(Challenge.id == challenge_id)
    return select(Team).where(col(Team.id).in_(owner) | col(Team.id).in_(paired), Team.state == TeamState.ACTIVE)


def teams_of(db: Db, workspace: Workspace) -> list[Team]:
    """The owner first, then its providers that are still with it."""
    found = _teams_of(db, challenge_id=workspace.challenge_id or 0)
    return sorted(found, key=lambda team: (team.kind != "owner", team.id))


@prepared
def _working(edition_id: int) -> SelectOfScalar[Team]:
    placed = (
        select(Pairing.team_id)
        .join(Challenge)
        .where(Challenge.edition_id == edition_id)
        .where(col(Pairing.state).in_(PLACED))
    )
    query = select(Team).where(Team.edition_id == edition_id, Team.state == TeamState.ACTIVE)
    return query.where((col(Team.kind) == TeamKind.OWNER) | col(Team.id).in_(placed)).order_by(col(Team.id))


def working(db: Db, edition_id: int) -> list[Team]:
    """Teams that work in some challenge workspace: every owner, and the providers that have a place."""
    return list(_working(db, edition_id=edition_id))


@prepared
def _owners(edition_id: int) -> Any:
    query = select(Challenge.id, Team).join(Team, col(Challenge.team_id) == col(Team.id))
    return query.where(Challenge.edition_id == edition_id)


def owners(db: Db, edition_id: int) -> dict[int, Team]:
    """Whose each challenge of the edition is, by the challenge's id."""
    return dict(_owners(db, edition_id=edition_id))


@prepared
def _of_team(team_id: int) -> SelectOfScalar[Workspace]:
    paired = select(Pairing.challenge_id).where(Pairing.team_id == team_id, col(Pairing.state).in_(PLACED))
    owned = select(Challenge.id).where(Challenge.team_id == team_id)
    return select(Workspace).where(col(Workspace.challenge_id).in_(owned) | col(Workspace.challenge_id).in_(paired))


def of_team(db: Db, team_id: int) -> Workspace | None:
    """The challenge workspace in which the team works, as its owner or as a provider."""
    return _of_team(db, team_id=team_id).first()


def of_challenge(db: Db, challenge_id: int) -> Workspace | None:
    return db.exec(select(Workspace).where(Workspace.challenge_id == challenge_id)).first()


def step(db: Db, workspace_id: int, key: str) -> Step:
    return db.exec(select(Step).where(Step.workspace_id == workspace_id, Step.key == key)).one()


@prepared
def _due_steps(now: datetime) -> SelectOfScalar[Step]:
    closed = col(Workspace.state) == WorkspaceState.CLOSED
    query = (
        select(Step)
        .join(Workspace, col(Workspace.id) == Step.workspace_id)
        .join(Edition, col(Edition.id) == Workspace.edition_id)
        .where(Step.state == StepState.WAITING, closed == (col(Step.key) == ARCHIVE), col(Edition.paused_at).is_(None))
        .where(col(Step.retry_at).is_(None) | (col(Step.retry_at) <= now))
    )
    return query.order_by(col(Step.workspace_id), col(Step.position))


def due_steps(db: Db, now: datetime) -> list[Step]:
    """What can be taken now: of a closed workspace the archiving alone, and nothing of a paused edition."""
    return list(_due_steps(db, now=now))


def held(db: Db) -> set[int]:
    """Workspaces whose channel waits for a person: no other step makes sense."""
    return set(db.exec(select(Step.workspace_id).where(Step.key == CHANNEL, Step.state == StepState.BLOCKED)))


@prepared
def _to_look_at(before: datetime) -> SelectOfScalar[Workspace]:
    stale = col(Workspace.looked_at).is_(None) | (col(Workspace.looked_at) < before)
    query = select(Workspace).join(Edition, col(Edition.id) == Workspace.edition_id)
    query = query.where(Workspace.state == WorkspaceState.READY, col(Workspace.channel_id).is_not(None), stale)
    return query.where(col(Edition.paused_at).is_(None)).order_by(col(Workspace.id))


def to_look_at(db: Db, before: datetime) -> list[Workspace]:
    """Finished ones that were not held against Slack since then."""
    return list(_to_look_at(db, before=before))


@prepared
def _to_archive() -> SelectOfScalar[Workspace]:
    planned = select(Step.workspace_id).where(Step.key == ARCHIVE)
    query = select(Workspace).where(Workspace.state == WorkspaceState.CLOSED, Workspace.keep_open == sa.false())
    return query.where(col(Workspace.id).not_in(planned))


def to_archive(db: Db) -> list[Workspace]:
    """Closed ones whose teams do not wish them open, and whose archiving is not recorded yet."""
    return list(_to_archive(db))


def seats(db: Db, workspace_id: int) -> dict[int, Seat]:
    """By person."""
    return {row.person_id: row for row in db.exec(select(Seat).where(Seat.workspace_id == workspace_id))}


def seats_of(db: Db, person_id: int) -> list[Seat]:
    return list(db.exec(select(Seat).where(Seat.person_id == person_id).order_by(col(Seat.id))))


def accepted(db: Db, edition_id: int) -> set[int]:
    """Who has accepted the rules."""
    return set(db.exec(select(RulesAcceptance.person_id).where(RulesAcceptance.edition_id == edition_id)))


def known_channels(db: Db, installation_id: int | None) -> set[str]:
    """Slack's ids of the channels that are some workspace's already."""
    return set(db.exec(select(Channel.slack_channel_id).where(Channel.installation_id == installation_id)))
