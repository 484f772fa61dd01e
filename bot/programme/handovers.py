"""A facilitator hands over: roles, rooms, what waits for them, and a summary of where everything stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.programme import editions as rules
from bot.programme import people, rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from bot.programme.workspaces import asking, facts, provisioning
from storage import agreements, checkins, deliveries, loops, teams, workspaces
from storage import people as persons
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.teams import Team
from storage.workspaces import WorkspaceKind

STAFF = (RoleName.ADMIN, RoleName.FACILITATOR)


class SamePersonError(Exception):
    """Nobody hands over to themselves."""


@dataclass(frozen=True)
class Newcomer:
    name: str
    email: str


def hand_over(
    db: Db, now: datetime, by: Person, edition: Edition, to: Newcomer, *, stays: bool
) -> tuple[Person, list[Planned]]:
    """The other gets every role of the staff that the first one has; who leaves loses them, and their messages."""
    demand(db, edition.id, by, "edition.handover")
    person = people.add(db, to.name, to.email, now=now, zone=by.zone)
    db.flush()
    if person.id == by.id:
        raise SamePersonError(person.name)
    for role in sorted({RoleName.FACILITATOR} | (persons.roles_of(db, edition.id, by.id) & set(STAFF))):
        rules.add_role(db, now, by, edition, to.email, to.name, role)
    if not stays:
        _step_down(db, edition, by, person)
    provisioning.membership_changed(db, edition.id)
    refs, key = (
        {"from": by.id, "stays": int(stays)},
        f"edition-{edition.id}:handover-{by.id}-{person.id}-{now:%Y%m%d%H%M}",
    )
    return person, [rosters.to_person(db, edition.id, person.id, now, "edition.handover", key, refs)]


def _step_down(db: Db, edition: Edition, by: Person, to: Person) -> None:
    for role in persons.roles(db, edition.id, by.id):
        if role.name in STAFF:
            db.delete(role)
    rows = deliveries.withdraw_to(db, edition.id, "handed over", person_id=by.id)
    mine = [row for row in rows if row.team_id is None]
    deliveries.enqueue(db, [_readdressed(row, to).row(edition.id) for row in mine])
    db.flush()


def _readdressed(row: Delivery, to: Person) -> Planned:
    return Planned(row.kind, row.occasion, row.due_at, to.id, latest_at=row.latest_at, refs=row.refs)


def context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """Where everything stands, for who takes over."""
    edition = db.get_one(Edition, delivery.edition_id)
    held = persons.roles_of(db, edition.id, delivery.person_id or 0)
    if not held & set(STAFF):
        return Skip("no longer a facilitator")
    before = db.get_one(Person, ref(delivery, "from"))
    loop = loops.current(db, edition.id)
    counts = Counter(str(team.kind) for team in teams.active(db, edition.id))
    about = {"edition": edition.name, "state": str(edition.state), "current": loop.number if loop else None}
    return about | {
        "before": before.name,
        "stays": bool(ref(delivery, "stays")),
        "teams": dict(counts),
        "rooms": _rooms(db, edition),
        "signals": _signals(db, edition),
        "undelivered": len(deliveries.undelivered(db, edition.id)),
    }


def _signals(db: Db, edition: Edition) -> list[dict[str, Any]]:
    rows = checkins.open_signals(db, edition.id)
    return [{"team": db.get_one(Team, row.team_id).name, "kind": row.kind, "at": row.at} for row in rows]


def _rooms(db: Db, edition: Edition) -> list[dict[str, Any]]:
    found = []
    for room in workspaces.of_edition(db, edition.id, WorkspaceKind.CHALLENGE):
        row = agreements.latest(db, room.id)
        missing = [team.name for team in asking.unsigned(db, room, row)] if row else []
        title = facts.title_of(db, room, edition)
        found.append({"title": title, "state": str(room.state), "unsigned": missing})
    return found
