"""The words of public-sector innovation in many languages: which concepts a text speaks of, whatever its language.

`glossary.csv` holds one row per concept, one column per language; terms are parted by `/`, and `*` stands for any
ending. `broader` names the concept above it; `common` marks one that nearly every text speaks of.
"""

import csv
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from bot.programme.solvers.scoring.tokens import fold, pieces

SHORTEST = 3
"""Characters before `*`."""
EVERYWHERE = "en"
"""Words of this language are used in texts of all others."""
_PART = re.compile(r"[^\W_]+\*?")


@dataclass(frozen=True)
class Concept:
    name: str
    broader: str
    common: bool
    terms: Mapping[str, Sequence[str]]
    """By language."""


@dataclass(frozen=True)
class _Term:
    words: tuple[str, ...]
    concept: str
    language: str

    def at(self, words: Sequence[str], start: int) -> bool:
        there = words[start : start + len(self.words)]
        return len(there) == len(self.words) and all(map(_same, self.words, there))


@dataclass(frozen=True)
class _Index:
    """Terms by their first word: whole, or by its beginning."""

    whole: dict[str, list[_Term]] = field(default_factory=lambda: defaultdict(list))
    begins: dict[str, list[_Term]] = field(default_factory=lambda: defaultdict(list))

    def candidates(self, word: str) -> Iterator[_Term]:
        yield from self.whole.get(word, ())
        for end in range(SHORTEST, len(word) + 1):
            yield from self.begins.get(word[:end], ())


@functools.lru_cache(maxsize=200_000)
def _beginning(word: str) -> tuple[_Term, ...]:
    return tuple(_index().candidates(word))


def _same(mine: str, word: str) -> bool:
    return word.startswith(mine[:-1]) if mine.endswith("*") else word == mine


@functools.cache
def concepts() -> Mapping[str, Concept]:
    with Path(__file__).with_name("glossary.csv").open(encoding="utf-8", newline="") as file:
        return {row["concept"]: _concept(row) for row in csv.DictReader(file)}


def _concept(row: dict[str, str]) -> Concept:
    terms = {name: words.split("/") for name, words in row.items() if len(name) == 2}
    return Concept(row["concept"], row["broader"], bool(row["common"]), terms)


@functools.cache
def _index() -> _Index:
    index = _Index()
    for concept in concepts().values():
        for language, terms in concept.terms.items():
            for term in terms:
                parts = tuple(part for word in _PART.findall(fold(term)) for part in pieces(word))
                table = index.begins if parts[0].endswith("*") else index.whole
                table[parts[0].removesuffix("*")].append(_Term(parts, concept.name, language))
    return index


def spoken_of(words: Sequence[str], languages: Set[str], empty: Set[str]) -> list[str]:
    """The concepts, each as often as it occurs. Of the terms that begin at a word the longest count; words that say
    nothing are no terms by themselves. Without languages a term of any language counts."""
    heard = {*languages, EVERYWHERE} if languages else None
    found = []
    for start, word in enumerate(words):
        here = [
            term
            for term in _beginning(word)
            if (heard is None or term.language in heard)
            and (len(term.words) > 1 or word not in empty)
            and term.at(words, start)
        ]
        longest = max((len(term.words) for term in here), default=0)
        found += sorted({term.concept for term in here if len(term.words) == longest})
    return found
