"""What a facilitator or a participant reads at once."""

from datetime import datetime
from typing import Any

from bot.messages.blocks import Message, message
from bot.messages.reader import Reader
from bot.messages.texts import text


def answered(reader: Reader, title: str, at: datetime | None) -> Message:
    return message(text(reader, "session_answered", title=title, at=at))


def here(reader: Reader) -> Message:
    return message(text(reader, "session_here"))


def planned(reader: Reader, number: int, title: str) -> Message:
    return message(text(reader, "session_planned", number=number, title=title))


def published(reader: Reader, title: str) -> Message:
    return message(text(reader, "session_published", title=title))


def told(reader: Reader, count: int) -> Message:
    return message(text(reader, "session_told", count=count))


def overview(reader: Reader, facts: dict[str, Any]) -> Message:
    return message(text(reader, "session_overview", **facts))
