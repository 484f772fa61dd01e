"""Every message of a span of time before anybody gets it: planned, and rendered for its reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.messages.reader import Reader
from bot.programme import courtesies, planning
from bot.programme.occasions import Planned, Skip
from schedules import registry
from schedules.deliveries import Address, address
from schedules.kinds import Kinds
from storage import editions
from storage.db import Db
from storage.deliveries import Delivery, Transport
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Channel


@dataclass(frozen=True)
class Foretold:
    planned: Planned
    zone: str
    """The reader's."""
    team: str | None
    person: str | None
    channel: str | None
    transport: Transport
    text: str
    held: str = ""
    """Why courtesy would hold it back."""


def foretell(db: Db, kinds: Kinds, start: datetime, end: datetime) -> list[Foretold]:
    nudges = registry.nudges(kinds)
    found = []
    for edition in editions.active(db):
        items = planning.plan(db, edition, start, end)
        held = courtesies.foreseen(db, edition, items, nudges)
        found += [_foretold(db, kinds, edition, item, held.get(id(item), "")) for item in items]
    return sorted(found, key=lambda item: item.planned.due_at)


def _foretold(db: Db, kinds: Kinds, edition: Edition, item: Planned, held: str) -> Foretold:
    row = Delivery(**planning.row(edition, item, item.due_at))
    person = db.get(Person, item.person_id) if item.person_id else None
    channel = db.get(Channel, item.channel_id) if item.channel_id else None
    team = db.get(Team, item.team_id) if item.team_id else None
    where = address(db, row)
    return Foretold(
        planned=item,
        zone=person.zone if person else edition.zone,
        team=team.name if team else None,
        person=person.name if person else None,
        channel=channel.name if channel else None,
        transport=Transport.SLACK if not isinstance(where, Address) else where.transport,
        text="" if not isinstance(where, Address) else _text(db, kinds, row, where.reader, item.due_at),
        held=held,
    )


def _text(db: Db, kinds: Kinds, row: Delivery, reader: Reader, at: datetime) -> str:
    found = courtesies.offer_later(db, row, kinds[row.kind].find(db, row, at), at)
    return "" if isinstance(found, Skip) else str(kinds[row.kind].render(reader=reader, **found)["text"])


def as_json(item: Foretold) -> dict[str, Any]:
    planned = item.planned
    shape = {
        "at": f"{planned.due_at:%Y-%m-%dT%H:%M:%SZ}",
        "local": planned.due_at.astimezone(ZoneInfo(item.zone)).isoformat(timespec="minutes"),
        "kind": planned.kind,
        "occasion": planned.occasion,
        "to": {"team": item.team, "person": item.person, "channel": item.channel, "transport": str(item.transport)},
        "text": item.text,
    }
    return shape | ({"if": planned.condition} if planned.condition else {}) | ({"held": item.held} if item.held else {})
