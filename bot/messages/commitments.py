"""Commitments: the question on the day itself, and what became of it."""

from datetime import date

from bot.messages.blocks import Message, View, actions, button, date_input, message, modal, prose
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def due(*, reader: Reader, commitment: int, text: str, due_on: date, team: str, later: str) -> Message:
    words = _words(reader, "commitment_due", text, due_on=due_on, team=team)
    ref = str(commitment)
    return message(
        words,
        *prose(words),
        actions(
            button(label(reader, "commitment.done"), "commitment.done", ref, style="primary"),
            button(label(reader, "commitment.drop"), "commitment.drop", ref),
            button(label(reader, "commitment.move"), "commitment.move", ref),
            not_now(reader, later),
        ),
    )


def _words(reader: Reader, name: str, what: str, **more: object) -> str:
    return text(reader, name, what=what, **more)


def settled(reader: Reader, what: str, *, done: bool) -> Message:
    return message(text(reader, "commitment_settled", what=what, done=done))


def form(reader: Reader, commitment: int, due_on: date | None) -> View:
    field = date_input("due_on", label(reader, "commitment.due_on"), initial=due_on.isoformat() if due_on else "")
    submit, close = label(reader, "common.send"), label(reader, "common.cancel")
    title = label(reader, "commitment.title")
    return modal(title, "commitment.move", [field], submit=submit, close=close, data=str(commitment))


def moved(reader: Reader, what: str, due_on: date) -> Message:
    return message(text(reader, "commitment_moved", what=what, due_on=due_on))
