"""Sessions in each reader's own time, with the one button for the one thing asked."""

from datetime import datetime
from typing import Any

from bot.messages import times
from bot.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    date_input,
    message,
    modal,
    option,
    prose,
    select,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, text

KINDS = ("kick-off", "thematic", "advisory clinic", "peer assist", "reflection", "showcase")


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


def _rsvp(reader: Reader, session: int, sittings: list[dict[str, Any]]) -> Block:
    going = label(reader, "session.going")
    alone = len(sittings) == 1
    yes = [
        button(going if alone else f"{going}: {times.clock(one['at'], reader)}", f"session.going:{one['id']}",
               f"{session}.{one['id']}", style="primary" if alone else None)
        for one in sittings
    ]  # fmt: skip
    return actions(*yes, button(label(reader, "session.decline"), "session.decline", str(session)))


def summary(*, reader: Reader, title: str, summary: str) -> Message:
    words = text(reader, "session_summary", title=title, summary=summary)
    return message(words, *prose(words), _asks(reader))


def _asks(reader: Reader) -> Block:
    """A session is where a question arises, and where others' questions are answered."""
    return actions(button(label(reader, "ask.new"), "ask.new"), button(label(reader, "ask.open"), "ask.open"))


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


def form(reader: Reader, title: str) -> View:
    kinds = [option(kind.capitalize(), kind) for kind in KINDS]
    fields = [
        text_input("title", label(reader, "session.title"), initial=title),
        select("kind", label(reader, "session.kind"), kinds, initial="thematic"),
        text_input("minutes", label(reader, "session.minutes"), initial="75"),
        text_input("preparation", label(reader, "session.preparation"), optional=True),
        *when(reader),
    ]
    return _modal(reader, "session.plan", fields, "")


def move_form(reader: Reader, number: int) -> View:
    return _modal(reader, "session.move", when(reader), str(number))


def when(reader: Reader) -> list[Block]:
    """Two sittings at most, each a date and a time in UTC."""
    second = label(reader, "session.second")
    return [
        date_input("day_a", label(reader, "session.day")),
        text_input("time_a", label(reader, "session.time")),
        date_input("day_b", f"{second}: {label(reader, 'session.day')}", optional=True),
        text_input("time_b", f"{second}: {label(reader, 'session.time')}", optional=True),
    ]


def summary_form(reader: Reader, number: int) -> View:
    field = text_input("summary", label(reader, "session.summary"), multiline=True)
    return _modal(reader, "session.summary", [field], str(number))


def _modal(reader: Reader, callback: str, fields: list[Block], data: str) -> View:
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.cancel")}
    return modal(label(reader, "session.form"), callback, fields, data=data, **names)
