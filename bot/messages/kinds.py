"""Kinds of message in words, for those who plan and watch them."""

from bot.messages.reader import Reader
from bot.messages.texts import label


def kind_name(reader: Reader, kind: str) -> str:
    """`checkin.ask` → `the check-in question`."""
    return label(reader, f"kind.{kind}")
