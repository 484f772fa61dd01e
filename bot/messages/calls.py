"""Calls: the board for facilitators, and what an applicant is told."""

from bot.messages.blocks import Message, message
from bot.messages.reader import Reader
from bot.messages.texts import text


def decided(*, reader: Reader, team: str, title: str, outcome: str, reason: str) -> Message:
    return message(text(reader, "call_decided", team=team, title=title, outcome=outcome, reason=reason))


def done(reader: Reader, count: int, outcome: str) -> Message:
    return message(text(reader, "call_done", count=count, outcome=outcome))


def state(reader: Reader, kind: str, state: str) -> Message:
    return message(text(reader, "call_state", kind=kind, state=state))


def notified(reader: Reader, count: int) -> Message:
    return message(text(reader, "call_notified", count=count))
