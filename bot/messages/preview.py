"""What is to come, in words; and what pausing and resuming do."""

from collections.abc import Sequence
from typing import Any

from bot.messages import times
from bot.messages.blocks import Message, message
from bot.messages.kinds import kind_name
from bot.messages.reader import Reader
from bot.messages.texts import text

MOST = 20


def kinds(reader: Reader, days: int, found: Sequence[Any], paused: bool) -> Message:
    """Of each its `kind`, `count` and the `first` of them."""
    rows = [(kind_name(reader, row.kind), row.count, _there(reader, row.first), row.first.to) for row in found]
    return message(text(reader, "preview_kinds", days=days, rows=rows, paused=paused))


def team(reader: Reader, name: str, days: int, found: Sequence[Any], paused: bool) -> Message:
    rows = [(kind_name(reader, row.kind), _there(reader, row), row.to, row.condition) for row in found]
    more = max(len(rows) - MOST, 0)
    return message(text(reader, "preview_team", name=name, days=days, rows=rows[:MOST], more=more, paused=paused))


def _there(reader: Reader, coming: Any) -> str:
    """As it is where the message is read."""
    return times.moment(coming.at, Reader(reader.locale, coming.zone))


def paused(reader: Reader, waiting: int) -> Message:
    return message(text(reader, "preview_paused", waiting=waiting))


def resumed(reader: Reader, waiting: int, stale: int) -> Message:
    return message(text(reader, "preview_resumed", waiting=waiting, stale=stale))
