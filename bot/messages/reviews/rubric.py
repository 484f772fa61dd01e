"""The rubric in words: each criterion's name, its question, and an anchor text per level; the form that weights it."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.messages.blocks import Block, Message, View, message, modal, option, prose, select, text_input
from bot.messages.reader import FALLBACK, Reader
from bot.messages.texts import FOLDER, label, text


@dataclass(frozen=True)
class Criterion:
    key: str
    name: str
    asks: str
    levels: Sequence[str]
    """From 0 to 5."""


def criteria(reader: Reader, keys: Iterable[str]) -> list[Criterion]:
    words, fallback = _words(reader.locale), _words(FALLBACK)
    return [Criterion(key, **(words.get(key) or fallback[key])) for key in keys]


def name(reader: Reader, key: str) -> str:
    """Of a criterion, or of `total`."""
    return label(reader, "review.total") if key == "total" else criteria(reader, [key])[0].name


def names(reader: Reader, keys: Iterable[str]) -> list[str]:
    return [name(reader, key) for key in keys]


def choice(reader: Reader, criterion: Criterion, weight: int, given: int | None) -> Block:
    """One select whose options are the anchors themselves."""
    options = [option(f"{level}: {words}", str(level)) for level, words in enumerate(criterion.levels)]
    hint = label(reader, "review.weight").format(asks=criterion.asks, weight=weight)
    return select(criterion.key, criterion.name, options, initial=None if given is None else str(given), hint=hint)


def form(reader: Reader, kind: str, rubric: Any, count: int) -> View:
    """`rubric` has `weights`, `least_each` and `least_total`; `count` reviews are in already."""
    fields = [
        text_input(criterion.key, criterion.name, initial=str(rubric.weights[criterion.key]), hint=criterion.asks)
        for criterion in criteria(reader, rubric.weights)
    ]
    limits = [
        text_input(key, label(reader, f"review.{key}"), initial=str(getattr(rubric, key)))
        for key in ("least_each", "least_total")
    ]
    return modal(
        label(reader, "review.rubric"),
        "review.rubric",
        [*prose(text(reader, "review_rubric", count=count)), *fields, *limits],
        submit=label(reader, "common.send"),
        close=label(reader, "common.cancel"),
        data=kind,
    )


def changed(reader: Reader, count: int) -> Message:
    """`count` reviews were in before the change."""
    return message(text(reader, "review_rubric_changed", count=count))


@cache
def _words(locale: str) -> Mapping[str, Any]:
    path = FOLDER / locale / "rubric.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
