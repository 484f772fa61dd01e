"""The peer call of a loop: when it is, the card that prepares it, and the reminder to capture it."""

from collections.abc import Sequence
from dataclasses import replace
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
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, sections, text

FORMS = ("live", "writing")


def proposed(
    *,
    reader: Reader,
    loop: int,
    room: str,
    at: datetime,
    live: bool,
    zones: Sequence[tuple[str, str]],
    proposals: Sequence[datetime],
) -> Message:
    """One button picks a time; `zones` are `(team, zone)`."""
    choices = [(number, one, _local(reader, one, zones), one == at) for number, one in enumerate(proposals, 1)]
    words = text(reader, "loop_times", loop=loop, live=live, at=at, choices=choices)
    picks = [
        button(
            label(reader, "loop.pick").format(number=number), f"loop.pick:{number}", f"{room}.{int(one.timestamp())}"
        )
        for number, one in enumerate(proposals, 1)
    ]
    return message(words, *prose(words), actions(*picks, _other(reader, room)))


def _other(reader: Reader, room: str) -> Block:
    return button(label(reader, "loop.other_time"), "loop.time", room)


def _local(reader: Reader, at: datetime, zones: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(team, times.moment(at, replace(reader, zone=zone))) for team, zone in zones]


def told(
    *,
    reader: Reader,
    loop: int,
    room: str,
    at: datetime,
    live: bool,
    zones: Sequence[tuple[str, str]],
    moved: bool,
) -> Message:
    words = text(reader, "loop_call", loop=loop, live=live, local=_local(reader, at, zones), moved=moved)
    return message(words, *prose(words), actions(_other(reader, room)))


def time_form(reader: Reader, loop: int, room: str, given: dict[str, str]) -> View:
    """`day` and `clock` in the reader's zone."""
    forms = [option(label(reader, f"loop.form_{value}"), value) for value in FORMS]
    fields = [
        date_input("day", label(reader, "loop.day"), initial=given["day"]),
        text_input("clock", label(reader, "loop.clock").format(zone=times.place(reader.zone)), initial=given["clock"]),
        select("form", label(reader, "loop.form"), forms, initial=given["form"], kind="radio_buttons"),
    ]
    title = label(reader, "loop.time_title").format(loop=loop)
    submit, close = label(reader, "common.send"), label(reader, "common.cancel")
    return modal(title, "loop.time", fields, submit=submit, close=close, data=room)


def prep(*, reader: Reader, room: str, at: datetime, zones: Sequence[tuple[str, str]], **about: Any) -> Message:
    """The last promises, the open asks, who is away, the hours, the intention and the last results."""
    parts = sections(reader, "loop_prep", local=_local(reader, at, zones), **about)
    blocks = [block for part in parts for block in prose(part)]
    capture = button(label(reader, "loop.capture"), "loop.capture", room, style="primary")
    return message("\n".join(parts), *blocks, actions(capture, _other(reader, room)))


def uncaptured(*, reader: Reader, loop: int, at: datetime, room: str, later: str) -> Message:
    words = text(reader, "loop_uncaptured", loop=loop, at=at)
    capture = button(label(reader, "loop.capture"), "loop.capture", room)
    return message(words, *prose(words), actions(capture, not_now(reader, later)))


def chosen(reader: Reader, at: datetime, *, live: bool) -> Message:
    return message(text(reader, "loop_chosen", at=at, live=live))
