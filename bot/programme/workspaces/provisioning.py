"""What shall be made: a workspace and its steps are recorded here, and taken by `running` when the clock ticks."""

from datetime import datetime

from storage import editions, teams, workspaces
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge
from storage.teams import TeamKind
from storage.workspaces import ARCHIVE, CHANNEL, Step, StepState, Workspace, WorkspaceKind, WorkspaceState

KEYS = (CHANNEL, "people", "topic", "purpose", "brief", "bookmarks", "canvas")
ROOM_KINDS = (WorkspaceKind.FACILITATORS, WorkspaceKind.COHORT, WorkspaceKind.ADVISORS)


def found(db: Db, now: datetime, edition: Edition, challenge: Challenge) -> Workspace:
    known = workspaces.of_challenge(db, challenge.id)
    return known or _found(db, now, edition, WorkspaceKind.CHALLENGE, challenge.id)


def found_room(db: Db, now: datetime, edition: Edition, kind: WorkspaceKind) -> Workspace:
    """The room of the facilitators, the cohort or the advisors."""
    known = workspaces.of_edition(db, edition.id, kind)
    return known[0] if known else _found(db, now, edition, kind, None)


def _found(db: Db, now: datetime, edition: Edition, kind: WorkspaceKind, challenge_id: int | None) -> Workspace:
    workspace = Workspace(edition_id=edition.id, kind=kind, challenge_id=challenge_id, created_at=now)
    db.add(workspace)
    db.flush()
    look_again(db, workspace.id, *KEYS)
    return workspace


def look_again(db: Db, workspace_id: int, *keys: str) -> None:
    """Take these steps anew at the next tick: somebody joined or left, or a text changed."""
    known = {row.key: row for row in workspaces.steps(db, workspace_id)}
    for key in keys:
        position = KEYS.index(key) if key in KEYS else len(KEYS)
        row = known.get(key) or Step(workspace_id=workspace_id, position=position, key=key)
        row.state, row.retry_at = StepState.WAITING, None
        db.add(row)
    db.flush()


def membership_changed(db: Db, edition_id: int, challenge_id: int | None = None) -> None:
    """Who belongs is not the same any more: in the challenge's room, or in any room of the edition."""
    for workspace in workspaces.of_edition(db, edition_id):
        mine = challenge_id is None or workspace.challenge_id == challenge_id
        if mine and workspace.state != WorkspaceState.CLOSED and workspaces.steps(db, workspace.id):
            look_again(db, workspace.id, "people", "canvas")


def arrived(db: Db, person_id: int) -> None:
    """Somebody who could not be invited is in Slack now."""
    for seat in workspaces.seats_of(db, person_id):
        if seat.entered_at is None and seat.removed_at is None:
            look_again(db, seat.workspace_id, "people")


def rooms_due(db: Db, now: datetime) -> None:
    """Every edition that has a Slack workspace gets its rooms; a room that was closed is archived."""
    for edition in editions.active(db):
        if edition.installation_id:
            there = {workspace.kind for workspace in workspaces.of_edition(db, edition.id, *ROOM_KINDS)}
            for kind in ROOM_KINDS:
                if kind not in there and _wanted(db, edition, kind):
                    _found(db, now, edition, kind, None)
    for workspace in workspaces.to_archive(db):
        look_again(db, workspace.id, ARCHIVE)


def _wanted(db: Db, edition: Edition, kind: WorkspaceKind) -> bool:
    return kind != WorkspaceKind.COHORT or bool(teams.active(db, edition.id, TeamKind.COHORT))
