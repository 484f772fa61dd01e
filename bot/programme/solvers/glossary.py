"""The words of public-sector innovation in many languages: which concepts a text speaks of, whatever its language.

`glossary.toml` holds one table per concept: by language its words, several parted by commas, `*` for any ending.
`broader` names the concept above it; `common` marks one that nearly every text speaks of.
"""

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.programme.solvers.tokens import fold, pieces

SHORTEST = 3
"""Characters before `*`."""
_PART = re.compile(r"[^\W_]+\*?")


@dataclass(frozen=True)
class _Term:
    words: tuple[str, ...]
    concept: str

    def at(self, words: Sequence[str], start: int) -> bool:
        if start + len(self.words) > len(words):
            return False
        return all(_same(mine, words[start + at]) for at, mine in enumerate(self.words))


@dataclass
class _Index:
    """Terms by their first word: whole, or by its beginning."""

    whole: dict[str, list[_Term]] = field(default_factory=lambda: defaultdict(list))
    begins: dict[str, list[_Term]] = field(default_factory=lambda: defaultdict(list))

    def candidates(self, word: str) -> Iterator[_Term]:
        yield from self.whole.get(word, ())
        for end in range(SHORTEST, len(word) + 1):
            yield from self.begins.get(word[:end], ())


def _same(mine: str, word: str) -> bool:
    return word.startswith(mine[:-1]) if mine.endswith("*") else word == mine


@functools.cache
def entries() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8"))


def terms(concept: str) -> dict[str, list[str]]:
    """By language."""
    entry = entries()[concept]
    return {
        name: [term.strip() for term in words.split(",")]
        for name, words in entry.items()
        if name not in ("broader", "common")
    }


def broader(concept: str) -> str:
    return str(entries()[concept].get("broader", ""))


@functools.cache
def common() -> frozenset[str]:
    return frozenset(name for name, entry in entries().items() if entry.get("common"))


@functools.cache
def _index() -> _Index:
    index = _Index()
    for concept in entries():
        for term in {term for words in terms(concept).values() for term in words}:
            parts = tuple(part for word in _PART.findall(fold(term)) for part in pieces(word))
            first = parts[0]
            table = index.begins if first.endswith("*") else index.whole
            table[first.removesuffix("*")].append(_Term(parts, concept))
    return index


def concepts(words: Sequence[str]) -> list[str]:
    """Of the terms that begin at a word the longest counts; a concept counts as often as it is spoken of."""
    index = _index()
    found = []
    for start, word in enumerate(words):
        here = [term for term in index.candidates(word) if term.at(words, start)]
        longest = max((len(term.words) for term in here), default=0)
        found += sorted({term.concept for term in here if len(term.words) == longest})
    return found
