"""Letters that can be answered: their links, or the form as text; and what a page says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.messages.blocks import Message, View, actions, button, divider, message, modal, prose, section
from bot.messages.kinds import kind_name
from bot.messages.mails import plain_text
from bot.messages.reader import Reader
from bot.messages.texts import label, text

MOST = 20
"""Letters in one list: each takes up to three blocks."""


def enclosed(reader: Reader, links: Sequence[tuple[str, str]], until: datetime) -> str:
    """`links` are labels and addresses."""
    return _plain(text(reader, "link_enclosed", links=links, until=until))


def as_text(reader: Reader, presses: Sequence[tuple[str, Mapping[str, Any] | None]]) -> str:
    """Each button by its label, with the form that it opens, if it opens one: to be answered in a reply."""
    asked = [(words, _questions(view)) for words, view in presses]
    return _plain(text(reader, "link_form", asked=asked))


def _questions(view: Mapping[str, Any] | None) -> list[tuple[str, list[str]]]:
    inputs = [block for block in (view or {}).get("blocks", ()) if block["type"] == "input"]
    return [(block["label"]["text"], _options(block["element"])) for block in inputs]


def _options(element: Mapping[str, Any]) -> list[str]:
    return [item["text"]["text"] for item in element.get("options", ())]


def _plain(words: str) -> str:
    return plain_text({"text": words})[1]


def confirming(reader: Reader, about: str) -> Message:
    """`about` is the first line of the letter."""
    return message(text(reader, "link_confirm", about=about))


def expired(reader: Reader) -> Message:
    return message(text(reader, "link_expired"))


def used(reader: Reader, link_id: int) -> Message:
    words = text(reader, "link_used")
    return message(words, *prose(words), actions(button(label(reader, "web.again"), "link.again", str(link_id))))


def noted(reader: Reader) -> Message:
    return message(text(reader, "link_noted"))


def sent(reader: Reader) -> Message:
    return message(text(reader, "link_sent"))


def again(*, reader: Reader, press: tuple[str, str, str]) -> Message:
    """A letter that carries one button: the one that was used."""
    words, action, value = press
    said = text(reader, "link_again", label=words)
    return message(said, *prose(said), actions(button(words, f"{action}", value)))  # the door knows its action


def waiting(reader: Reader, letters: Sequence[tuple[str, str, datetime, list[tuple[int, str]]]]) -> View:
    """`letters` are who, kind, when, and what can be pressed for them as link id and label; the newest first."""
    blocks = prose(text(reader, "link_waiting", count=len(letters), most=MOST))
    for who, kind, at, links in letters[:MOST]:
        words = text(reader, "link_waiting_row", who=who, kind=kind_name(reader, kind), at=at)
        blocks += [
            divider(),
            section(words),
            actions(*(button(name, f"link.record:{one}", str(one)) for one, name in links)),
        ]
    return modal(label(reader, "web.waiting"), "notice", blocks, submit=None, close=label(reader, "common.close"))
