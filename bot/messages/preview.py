"""What is to come, in words; and what pausing and resuming do."""

from collections.abc import Sequence
from typing import Any

from bot.messages import times
from bot.messages.blocks import Message, actions, button, message, prose
from bot.messages.kinds import kind_name
from bot.messages.reader import Reader
from bot.messages.texts import label, text

MOST = 20


def kinds(reader: Reader, days: int, found: Sequence[Any], paused: bool) -> Message:
    """Of each its `kind`, `count` and the `first` of them."""
    rows = [
        (kind_name(reader, row.kind), row.count, _there(reader, row.first), row.first.to, row.held) for row in found
    ]
    return message(text(reader, "preview_kinds", days=days, rows=rows, paused=paused))


def team(
    reader: Reader, about: tuple[int, str], days: int, found: Sequence[Any], page: int, *, paused: bool
) -> Message:
    """`about` is the team's id and name. A long list has pages."""
    rows = [
        (kind_name(reader, row.kind), _there(reader, row), row.to, row.condition, row.held, _moved(reader, row))
        for row in found[page * MOST : (page + 1) * MOST]
    ]
    more = max(len(found) - (page + 1) * MOST, 0)
    words = text(reader, "preview_team", name=about[1], days=days, rows=rows, more=more, paused=paused)
    value = f"{about[0]}.{days}.{page + 1}"
    on = [actions(button(label(reader, "preview.on"), "preview.team", value))] if more else []
    return message(words, *prose(words), *on)


def _moved(reader: Reader, coming: Any) -> str:
    return times.moment(coming.moved, Reader(reader.locale, coming.zone)) if coming.moved else ""


def _there(reader: Reader, coming: Any) -> str:
    """As it is where the message is read."""
    return times.moment(coming.at, Reader(reader.locale, coming.zone))


def paused(reader: Reader, waiting: int) -> Message:
    return message(text(reader, "preview_paused", waiting=waiting))


def resumed(reader: Reader, waiting: int, stale: int) -> Message:
    return message(text(reader, "preview_resumed", waiting=waiting, stale=stale))
