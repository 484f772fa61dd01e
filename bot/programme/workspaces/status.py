"""How each room stands: what is done, what waits and why, who is not inside and what is the way in."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme.permissions import demand
from bot.programme.workspaces import access, belonging, repairing
from bot.programme.workspaces.access import Lack
from bot.programme.workspaces.facts import title_of
from storage import workspaces
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.workspaces import Channel, StepState, Workspace, WorkspaceState


@dataclass(frozen=True)
class Outside:
    name: str
    lack: str
    problem: str


@dataclass(frozen=True)
class Standing:
    id: int
    title: str
    channel: str
    state: str
    done: int
    of: int
    problems: list[str]
    outside: list[Outside]
    others: int
    """People in the channel whom the programme does not know to belong there."""
    no_canvas: str
    """Slack's word for why there can be no canvas."""
    looked_at: datetime | None
    gone: bool
    closed: bool


def status(db: Db, person: Person, edition: Edition) -> list[Standing]:
    demand(db, edition.id, person, "workspace.run")
    return [_standing(db, edition, workspace) for workspace in workspaces.of_edition(db, edition.id)]


def _standing(db: Db, edition: Edition, workspace: Workspace) -> Standing:
    steps = {step.key: step for step in workspaces.steps(db, workspace.id)}
    channel = db.get(Channel, workspace.channel_id) if workspace.channel_id else None
    closed = workspace.state == WorkspaceState.CLOSED
    return Standing(
        id=workspace.id,
        title=title_of(db, workspace, edition),
        channel=channel.slack_channel_id if channel else "",
        state=str(workspace.state),
        done=sum(step.state == StepState.DONE for step in steps.values()),
        of=len(steps),
        problems=[f"{step.key}: {step.problem}" for step in steps.values() if step.problem],
        outside=[] if closed else _outside(db, edition, workspace),
        others=int(steps["people"].result.get("others", "0")) if "people" in steps else 0,
        no_canvas=steps["canvas"].result.get("unavailable", "") if "canvas" in steps else "",
        looked_at=workspace.looked_at,
        gone=repairing.gone(db, workspace),
        closed=closed,
    )


def _outside(db: Db, edition: Edition, workspace: Workspace) -> list[Outside]:
    found: list[Outside] = []
    for member in belonging.members(db, workspace, edition.installation_id):
        lack: Lack | None = access.in_the_way(db, member)
        if lack:
            found.append(Outside(member.person.name, str(lack), member.seat.problem if member.seat else ""))
    return found
