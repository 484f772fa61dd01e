"""What will be said in the next days, and the switch that holds everything back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.programme import courtesies, planning, rosters
from bot.programme.occasions import Planned
from bot.programme.permissions import demand
from storage import deliveries, teams, workspaces
from storage import preview as ledger
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Channel

BETWEEN = timedelta(minutes=30)
"""Between two messages to one person that waited while everything was paused."""


@dataclass(frozen=True)
class Coming:
    """One message that is to be sent, as far as is known now."""

    kind: str
    at: datetime
    zone: str
    """Where its reader is; the edition's zone for a room."""
    to: str
    condition: str = ""
    held: str = ""
    """Why it would not be sent: `muted`, or `cap`."""
    moved: datetime | None = None
    """When it comes instead: its reader is away, has other hours or a day off."""


@dataclass(frozen=True)
class Kind:
    kind: str
    count: int
    first: Coming
    held: int = 0
    """How many of them would be held back."""


def coming(db: Db, edition: Edition, person: Person, now: datetime, days: int, nudges: frozenset[str]) -> list[Kind]:
    """How many of each kind in the next days, the soonest kind first."""
    demand(db, edition.id, person, "preview")
    found: dict[str, list[Planned | Delivery]] = {}
    items = _items(db, edition, now, days)
    held = courtesies.foreseen(db, edition, items, nudges)
    for item in items:
        found.setdefault(item.kind, []).append(item)
    kinds = [
        Kind(kind, len(rows), _seen(db, edition, rows[0]), sum(id(row) in held for row in rows))
        for kind, rows in found.items()
    ]
    return sorted(kinds, key=lambda kind: kind.first.at)


def coming_to(
    db: Db, edition: Edition, person: Person, team: Team, now: datetime, days: int, nudges: frozenset[str]
) -> list[Coming]:
    """What one team's members and its workspace will get."""
    demand(db, edition.id, person, "preview")
    members = {member.id for member in teams.members(db, team.id)}
    workspace = workspaces.of_team(db, team.id)
    room = workspace.channel_id if workspace else None
    items = _items(db, edition, now, days)
    held = courtesies.foreseen(db, edition, items, nudges)
    return [
        _kept(db, edition, item, _seen(db, edition, item), held)
        for item in items
        if item.person_id in members or (room is not None and item.channel_id == room)
    ]


def _kept(db: Db, edition: Edition, item: Planned | Delivery, seen: Coming, held: dict[int, str]) -> Coming:
    """With what courtesy makes of it."""
    if id(item) in held:
        return replace(seen, held=held[id(item)])
    if item.kind not in courtesies.ASKED_AS:
        return seen
    row = item if isinstance(item, Delivery) else Delivery(**item.row(edition.id))
    at = rosters.at_work_from(db, row, item.due_at)
    return replace(seen, moved=at) if at > item.due_at else seen


def _items(db: Db, edition: Edition, now: datetime, days: int) -> list[Planned | Delivery]:
    """What is planned, and what waits in the ledger already; each once, in order of time."""
    end = now + timedelta(days=days)
    planned = planning.plan(db, edition, now, end)
    known = deliveries.keys(db, edition.id, {item.occasion for item in planned})
    fresh = [item for item in planned if (item.kind, item.recipient, item.occasion) not in known]
    waiting: Iterable[Planned | Delivery] = ledger.waiting(db, edition.id, end)
    return sorted([*fresh, *waiting], key=lambda item: (item.due_at, item.kind, item.recipient))


def _seen(db: Db, edition: Edition, item: Planned | Delivery) -> Coming:
    condition = item.condition if isinstance(item, Planned) else ""
    if item.person_id is not None:
        reader = db.get_one(Person, item.person_id)
        return Coming(item.kind, item.due_at, reader.zone, reader.name, condition)
    return Coming(item.kind, item.due_at, edition.zone, "#" + db.get_one(Channel, item.channel_id).name, condition)


def pause(db: Db, now: datetime, edition: Edition, person: Person) -> int:
    """Nothing more goes out; what falls due waits. Returns how many wait already."""
    demand(db, edition.id, person, "pause")
    row = db.get_one(Edition, edition.id)
    row.paused_at = row.paused_at or now
    return len(ledger.waiting(db, edition.id, now))


def resume(db: Db, now: datetime, edition: Edition, person: Person) -> tuple[int, int]:
    """`(how many go out now, how many are too late to be of use and will be skipped)`."""
    demand(db, edition.id, person, "pause")
    db.get_one(Edition, edition.id).paused_at = None
    rows = ledger.waiting(db, edition.id, now)
    stale = [row for row in rows if row.latest_at and row.latest_at < now]
    for row in stale:
        row.state, row.reason = DeliveryState.SKIPPED, "too late to be of use"
    _spread([row for row in rows if row not in stale], now)
    return len(rows) - len(stale), len(stale)


def _spread(rows: list[Delivery], now: datetime) -> None:
    """One person gets what waited one after the other, with time between; what would then be too late stays first."""
    before: dict[int, int] = {}
    for row in rows:
        if row.person_id is None:
            continue
        at = now + BETWEEN * before.get(row.person_id, 0)
        before[row.person_id] = before.get(row.person_id, 0) + 1
        if row.latest_at is None or at < row.latest_at:
            row.due_at = at
