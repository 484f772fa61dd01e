"""What a session says by the clock: announced, reminded, begun, moved, cancelled, summed up."""

from datetime import datetime
from typing import Any

from bot.messages import times
from bot.messages.blocks import Block, Message, actions, button, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def announced(*, reader: Reader, session: int, sittings: list[dict[str, Any]], **facts: Any) -> Message:
    words = text(reader, "session_announced", sittings=sittings, **facts)
    return message(words, *prose(words), _rsvp(reader, session, sittings), _asks(reader))


def reminder(*, reader: Reader, session: int, sittings: list[dict[str, Any]], **facts: Any) -> Message:
    words = text(reader, "session_reminder", sittings=sittings, **facts)
    return message(words, *prose(words), _rsvp(reader, session, sittings))


def moved(*, reader: Reader, session: int, sittings: list[dict[str, Any]], **facts: Any) -> Message:
    words = text(reader, "session_moved", sittings=sittings, **facts)
    return message(words, *prose(words), _rsvp(reader, session, sittings))


def cancelled(*, reader: Reader, title: str, own: datetime, **_: Any) -> Message:
    return message(text(reader, "session_cancelled", title=title, own=own))


def started(*, reader: Reader, title: str, own_id: int, **_: Any) -> Message:
    words = text(reader, "session_started", title=title)
    return message(
        words, *prose(words), actions(button(label(reader, "session.here"), "session.here", str(own_id), "primary"))
    )


def summary(*, reader: Reader, title: str, summary: str) -> Message:
    words = text(reader, "session_summary", title=title, summary=summary)
    return message(words, *prose(words), _asks(reader))


def _rsvp(reader: Reader, session: int, sittings: list[dict[str, Any]]) -> Block:
    going = label(reader, "session.going")
    alone = len(sittings) == 1
    yes = [
        button(going if alone else f"{going}: {times.clock(one['at'], reader)}", f"session.going:{one['id']}",
               f"{session}.{one['id']}", style="primary" if alone else None)
        for one in sittings
    ]  # fmt: skip
    return actions(*yes, button(label(reader, "session.decline"), "session.decline", str(session)))


def _asks(reader: Reader) -> Block:
    """A session is where a question arises, and where others' questions are answered."""
    return actions(button(label(reader, "ask.new"), "ask.new"), button(label(reader, "ask.open"), "ask.open"))
