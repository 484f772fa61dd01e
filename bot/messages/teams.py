"""Teams as facilitators see them."""

from typing import Any

from bot.messages.blocks import Message, message
from bot.messages.reader import Reader
from bot.messages.texts import text


def card(reader: Reader, team: dict[str, Any]) -> Message:
    return message(text(reader, "team_card", team=team))


def changed(reader: Reader, name: str, what: str) -> Message:
    return message(text(reader, "team_changed", name=name, what=what))
