"""Signals for the facilitators' room, each with a drafted message."""

from bot.messages.blocks import Message, actions, button, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def raised(*, reader: Reader, kind: str, team: str, signal: int) -> Message:
    words = text(reader, "signal_raised", kind=kind, team=team)
    return message(
        words, *prose(words), actions(button(label(reader, "signal.settled"), "signal.settled", str(signal)))
    )


def settled(reader: Reader) -> Message:
    return message(text(reader, "signal_settled"))


def talk(reader: Reader) -> Message:
    return message(text(reader, "signal_talk"))
