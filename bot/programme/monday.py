"""Monday triage: what wants a person, each with the one thing to do about it; a quarter of an hour for an edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.programme import checkins as rules
from bot.programme import rosters, signals, worktime
from bot.programme.asks import reading as asks
from bot.programme.permissions import demand
from storage import checkins, commitments, deliveries, digests, loops, people, teams, workspaces
from storage.checkins import CheckinState
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.editions import Edition
from storage.loops import Loop
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Channel, StepState, WorkspaceState

QUIET = timedelta(days=14)
URGENT = (signals.TALK, signals.RED, signals.NOT_A_FIT, signals.SILENT, signals.ONE_SIDED)
"""Kinds of signals, what cannot wait first; the others follow by age."""


@dataclass(frozen=True)
class Line:
    """One team, and what is known: days of quiet, or how many things, where there is such a number."""

    team_id: int
    team: str
    number: int = 0


@dataclass(frozen=True)
class Raised:
    id: int
    team: str
    kind: str
    at: datetime


@dataclass(frozen=True)
class HalfMade:
    room: str
    problem: str


@dataclass(frozen=True)
class Undelivered:
    id: str
    kind: str
    to: str
    reason: str
    can_repeat: bool


@dataclass(frozen=True)
class Away:
    person: str
    team: str
    until: date


@dataclass(frozen=True)
class Board:
    """Everything that a facilitator may want to act upon; empty lists are good news."""

    loop: int | None
    first: list[Raised] = field(default_factory=list)
    asked: list[Line] = field(default_factory=list)
    """Teams whose asks wait for an answer."""
    late: list[Line] = field(default_factory=list)
    rooms: list[HalfMade] = field(default_factory=list)
    undelivered: list[Undelivered] = field(default_factory=list)
    overdue: list[Line] = field(default_factory=list)
    """Teams with promises past their date."""
    quiet: list[Line] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    due: list[Line] = field(default_factory=list)

    @property
    def calm(self) -> bool:
        parts = (self.first, self.asked, self.late, self.rooms, self.undelivered, self.overdue, self.quiet, self.due)
        return not any(parts)


def show(db: Db, edition: Edition, person: Person, now: datetime) -> Board:
    demand(db, edition.id, person, "monday")
    return board(db, edition, now)


def board(db: Db, edition: Edition, now: datetime) -> Board:
    loop, active = loops.current(db, edition.id), {team.id: team for team in teams.active(db, edition.id)}
    due, late = _unanswered(db, edition, loop, now) if loop else ([], [])
    return Board(
        loop=loop.number if loop else None,
        first=_first(db, edition, now),
        asked=_counted(active, [row.team_id for row in asks.open_of(db, list(active))]),
        late=late,
        rooms=_half_made(db, edition),
        undelivered=_undelivered(db, edition),
        overdue=_counted(active, _overdue(db, edition, worktime.local_day(now, edition.zone))),
        quiet=_quiet(db, edition, active, now),
        away=_away(db, active, now),
        due=due,
    )


def _first(db: Db, edition: Edition, now: datetime) -> list[Raised]:
    """Open signals that nobody has put off, what cannot wait before the others, then the oldest."""
    rows = [row for row in checkins.open_signals(db, edition.id) if not row.snoozed_until or row.snoozed_until <= now]
    rows.sort(key=lambda row: (URGENT.index(row.kind) if row.kind in URGENT else len(URGENT), row.at))
    known = teams.by_id(db, {row.team_id for row in rows})
    return [Raised(row.id, known[row.team_id].name, row.kind, row.at) for row in rows]


def _unanswered(db: Db, edition: Edition, loop: Loop, now: datetime) -> tuple[list[Line], list[Line]]:
    """Teams that were asked and have not answered: within the hoped-for days, and past them."""
    answered = {row.team_id for row in checkins.of_loop(db, loop.id) if row.state != CheckinState.DUE}
    asked = [
        team
        for team in workspaces.working(db, edition.id)
        if team.id not in answered and rules.ask_at(loop, rosters.week_of(team)) <= now
    ]
    late = {team.id for team in asked if now > rules.due_at(loop, rosters.week_of(team))}
    lines = [Line(team.id, team.name) for team in asked]
    return [line for line in lines if line.team_id not in late], [line for line in lines if line.team_id in late]


def _counted(active: Mapping[int, Team], team_ids: list[int]) -> list[Line]:
    """Each team once, with how often it occurs."""
    return [Line(one, active[one].name, team_ids.count(one)) for one in dict.fromkeys(team_ids) if one in active]


def _overdue(db: Db, edition: Edition, today: date) -> list[int]:
    """Whose promises have passed their date by more than a day or two."""
    return [row.team_id for row in commitments.late(db, edition.id, today - timedelta(days=2))]


def _quiet(db: Db, edition: Edition, active: Mapping[int, Team], now: datetime) -> list[Line]:
    signs = digests.last_signs(db, edition.id)
    heard = [(team, now - signs.get(team.id, team.created_at)) for team in active.values()]
    return [Line(team.id, team.name, since.days) for team, since in heard if since >= QUIET]


def _away(db: Db, active: Mapping[int, Team], now: datetime) -> list[Away]:
    """Members who are away at some time of the next seven days."""
    absences = [row for row in people.absences(db) if row.first_day <= (now + timedelta(days=7)).date()]
    until = {row.person_id: row.last_day for row in absences if row.last_day >= now.date()}
    members = teams.members_by_team(db, list(active)) if until else {}
    return [
        Away(person.name, active[team_id].name, until[person.id])
        for team_id, found in members.items()
        for person in found
        if person.id in until
    ]


def _half_made(db: Db, edition: Edition) -> list[HalfMade]:
    found = []
    for workspace, title, steps in workspaces.with_steps(db, edition.id):
        undone = [step for step in steps if step.state != StepState.DONE]
        if workspace.state == WorkspaceState.PROVISIONING or any(step.problem for step in undone):
            problems = [f"{step.key}: {step.problem}" if step.problem else step.key for step in undone]
            found.append(HalfMade(title or str(workspace.kind), "; ".join(problems)))
    return found


def _undelivered(db: Db, edition: Edition) -> list[Undelivered]:
    rows = deliveries.undelivered(db, edition.id)
    names = people.names(db, {row.person_id for row in rows if row.person_id})
    return [
        Undelivered(row.id, row.kind, _to(db, row, names), row.reason or "", row.state == DeliveryState.FAILED)
        for row in rows
    ]


def _to(db: Db, row: Delivery, names: Mapping[int, str]) -> str:
    return names[row.person_id] if row.person_id else "#" + db.get_one(Channel, row.channel_id).name


def send_again(db: Db, now: datetime, edition: Edition, person: Person, delivery_id: str) -> bool:
    """Put what was refused into the queue again; false where it has gone out meanwhile."""
    demand(db, edition.id, person, "monday")
    row = db.get_one(Delivery, delivery_id)
    if row.edition_id != edition.id or row.state != DeliveryState.FAILED:
        return False
    row.state, row.due_at, row.latest_at, row.reason, row.attempts = DeliveryState.QUEUED, now, None, None, 0
    return True
