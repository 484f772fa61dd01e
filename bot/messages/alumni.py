"""The alumni list: the question at the close, and what was chosen."""

from collections.abc import Sequence

from bot.messages.blocks import Block, Message, actions, button, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def asked(*, reader: Reader, edition: str, number: int) -> Message:
    said = text(reader, "alumni_asked", edition=edition)
    return message(said, *prose(said), _choice(reader, number))


def chosen(
    reader: Reader, number: int, listed: bool, asks: bool, others: Sequence[tuple[str, list[str]]] = ()
) -> Message:
    """In place of the question; it may be chosen anew at any time. `others` are names with their teams."""
    said = text(reader, "alumni_chosen", listed=listed, asks=asks, others=others)
    return message(said, *prose(said), _choice(reader, number))


def _choice(reader: Reader, number: int) -> Block:
    return actions(
        button(label(reader, "alumni.both"), "alumni.both", str(number)),
        button(label(reader, "alumni.listed"), "alumni.listed", str(number)),
        button(label(reader, "alumni.none"), "alumni.none", str(number)),
    )
