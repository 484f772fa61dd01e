"""Thanks: the form, the message to the thanked team, and what its choice changes."""

from bot.messages.blocks import Message, View, actions, button, message, modal, option, prose, select, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def form(reader: Reader, teams: list[tuple[int, str]], chosen: int | None = None) -> View:
    """`teams` are `(id, name)`."""
    options = [option(name[:75], str(team)) for team, name in teams]
    fields = [
        select("team", label(reader, "thanks.team"), options, initial=str(chosen) if chosen else None),
        text_input("text", label(reader, "thanks.text"), multiline=True, hint=label(reader, "thanks.hint")),
    ]
    title, close = label(reader, "thanks.title"), label(reader, "common.cancel")
    return modal(title, "thanks.give", fields, submit=label(reader, "common.send"), close=close)


def given(reader: Reader, team: str) -> Message:
    return message(text(reader, "thanks_given", team=team))


def received(*, reader: Reader, given: int, giver: str, team: str, words: str) -> Message:
    said = text(reader, "thanks_received", giver=giver, team=team, words=words)
    buttons = actions(
        button(label(reader, "thanks.allow"), "thanks.allow", str(given), style="primary"),
        button(label(reader, "thanks.keep"), "thanks.keep", str(given)),
    )
    return message(said, *prose(said), buttons)


def decided(reader: Reader, given: int, giver: str, words: str, shown: bool) -> Message:
    """In place of the question; the other choice stays open."""
    said = text(reader, "thanks_decided", giver=giver, words=words, shown=shown)
    other = "thanks.keep" if shown else "thanks.allow"
    return message(said, *prose(said), actions(button(label(reader, other), other, str(given))))
