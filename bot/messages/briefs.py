"""Briefs: the form, the question to the owner with the whole text, their answer, and what was published."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages.blocks import Block, Message, View, actions, button, message, modal, prose, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text

LINES = ("title", "question")
TEXTS = ("context", "tried")


def form(reader: Reader, challenge: int, number: int, words: Any) -> View:
    """`words` has `title`, `question`, `context`, `tried`. A text that is longer than a field has several."""
    fields = [text_input(name, label(reader, f"brief.{name}"), initial=getattr(words, name)) for name in LINES]
    for name in TEXTS:
        fields += _parts(reader, name, getattr(words, name))
    title = label(reader, "brief.form").replace("{number}", str(number))
    close, send = label(reader, "common.cancel"), label(reader, "brief.ask")
    return modal(title, "brief.save", fields, submit=send, close=close, data=str(challenge))


def _parts(reader: Reader, name: str, words: str) -> list[Block]:
    pieces = [block["text"]["text"] for block in prose(words)] or [""]
    heading = label(reader, f"brief.{name}")
    more = label(reader, "brief.continued")
    return [
        text_input(
            f"{name}_{place}",
            heading if not place else f"{heading} {more}",
            initial=piece,
            multiline=True,
            optional=True,
        )
        for place, piece in enumerate(pieces)
    ]


def joined(fields: Mapping[str, str]) -> dict[str, str]:
    """The answers of the form, its several fields of one text put together again."""
    found = {name: fields.get(name, "").strip() for name in LINES}
    for name in TEXTS:
        parts = sorted(
            (key for key in fields if re.fullmatch(rf"{name}_\d+", key)), key=lambda key: int(key[len(name) + 1 :])
        )
        found[name] = "\n".join(fields[key].strip() for key in parts if fields[key].strip())
    return found


def saved(reader: Reader, version: int, asked: bool) -> Message:
    return message(text(reader, "brief_saved", version=version, asked=asked))


def asked(
    *, reader: Reader, brief: int, version: int, secretariat: list[tuple[str, str]], by_mail: bool, **words: str
) -> Message:
    """`words` are `title`, `question`, `context` and `tried`: the owner approves exactly these."""
    facts: dict[str, Any] = {"version": version, "secretariat": secretariat, "by_mail": by_mail}
    said = text(reader, "brief_asked", **facts, **words)
    choice = actions(
        button(label(reader, "brief.approve"), "brief.approve", str(brief), style="primary"),
        button(label(reader, "brief.suggest"), "brief.suggest", str(brief)),
        button(label(reader, "common.person"), "person.talk"),
    )
    return message(said, *prose(said), choice)


def approved(reader: Reader, title: str, version: int, by: str) -> Message:
    return message(text(reader, "brief_approved", title=title, version=version, by=by))


def wish_form(reader: Reader, brief: int) -> View:
    fields = [text_input("wish", label(reader, "brief.wish"), multiline=True, hint=label(reader, "brief.wish_hint"))]
    title, close = label(reader, "brief.suggest"), label(reader, "common.cancel")
    return modal(title, "brief.wish", fields, submit=label(reader, "common.send"), close=close, data=str(brief))


def wished(reader: Reader) -> Message:
    return message(text(reader, "brief_wished"))


def answered(*, reader: Reader, **facts: Any) -> Message:
    """To the facilitators: `number`, `title`, `version`, `team`, `by`, `approved`, `wish`."""
    return message(text(reader, "brief_answered", **facts))


def published(reader: Reader, options: Sequence[Any], waiting: list[str]) -> Message:
    """Of each option `number` and `title`; `waiting` are those that were left out, and why."""
    return message(text(reader, "brief_published", options=options, waiting=waiting))
