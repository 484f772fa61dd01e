"""Words about an edition as a whole."""

from typing import Any

from bot.messages.blocks import Message, message
from bot.messages.reader import Reader
from bot.messages.texts import text


def started(reader: Reader, name: str) -> Message:
    return message(text(reader, "edition_started", name=name))


def chosen(reader: Reader, name: str) -> Message:
    return message(text(reader, "edition_chosen", name=name))


def status(reader: Reader, facts: dict[str, Any]) -> Message:
    there = {call["kind"]: Reader(reader.locale, call["zone"]) for call in facts["calls"]}
    return message(text(reader, "edition_status", there=there, **facts))


def closing(reader: Reader, name: str) -> Message:
    return message(text(reader, "edition_closing", name=name))


def planned(reader: Reader, loops: int) -> Message:
    return message(text(reader, "edition_planned", loops=loops))


def joined(reader: Reader, name: str, role: str) -> Message:
    return message(text(reader, "edition_joined", name=name, role=role))


def handed(reader: Reader, name: str, stays: bool) -> Message:
    return message(text(reader, "edition_handed", name=name, stays=stays))


def handover(*, reader: Reader, **facts: Any) -> Message:
    said = text(reader, "edition_handover", **facts)
    return message(said)


def working(reader: Reader) -> Message:
    return message(text(reader, "edition_working"))
