"""What a facilitator does about a room: look at it anew, have another one made, open it again."""

from bot.programme.permissions import demand
from bot.programme.workspaces import provisioning
from bot.programme.workspaces.provisioning import KEYS
from storage import workspaces
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.workspaces import ARCHIVE, CHANNEL, StepState, Workspace, WorkspaceState


class NotNeededError(Exception):
    """The room is not in the state in which this would help."""


def repair(db: Db, person: Person, edition: Edition) -> int:
    """Look at every step anew, and ask those who left once more; how many rooms there are."""
    demand(db, edition.id, person, "workspace.run")
    rooms = [one for one in workspaces.of_edition(db, edition.id) if one.state != WorkspaceState.CLOSED]
    for workspace in rooms:
        provisioning.look_again(db, workspace.id, *KEYS)
        _invite_again(db, workspace)
    return len(rooms)


def _invite_again(db: Db, workspace: Workspace) -> None:
    for seat in workspaces.seats(db, workspace.id).values():
        if seat.left_at:
            seat.left_at = seat.entered_at = None
        if seat.connect_wanted_at and not seat.connect_id:
            seat.connect_tried_at = None
    db.flush()


def remake(db: Db, person: Person, workspace_id: int) -> Workspace:
    """Another channel, where Slack does not show the old one any more."""
    workspace = db.get_one(Workspace, workspace_id)
    demand(db, workspace.edition_id, person, "workspace.run")
    if not gone(db, workspace):
        raise NotNeededError
    workspace.channel_id, workspace.state = None, WorkspaceState.PROVISIONING
    for step in workspaces.steps(db, workspace.id):
        step.result = {"revision": str(int(step.result.get("revision", "1")) + 1)} if step.key == "brief" else {}
    for seat in workspaces.seats(db, workspace.id).values():
        seat.entered_at = seat.left_at = None
    provisioning.look_again(db, workspace.id, *KEYS)
    return workspace


def gone(db: Db, workspace: Workspace) -> bool:
    """Its channel waits for a person, and is there in our book."""
    steps = {step.key: step for step in workspaces.steps(db, workspace.id)}
    return workspace.channel_id is not None and CHANNEL in steps and steps[CHANNEL].state == StepState.BLOCKED


def reopen(db: Db, person: Person, workspace_id: int) -> Workspace:
    """A closed room is a room again: its channel is taken out of the archive, its people are invited."""
    workspace = db.get_one(Workspace, workspace_id)
    demand(db, workspace.edition_id, person, "workspace.run")
    if workspace.state != WorkspaceState.CLOSED:
        raise NotNeededError
    workspace.state, workspace.closed_at = WorkspaceState.PROVISIONING, None
    for step in workspaces.steps(db, workspace.id):
        if step.key == ARCHIVE:
            db.delete(step)
    db.flush()
    provisioning.look_again(db, workspace.id, *KEYS)
    return workspace
