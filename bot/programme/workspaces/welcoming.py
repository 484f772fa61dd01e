"""What is said in a room and to its people at the start: the pinned brief, the welcome, and where it stands."""

from datetime import datetime
from typing import Any

from bot.programme.occasions import Context, Skip, ref
from bot.programme.workspaces.facts import title_of
from storage import checkins, commitments, loops, teams, workspaces
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.matching import Challenge
from storage.teams import Team
from storage.workspaces import Channel, Workspace, WorkspaceState

PARTS = ("title", "question", "context", "tried")


def brief_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    workspace = db.get_one(Workspace, ref(delivery, "workspace"))
    edition = db.get_one(Edition, workspace.edition_id)
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    there = workspaces.teams_of(db, workspace) if challenge else []
    parts = [
        {
            "name": team.name,
            "country": team.country,
            "kind": str(team.kind),
            "offer": team.offer if team.kind != "owner" else "",
        }
        for team in there
    ]
    outside = sorted({one.organisation for one in there if one.organisation})
    facts: dict[str, Any] = {"edition": edition.name, "kind": str(workspace.kind), "teams": parts}
    facts["organisations"] = outside
    return facts | {name: getattr(challenge, name) if challenge else "" for name in PARTS}


def welcome_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    workspace, edition = _place(db, delivery)
    if workspace.state == WorkspaceState.CLOSED:
        return Skip("the workspace is closed")
    person_id = delivery.person_id or 0
    return {
        "edition": edition.name,
        "title": title_of(db, workspace, edition),
        "channel": _channel(db, workspace, person_id),
        "teams": [team.name for team in teams.of_person(db, edition.id, person_id)],
        "ref": str(edition.id),
    }


def joined_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """Where the workspace is, for somebody who comes later; they belong to it, so its own level is theirs."""
    workspace, edition = _place(db, delivery)
    if workspace.state == WorkspaceState.CLOSED or workspace.challenge_id is None:
        return Skip("the workspace is closed")
    challenge = db.get_one(Challenge, workspace.challenge_id)
    there = {team.id: team for team in workspaces.teams_of(db, workspace)}
    loop = loops.current(db, edition.id)
    promised = commitments.open_of(db, list(there))
    return {
        "title": challenge.title,
        "question": challenge.question,
        "channel": _channel(db, workspace, delivery.person_id or 0),
        "loop_number": loop.number if loop else None,
        "closes_on": loop.closes_on if loop else None,
        "results": _results(db, edition, there),
        "commitments": [{"team": there[row.team_id].name, "text": row.text, "due_on": row.due_on} for row in promised],
    }


def _place(db: Db, delivery: Delivery) -> tuple[Workspace, Edition]:
    workspace = db.get_one(Workspace, ref(delivery, "workspace"))
    return workspace, db.get_one(Edition, workspace.edition_id)


def _channel(db: Db, workspace: Workspace, person_id: int) -> str:
    """Slack's id, where the person can go there."""
    seat = workspaces.seats(db, workspace.id).get(person_id)
    channel = db.get(Channel, workspace.channel_id) if workspace.channel_id else None
    return channel.slack_channel_id if channel and seat and seat.entered_at else ""


def _results(db: Db, edition: Edition, there: dict[int, Team]) -> list[dict[str, Any]]:
    """Of each team the last check-in that it gave."""
    last: dict[int, dict[str, Any]] = {}
    for loop in loops.of_edition(db, edition.id):
        for row in checkins.of_loop(db, loop.id):
            if row.team_id in there and row.answered:
                result = str(row.result) if row.result else ""
                team = there[row.team_id].name
                last[row.team_id] = {"team": team, "loop": loop.number, "result": result, "learned": row.learned}
    return list(last.values())
