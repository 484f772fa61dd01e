"""A workspace closes: what its record lacks is shown first, its teams say whether the channel stays, then it ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.programme import accounts, alumni, rosters
from bot.programme.matching import history
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand
from storage import (
    agreements,
    closing,
    commitments,
    deliveries,
    goals,
    insights,
    loops,
    matching,
    teams,
    workspaces,
)
from storage.closing import Closing, ClosingVote
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.goals import Moment
from storage.loops import LoopState
from storage.matching import Challenge, ChallengeState, PairingState
from storage.people import Person
from storage.teams import Team, TeamKind
from storage.workspaces import Workspace, WorkspaceState


class LackingError(Exception):
    """The record is not complete, and no reason was given to close it all the same."""


class ClosedError(Exception):
    """The workspace is closed."""


@dataclass(frozen=True)
class Lack:
    """`kind` is a key of the words for it; `what` names what is missing."""

    kind: str
    what: tuple[str, ...]


Look = Callable[[Db, Workspace, list[Team]], Iterable[str]]


def _promised(db: Db, _workspace: Workspace, rows: list[Team]) -> Iterable[str]:
    names = {team.id: team.name for team in rows}
    return (f"{names[row.team_id]}: {row.text}" for row in commitments.open_of(db, list(names)))


def _unreleased(db: Db, workspace: Workspace, rows: list[Team]) -> Iterable[str]:
    names = {team.id: team.name for team in rows}
    waiting = insights.waiting_for(db, workspace.edition_id, list(names))
    return (f"{names[release.team_id]} on insight {row.id}" for row, release in waiting)


def _unsigned(db: Db, workspace: Workspace, _rows: list[Team]) -> Iterable[str]:
    row = agreements.latest(db, workspace.id)
    return [] if row is None or row.settled_at else [f"version {row.version}"]


def _accounts(db: Db, _workspace: Workspace, rows: list[Team]) -> Iterable[str]:
    return (team.name for team in accounts.missing(db, rows))


def _goals(db: Db, _workspace: Workspace, rows: list[Team]) -> Iterable[str]:
    owners = (team for team in rows if team.kind == TeamKind.OWNER)
    return (team.name for team in owners if goals.stated(db, team.id, Moment.CLOSE) is None)


def _cards(db: Db, workspace: Workspace, _rows: list[Team]) -> Iterable[str]:
    """Loops that are over, of which nobody said what was learned."""
    over = [loop for loop in loops.of_edition(db, workspace.edition_id) if loop.state == LoopState.CLOSED]
    runs = {loop.number: loops.run_of(db, loop.id, workspace.id) for loop in over}
    return (f"loop {number}" for number, run in runs.items() if run and not (run.learned or run.noted))


LOOKS: dict[str, Look] = {
    "commitments": _promised,
    "insights": _unreleased,
    "agreement": _unsigned,
    "goals": _goals,
    "cards": _cards,
    "accounts": _accounts,
}
"""What a complete record has; another noun adds what it would miss."""


def checklist(db: Db, workspace: Workspace) -> list[Lack]:
    rows = workspaces.teams_of(db, workspace)
    found = [Lack(kind, tuple(look(db, workspace, rows))) for kind, look in LOOKS.items()]
    return [lack for lack in found if lack.what]


def lacks(db: Db, person: Person, workspace_id: int) -> list[Lack]:
    workspace = db.get_one(Workspace, workspace_id)
    demand(db, workspace.edition_id, person, "workspace.run")
    return checklist(db, workspace)


def begin(db: Db, now: datetime, by: Person, challenge: Challenge) -> tuple[Workspace, list[Planned]]:
    """The teams are asked for their word on the channel and for their accounts, once."""
    demand(db, challenge.edition_id, by, "workspace.run")
    workspace = workspaces.of_challenge(db, challenge.id)
    if workspace is None:
        raise RefusedError("workspace.run")
    if workspace.closed_at or closing.of_workspace(db, workspace.id):
        return workspace, []
    row = Closing(workspace_id=workspace.id, begun_by_id=by.id, begun_at=now)
    db.add(row)
    db.flush()
    rows = workspaces.teams_of(db, workspace)
    said = [
        one
        for team in rows
        for one in rosters.to_team(
            db, team, now, "closing.asked", f"closing-{row.id}:team-{team.id}", {"closing": row.id, "team": team.id}
        )
    ]
    return workspace, [*said, *accounts.ask(db, now, rows)]


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row, team = db.get_one(Closing, ref(delivery, "closing")), db.get_one(Team, ref(delivery, "team"))
    workspace = db.get_one(Workspace, row.workspace_id)
    if workspace.closed_at or team.id in closing.votes(db, row.id):
        return Skip("closed" if workspace.closed_at else "answered")
    promised = [one.text for one in commitments.open_of(db, [team.id])]
    return {"ref": f"{row.id}.{team.id}", "team": team.name, "title": title(db, workspace), "promised": promised}


def vote(db: Db, now: datetime, person: Person, closing_id: int, team_id: int, keep_open: bool) -> Closing:
    """One word a team, which its signers may change until the close."""
    row, team = db.get_one(Closing, closing_id), db.get_one(Team, team_id)
    demand(db, team.edition_id, person, "workspace.sign", team)
    if db.get_one(Workspace, row.workspace_id).closed_at:
        raise ClosedError(team.name)
    given = closing.votes(db, row.id).get(team.id) or ClosingVote(
        closing_id=row.id, team_id=team.id, keep_open=keep_open, at=now
    )
    given.keep_open, given.person_id, given.at = keep_open, person.id, now
    db.add(given)
    db.flush()
    return row


def wishes(db: Db, workspace: Workspace) -> dict[str, bool | None]:
    """Each team's word on the channel, by name."""
    row = closing.of_workspace(db, workspace.id)
    given = closing.votes(db, row.id) if row else {}
    return {
        team.name: given[team.id].keep_open if team.id in given else None for team in workspaces.teams_of(db, workspace)
    }


def close(db: Db, now: datetime, by: Person, workspace_id: int, reason: str = "") -> tuple[Workspace, list[Planned]]:
    """The channel is archived, unless every team wishes it open. Raises `LackingError`."""
    workspace = db.get_one(Workspace, workspace_id)
    demand(db, workspace.edition_id, by, "workspace.run")
    if workspace.closed_at:
        return workspace, []
    if checklist(db, workspace) and not reason:
        raise LackingError
    row = closing.of_workspace(db, workspace.id) or Closing(workspace_id=workspace.id, begun_by_id=by.id, begun_at=now)
    row.closed_by_id, row.reason = by.id, reason
    db.add(row)
    given = wishes(db, workspace)
    workspace.keep_open = bool(given) and all(given.values())
    rows = workspaces.teams_of(db, workspace)
    _conclude(db, now, by, workspace)
    edition = db.get_one(Edition, workspace.edition_id)
    persons = [one for team in rows for one in teams.members(db, team.id)]
    deliveries.withdraw(db, edition.id, f"closing-{row.id}:", "the workspace is closed")
    return workspace, [*_told(now, workspace), *alumni.ask(db, now, edition, persons)]


def _conclude(db: Db, now: datetime, by: Person, workspace: Workspace) -> None:
    workspace.closed_at, workspace.state = now, WorkspaceState.CLOSED
    challenge = db.get_one(Challenge, workspace.challenge_id)
    challenge.state = ChallengeState.CONCLUDED
    for pairing in matching.of_challenge(db, challenge.id):
        if pairing.state == PairingState.ACTIVE:
            history.note(db, now, pairing, PairingState.COMPLETED, "the workspace was closed", by)
    db.flush()


def _told(now: datetime, workspace: Workspace) -> Iterable[Planned]:
    if workspace.channel_id:
        key, refs = f"workspace-{workspace.id}:closed", {"workspace": workspace.id}
        yield Planned("workspace.closed", key, now, channel_id=workspace.channel_id, refs=refs)


def closed_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    workspace = db.get_one(Workspace, ref(delivery, "workspace"))
    rows = [team.name for team in workspaces.teams_of(db, workspace)]
    return {"title": title(db, workspace), "teams": rows, "keep_open": workspace.keep_open}


def title(db: Db, workspace: Workspace) -> str:
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    return challenge.title if challenge else ""
