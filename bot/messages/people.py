"""Words for one person: who they are to the programme, what they can do now, and what went wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages import courtesies
from bot.messages.blocks import Block, Message, View, button, context, divider, message, modal, prose
from bot.messages.blocks import actions as row
from bot.messages.blocks import home as home_tab
from bot.messages.reader import Reader
from bot.messages.texts import label, text

IN_A_ROW = 5
"""Buttons that stand side by side; more would be a wall, and Slack takes no more than 25 in one block."""


def said(words: str) -> Message:
    """Words that were made for this reader already."""
    return message(words)


def refused(reader: Reader) -> Message:
    return message(text(reader, "refused"))


def stranger(reader: Reader) -> Message:
    return message(text(reader, "stranger"))


def no_edition(reader: Reader) -> Message:
    return message(text(reader, "no_edition"))


def broken(reader: Reader, reference: str) -> Message:
    return message(text(reader, "broken", reference=reference))


def unknown_command(reader: Reader, said: str, nearest: list[str]) -> Message:
    return message(text(reader, "unknown_command", said=said, nearest=nearest))


def help_page(reader: Reader, nouns: Mapping[str, Sequence[str]], words: Sequence[str], staff: bool) -> Message:
    return message(text(reader, "help", nouns=nouns, words=words, staff=staff))


def menu(reader: Reader, name: str, choices: list[tuple[str, str, str]]) -> Message:
    """`choices` are `(label key, action, value)`: what this person can do now."""
    words = text(reader, "menu", name=name, empty=not choices)
    buttons = [button(label(reader, key), action, value) for key, action, value in choices]
    rows = [row(*buttons[first : first + IN_A_ROW]) for first in range(0, len(buttons), IN_A_ROW)]
    return message(words, *prose(words), *rows)


def home(
    reader: Reader,
    person: dict[str, Any] | None,
    choices: list[tuple[str, str, str]],
    board: Sequence[Block] = (),
) -> View:
    """The app's own tab: what is asked of this person, and what the programme knows of them.

    `board` is a facilitator's Monday, which comes first.
    """
    if person is None:
        return home_tab(prose(text(reader, "stranger")))
    asked = menu(reader, str(person["name"]), choices)["blocks"]
    first = [*board, divider()] if board else []
    return home_tab([*first, *asked, divider(), *_card(reader, person)[1]])


def notice(reader: Reader, shown: dict[str, Any]) -> View:
    """A message shown in place of a modal."""
    return modal(
        label(reader, "common.notice"), "notice", shown["blocks"], submit=None, close=label(reader, "common.close")
    )


def me(reader: Reader, person: dict[str, Any]) -> Message:
    words, blocks = _card(reader, person)
    return message(words, *blocks)


def _card(reader: Reader, person: dict[str, Any]) -> tuple[str, list[Block]]:
    """What the programme knows of them, and what they can change themselves; an applicant has no hours here."""
    facts = {name: value for name, value in person.items() if name != "courtesy"}
    wishes = person["courtesy"]
    own = [courtesies.summary(reader, person["zone"], wishes)] if wishes else []
    words = "\n".join([text(reader, "me", **facts), *own])
    change = courtesies.choices(reader, wishes) if wishes else []
    return words, [*prose(words), *change, context(text(reader, "me_note"))]


def later(reader: Reader) -> Message:
    return message(text(reader, "later"))
