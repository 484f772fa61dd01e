"""The forms of a session: planned, moved, summed up."""

from bot.messages.blocks import Block, View, date_input, modal, option, select, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label

KINDS = ("kick-off", "thematic", "advisory clinic", "peer assist", "reflection", "showcase")


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
