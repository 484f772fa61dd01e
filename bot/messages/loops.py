"""Loops in a workspace: the opening, under which its check-ins gather."""

from datetime import date

from bot.messages.blocks import Message, actions, button, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def opened(*, reader: Reader, loop: int, question: str, checkin_on: date, closes_on: date, ref: str) -> Message:
    words = text(reader, "loop_opened", loop=loop, question=question, checkin_on=checkin_on, closes_on=closes_on)
    early = button(label(reader, "checkin.early"), "checkin.early", ref)
    help_ = button(label(reader, "ask.new"), "ask.new")
    return message(words, *prose(words), actions(early, help_, button(label(reader, "ask.open"), "ask.open")))


def changed(reader: Reader, number: int, opens: bool) -> Message:
    return message(text(reader, "loop_changed", number=number, opens=opens))
