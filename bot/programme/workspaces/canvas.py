"""The channel's canvas: a view of what is kept elsewhere, written anew when it would read differently."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.programme.workspaces import belonging
from bot.programme.workspaces.facts import Facts
from bot.programme.workspaces.steps import Hands, Kept
from bot.slack import SlackRefusedError
from storage import agreements, commitments, goals, loops, sessions
from storage.db import Db
from storage.editions import Edition
from storage.loops import Loop, LoopState
from storage.matching import Challenge
from storage.teams import Team, TeamKind
from storage.workspaces import Workspace

Draw = Callable[[str, str, dict[str, Any]], str]
"""`(locale, zone, facts)` → Markdown."""

NOT_HERE = {
    *("canvas_disabled_user_team", "free_team_canvas_tab_already_exists", "free_teams_cannot_edit_standalone_canvases"),
    *("team_tier_cannot_create_channel_canvases", "restricted_action", "missing_scope", "unknown_method"),
}
"""Slack's words for a plan or a setting that has no canvas for us."""
AHEAD = timedelta(weeks=8)
MOST_DATES = 5


def put_up(facts: Facts, hands: Hands, markdown: str) -> Kept:
    mark = fingerprint(markdown)
    canvas = facts.kept("canvas", "id")
    if canvas and facts.kept("canvas", "mark") == mark:
        return {"id": canvas, "mark": mark}
    try:
        return {"id": _write(facts, hands, canvas, markdown), "mark": mark}
    except SlackRefusedError as refusal:
        if refusal.code in NOT_HERE:
            return {"unavailable": refusal.code}
        raise


def _write(facts: Facts, hands: Hands, canvas: str, markdown: str) -> str:
    """A channel has one canvas: that of which we never heard is found at the channel."""
    canvas = canvas or hands.room(facts.slack_channel).canvas
    if canvas:
        try:
            hands.slack.replace_canvas(canvas, markdown)
        except SlackRefusedError as refusal:
            if refusal.code != "canvas_not_found":
                raise
        else:
            return canvas
    return hands.slack.create_canvas(facts.slack_channel, markdown)


def fingerprint(markdown: str) -> str:
    return sha256(markdown.encode()).hexdigest()


def contents(db: Db, now: datetime, workspace: Workspace, edition: Edition) -> dict[str, Any]:
    """Brief, teams and hours, what was promised, and the next dates."""
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    there = belonging.working_in(db, workspace) if challenge else []
    names = {team.id: team.name for team in there}
    promised = commitments.open_of(db, list(names)) if there else []
    parts = ("title", "question", "context", "tried")
    return {
        "edition": edition.name,
        "kind": str(workspace.kind),
        **{name: getattr(challenge, name) if challenge else "" for name in parts},
        "teams": [_team(team) for team in there],
        "commitments": [{"team": names[row.team_id], "text": row.text, "due_on": row.due_on} for row in promised],
        "goal": _goal(db, there),
        "agreed": _agreed(db, workspace),
        "run": _run(db, workspace, edition),
        "loop_row": _loop(db, edition),
        "sessions": _sessions(db, now, edition),
    }


def _team(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "country": team.country,
        "kind": str(team.kind),
        "zone": team.zone,
        "weekend": list(team.weekend),
    }


def _goal(db: Db, there: list[Team]) -> str:
    """The owner's, as it was stated last."""
    stated = [goal for team in there if team.kind == TeamKind.OWNER for goal in goals.of_team(db, team.id)]
    return max(stated, key=lambda goal: goal.at).text if stated else ""


def _agreed(db: Db, workspace: Workspace) -> dict[str, Any]:
    row = agreements.latest(db, workspace.id)
    return {"rhythm": row.rhythm, "language": row.language, "version": row.version} if row and row.settled_at else {}


def _run(db: Db, workspace: Workspace, edition: Edition) -> dict[str, Any]:
    """The workspace's way through the loop that is open: its intention, its call, its decisions."""
    loop = _loop(db, edition)
    run = loops.run_of(db, loop.id, workspace.id) if loop else None
    return {"intention": run.intention, "decided": run.decided, "call_at": run.call_at} if run else {}


def _loop(db: Db, edition: Edition) -> Loop | None:
    """The one that is open, or the next."""
    ahead = [loop for loop in loops.of_edition(db, edition.id) if loop.state != LoopState.CLOSED]
    return next(iter(sorted(ahead, key=lambda loop: (loop.state != LoopState.OPEN, loop.number))), None)


def _sessions(db: Db, now: datetime, edition: Edition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"title": session.title, "starts_at": sitting.starts_at}
        for session in sessions.published(db)
        if session.edition_id == edition.id
        for sitting in sessions.sittings(db, session.id)
        if now < sitting.starts_at < now + AHEAD
    ]
    return sorted(found, key=lambda row: row["starts_at"])[:MOST_DATES]
