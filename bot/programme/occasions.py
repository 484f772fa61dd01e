"""What a message is before it is a row: planned for somebody, for one occasion, at one instant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.deliveries import Delivery


@dataclass(frozen=True)
class Planned:
    """`occasion` is a key of row ids and revision: with kind and recipient it makes "once" a fact of the database."""

    kind: str
    occasion: str
    due_at: datetime
    person_id: int | None = None
    channel_id: int | None = None
    team_id: int | None = None
    latest_at: datetime | None = None
    condition: str = ""
    """What must hold at that time, in words, when it depends on an answer not yet given."""
    one_of: bool = False
    """The occasion is one person's alone: whoever was asked first, nobody else is asked."""
    refs: dict[str, int] = field(default_factory=dict)
    updates_id: str | None = None
    thread_id: str | None = None

    @property
    def recipient(self) -> str:
        return f"person:{self.person_id}" if self.person_id is not None else f"channel:{self.channel_id}"

    def row(self, edition_id: int) -> dict[str, Any]:
        """The ledger row."""
        names = ("kind", "occasion", "due_at", "latest_at", "person_id", "channel_id", "team_id", "refs", "recipient")
        row = {name: getattr(self, name) for name in names}
        return row | {"edition_id": edition_id, "updates_id": self.updates_id, "thread_id": self.thread_id}


@dataclass(frozen=True)
class Skip:
    """Why a queued message is not sent after all."""

    reason: str


Context = dict[str, Any]
"""What a message's function in `bot.messages` takes, by keyword."""


def within(planned: Iterable[Planned], start: datetime, end: datetime) -> list[Planned]:
    """Those due after `start` and not after `end`."""
    return [item for item in planned if start < item.due_at <= end]


def ref(delivery: Delivery, name: str) -> int:
    return int(delivery.refs[name])
