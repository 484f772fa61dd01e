"""Matchmaking: the plan with its reasons, and the question to each side."""

from typing import Any

from bot.messages.blocks import Message, actions, button, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def plan(reader: Reader, pairs: list[dict[str, Any]]) -> Message:
    return message(text(reader, "match_plan", pairs=pairs))


def proposed(*, reader: Reader, ref: str, **facts: Any) -> Message:
    words = text(reader, "match_proposed", **facts)
    yes = button(label(reader, "match.agree"), "match.agree", ref, style="primary")
    return message(words, *prose(words), actions(yes, button(label(reader, "match.decline"), "match.decline", ref)))


def answered(reader: Reader, agrees: bool) -> Message:
    return message(text(reader, "match_answered", agrees=agrees))


def asked(reader: Reader, count: int) -> Message:
    return message(text(reader, "match_asked", count=count))


def published(reader: Reader, count: int) -> Message:
    return message(text(reader, "match_published", count=count))


def noted(reader: Reader, team: str, number: int, pinned: bool) -> Message:
    return message(text(reader, "match_noted", team=team, number=number, pinned=pinned))
