"""Signals for the facilitators' room, each with a drafted message; and the wish to talk to a person."""

from datetime import datetime

from bot.messages.blocks import Block, Message, actions, button, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def raised(*, reader: Reader, kind: str, team: str, signal: int, to: list[str], ask: int | None = None) -> Message:
    """`ask`: the one that it is about, which can be sent on by hand."""
    draft = text(reader, "signal_draft", kind=kind)
    words = text(reader, "signal_raised", kind=kind, team=team, to=to, draft=draft)
    buttons = _seen_to(reader, signal)
    if ask:
        send_on = button(label(reader, "ask.route"), "ask.route", str(ask), style="primary")
        answer = button(label(reader, "ask.answer"), "ask.answer", str(ask))
        buttons = actions(send_on, answer, *buttons["elements"])
    return message(words, *prose(words), buttons)


def settled(reader: Reader, team: str, kind: str, by: str) -> Message:
    return message(text(reader, "signal_settled", team=team, kind=kind, by=by))


def talk(reader: Reader) -> Message:
    return message(text(reader, "signal_talk"))


def asked(*, reader: Reader, person: str, email: str, teams: list[str], signal: int | None) -> Message:
    words = text(reader, "signal_asked", person=person, email=email, teams=teams)
    return message(words, *prose(words), *([_seen_to(reader, signal)] if signal else []))


def _seen_to(reader: Reader, signal: int) -> Block:
    names = ("signal.write", "signal.settled", "signal.snooze")
    write, settled, snooze = (label(reader, name) for name in names)
    return actions(
        button(write, "note.signal", str(signal)),
        button(settled, "signal.settled", str(signal)),
        button(snooze, "signal.snooze", str(signal)),
    )


def snoozed(reader: Reader, team: str, until: datetime) -> Message:
    return message(text(reader, "signal_snoozed", team=team, until=until))
