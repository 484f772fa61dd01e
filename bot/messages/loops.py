"""Loops in a workspace: the opening, the intention, and what a facilitator hears when a loop is opened or closed."""

from datetime import date
from typing import Any

from bot.messages.blocks import Message, View, actions, button, message, modal, option, prose, select, text_input
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, text

COURSES = ("continue", "change", "stop")


def opened(  # noqa: PLR0913 - what a loop is
    *,
    reader: Reader,
    loop: int,
    question: str,
    checkin_on: date,
    closes_on: date,
    ref: str,
    room: str,
    intention: str,
    trying: str,
    by: str,
) -> Message:
    about = {"loop": loop, "question": question, "checkin_on": checkin_on, "closes_on": closes_on}
    words = text(reader, "loop_opened", intention=intention, trying=trying, by=by, **about)
    intend = button(label(reader, "loop.amend" if intention else "loop.intend"), "loop.intend", room, style="primary")
    early = button(label(reader, "checkin.early"), "checkin.early", ref)
    help_, asks = button(label(reader, "ask.new"), "ask.new"), button(label(reader, "ask.open"), "ask.open")
    return message(words, *prose(words), actions(intend, early, help_, asks))


def nudge(*, reader: Reader, loop: int, room: str, later: str) -> Message:
    words = text(reader, "loop_nudge", loop=loop)
    intend = button(label(reader, "loop.intend"), "loop.intend", room)
    return message(words, *prose(words), actions(intend, not_now(reader, later)))


def intention_form(reader: Reader, loop: int, room: str, given: dict[str, str]) -> View:
    fields = [
        text_input(name, label(reader, f"loop.{name}"), initial=given.get(name, ""), multiline=True, optional=optional)
        for name, optional in (("intention", False), ("trying", True))
    ]
    return _form(reader, label(reader, "loop.intention_title").format(loop=loop), "loop.intend", fields, room)


def capture_form(reader: Reader, loop: int, room: str, given: dict[str, str]) -> View:
    hints = {"actions": label(reader, "loop.actions_hint")}
    fields = [
        text_input(
            name,
            label(reader, f"loop.{name}"),
            initial=given.get(name, ""),
            multiline=True,
            optional=True,
            hint=hints.get(name, ""),
        )
        for name in ("decided", "actions", "noted")
    ]
    return _form(reader, label(reader, "loop.capture_title").format(loop=loop), "loop.capture", fields, room)


def card_form(reader: Reader, loop: int, room: str, given: dict[str, str]) -> View:
    courses = [option(label(reader, f"loop.course_{value}"), value) for value in COURSES]
    answers = [option(label(reader, f"loop.reframed_{value}"), value) for value in ("no", "yes")]
    initial = {name: given.get(name, "") for name in ("learned", "next_step")}
    fields = [
        text_input("learned", label(reader, "loop.learned"), initial=initial["learned"], multiline=True),
        select("course", label(reader, "loop.course"), courses, initial=given.get("course"), kind="radio_buttons"),
        text_input(
            "next_step", label(reader, "loop.next_step"), initial=initial["next_step"], multiline=True, optional=True
        ),
        select("reframed", label(reader, "loop.reframed"), answers, initial=given.get("reframed", "no")),
    ]
    return _form(reader, label(reader, "loop.card_title").format(loop=loop), "loop.card", fields, room)


def _form(reader: Reader, title: str, callback: str, fields: list[Any], room: str) -> View:
    submit, close = label(reader, "common.send"), label(reader, "common.cancel")
    return modal(title, callback, fields, submit=submit, close=close, data=room)


def captured(*, reader: Reader, room: str, **said: Any) -> Message:
    """`promised` are `(who, what, day)`."""
    words = text(reader, "loop_captured", **said)
    amend = button(label(reader, "loop.amend_capture"), "loop.capture", room)
    thank = button(label(reader, "thanks.title"), "thanks.open")
    return message(words, *prose(words), actions(amend, thank))


def kept(reader: Reader, what: str) -> Message:
    """`what` is intention, capture or card."""
    return message(text(reader, "loop_kept", what=what))


def changed(reader: Reader, number: int, opens: bool) -> Message:
    return message(text(reader, "loop_changed", number=number, opens=opens))
