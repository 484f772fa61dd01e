"""What will be said in the next days, and the switch that holds everything back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.programme import planning
from bot.programme.occasions import Planned
from bot.programme.permissions import demand
from storage import deliveries, teams, workspaces
from storage import preview as ledger
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Channel


@dataclass(frozen=True)
class Coming:
    """One message that is to be sent, as far as is known now."""

    kind: str
    at: datetime
    zone: str
    """Where its reader is; the edition's zone for a room."""
    to: str
    condition: str = ""


@dataclass(frozen=True)
class Kind:
    kind: str
    count: int
    first: Coming


def coming(db: Db, edition: Edition, person: Person, now: datetime, days: int) -> list[Kind]:
    """How many of each kind in the next days, the soonest kind first."""
    demand(db, edition.id, person, "preview")
    found: dict[str, list[Planned | Delivery]] = {}
    for item in _items(db, edition, now, days):
        found.setdefault(item.kind, []).append(item)
    kinds = [Kind(kind, len(items), _seen(db, edition, items[0])) for kind, items in found.items()]
    return sorted(kinds, key=lambda kind: kind.first.at)


def coming_to(db: Db, edition: Edition, person: Person, team: Team, now: datetime, days: int) -> list[Coming]:
    """What one team's members and its workspace will get."""
    demand(db, edition.id, person, "preview")
    members = {member.id for member in teams.members(db, team.id)}
    workspace = workspaces.of_team(db, team.id)
    room = workspace.channel_id if workspace else None
    return [
        _seen(db, edition, item)
        for item in _items(db, edition, now, days)
        if item.person_id in members or (room is not None and item.channel_id == room)
    ]


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
    return len(rows) - len(stale), len(stale)
