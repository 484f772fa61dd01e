"""Monday triage: who is due, late or quiet, what broke, and what did not arrive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.programme import checkins as rules
from bot.programme import rosters
from bot.programme.permissions import demand
from storage import checkins, deliveries, digests, loops, teams, workspaces
from storage.checkins import CheckinState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Loop
from storage.matching import Challenge
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Channel, StepState, Workspace, WorkspaceState

QUIET = timedelta(days=14)


@dataclass(frozen=True)
class Quiet:
    team: str
    days: int


@dataclass(frozen=True)
class Raised:
    team: str
    kind: str


@dataclass(frozen=True)
class HalfMade:
    room: str
    problem: str


@dataclass(frozen=True)
class Undelivered:
    kind: str
    to: str
    reason: str


@dataclass(frozen=True)
class Board:
    """Everything that a facilitator may want to act upon; empty lists are good news."""

    loop: int | None
    due: list[str]
    late: list[str]
    quiet: list[Quiet]
    signals: list[Raised]
    rooms: list[HalfMade]
    undelivered: list[Undelivered]

    @property
    def calm(self) -> bool:
        return not (self.due or self.late or self.quiet or self.signals or self.rooms or self.undelivered)


def show(db: Db, edition: Edition, person: Person, now: datetime) -> Board:
    demand(db, edition.id, person, "monday")
    return board(db, edition, now)


def board(db: Db, edition: Edition, now: datetime) -> Board:
    loop = loops.current(db, edition.id)
    due, late = _unanswered(db, edition, loop, now) if loop else ([], [])
    return Board(
        loop=loop.number if loop else None,
        due=due,
        late=late,
        quiet=_quiet(db, edition, now),
        signals=[Raised(db.get_one(Team, row.team_id).name, row.kind) for row in checkins.open_signals(db, edition.id)],
        rooms=_half_made(db, edition),
        undelivered=[
            Undelivered(row.kind, _recipient(db, row), row.reason or "")
            for row in deliveries.undelivered(db, edition.id)
        ],
    )


def _unanswered(db: Db, edition: Edition, loop: Loop, now: datetime) -> tuple[list[str], list[str]]:
    """Teams that were asked and have not answered: within the hoped-for days, and past them."""
    answered = {row.team_id for row in checkins.of_loop(db, loop.id) if row.state != CheckinState.DUE}
    asked = [
        team
        for team in workspaces.working(db, edition.id)
        if team.id not in answered and rules.ask_at(loop, rosters.week_of(team)) <= now
    ]
    late = [team.name for team in asked if now > rules.due_at(loop, rosters.week_of(team))]
    return [team.name for team in asked if team.name not in late], late


def _quiet(db: Db, edition: Edition, now: datetime) -> list[Quiet]:
    signs = digests.last_signs(db, edition.id)
    heard = [(team.name, now - signs.get(team.id, team.created_at)) for team in teams.active(db, edition.id)]
    return [Quiet(name, since.days) for name, since in heard if since >= QUIET]


def _half_made(db: Db, edition: Edition) -> list[HalfMade]:
    found = []
    for workspace in workspaces.of_edition(db, edition.id):
        undone = [step for step in workspaces.steps(db, workspace.id) if step.state != StepState.DONE]
        if workspace.state == WorkspaceState.PROVISIONING or any(step.problem for step in undone):
            problems = [f"{step.key}: {step.problem}" if step.problem else step.key for step in undone]
            found.append(HalfMade(_room_name(db, workspace), "; ".join(problems)))
    return found


def _room_name(db: Db, workspace: Workspace) -> str:
    if workspace.challenge_id:
        return db.get_one(Challenge, workspace.challenge_id).title
    return str(workspace.kind)


def _recipient(db: Db, row: Delivery) -> str:
    if row.person_id:
        return db.get_one(Person, row.person_id).name
    return "#" + db.get_one(Channel, row.channel_id).name
