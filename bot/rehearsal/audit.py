"""What was seen on the wire against what had to be: counts by kind, each occasion once, each at its time."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.rehearsal.almanac import Expected
from bot.rehearsal.roster import Players, Roster
from bot.sandbox import Sandbox
from bot.sandbox.state import Message

TICK = timedelta(minutes=10)
"""Pacing may hold a message back this long in a burst."""
ON_PURPOSE = {"announce.message", "announce.sent", "thanks.received", "insight.asked"}
"""Kinds that follow from one act of one person, counted where the script does it."""


@dataclass(frozen=True)
class Seen:
    kind: str
    occasion: str
    reader: str
    at: datetime


@dataclass
class Result:
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.unexpected and all(row["expected"] == row["seen"] for row in self.kinds.values())

    def as_json(self) -> dict[str, Any]:
        return {"kinds": self.kinds, "unexpected": self.unexpected, "ok": self.ok}


def compare(expected: list[Expected], seen: list[Seen]) -> Result:
    wanted, found = Counter(item.kind for item in expected), Counter(item.kind for item in seen)
    result = Result({kind: {"expected": wanted[kind], "seen": found[kind]} for kind in sorted(wanted | found)})
    result.unexpected = [*_doubled(seen), *_misplaced(expected, seen)]
    return result


def _doubled(seen: list[Seen]) -> list[str]:
    counts = Counter((item.kind, item.occasion, item.reader) for item in seen)
    return [f"{count} times: {' '.join(key)}" for key, count in counts.items() if count > 1]


def _misplaced(expected: list[Expected], seen: list[Seen]) -> list[str]:
    """Per kind and reader, the instants must agree one by one; rooms of one kind are taken together."""
    problems = []
    timed = {item.kind for item in expected if item.at}
    for kind in sorted(timed):
        readers = {item.reader for item in expected if item.kind == kind}
        for reader in sorted(readers):
            due = sorted(item.at for item in expected if item.kind == kind and item.reader == reader and item.at)
            came = sorted(item.at for item in seen if item.kind == kind and reader in {item.reader, _room(item.reader)})
            problems += _late(kind, reader, due, came)
    return problems


def _late(kind: str, reader: str, due: list[datetime], came: list[datetime]) -> list[str]:
    if len(due) != len(came):
        return [f"{kind} to {reader}: {len(due)} due and {len(came)} came"]
    return [
        f"{kind} to {reader}: due {at:%Y-%m-%d %H:%M}, came {there:%Y-%m-%d %H:%M}"
        for at, there in zip(due, came, strict=True)
        if not timedelta() <= there - at <= TICK
    ]


def _room(reader: str) -> str:
    if not reader.startswith("#"):
        return reader
    for name in ("facilitators", "cohort", "advisors"):
        if reader.startswith(f"#{name}"):
            return f"#{name}"
    return "#workspace"


def seen(sandbox: Sandbox) -> list[Seen]:
    """Every message of the app that carries a mark, with who could read it."""
    found = []
    for channel, message in sandbox.messages():
        mark = (message.metadata or {}).get("event_payload")
        if mark:
            others = [user for user in channel.members if user != sandbox.state.bot.id]
            reader = sandbox.state.users[others[0]].email if channel.kind == "im" else f"#{channel.name}"
            at = datetime.fromtimestamp(float(message.ts), UTC)
            found.append(Seen(mark["kind"], mark["occasion"], reader, at))
    return found


def sides(sandbox: Sandbox, roster: Roster) -> list[list[Players]]:
    """The teams that are together in each workspace, as its channel shows them."""
    rooms = {channel.id: channel for channel, message in sandbox.messages() if _kind(message) == "loop.opened"}
    there = [{sandbox.state.users[user].email for user in channel.members} for channel in rooms.values()]
    return [[team for team in roster.paired if team.lead.email in emails] for emails in there]


def _kind(message: Message) -> str:
    return str((message.metadata or {}).get("event_payload", {}).get("kind", ""))
