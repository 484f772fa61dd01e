"""What a passage is made of: stems of its words, fragments of long ones, and the concepts that they stand for."""

import functools
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.programme.solvers import glossary
from bot.programme.solvers.tokens import fold, unspaced

FRAGMENT, FRAGMENT_WEIGHT = 5, 0.3
CONCEPT_WEIGHT, BROADER_WEIGHT = 1.2, 0.4


@functools.cache
def languages() -> dict[str, dict[str, Any]]:
    """By code: the stemmer, and the words that say nothing."""
    file = Path(__file__).with_name("languages.toml")
    return {
        name: {"stemmer": entry.get("stemmer"), "words": frozenset(fold(entry["words"]).split())}
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


@functools.cache
def empty_words() -> frozenset[str]:
    return frozenset(word for entry in languages().values() for word in entry["words"])


def language(words: Sequence[str]) -> str:
    """The language whose small words occur most often, the first of equals; empty where there are none."""
    counts = Counter(words)
    found = {name: sum(counts[word] for word in entry["words"] & counts.keys()) for name, entry in languages().items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] else ""


@functools.cache
def _stemmer(name: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(name)


@functools.lru_cache(maxsize=200_000)
def stem(word: str, spoken: str) -> str:
    algorithm = languages()[spoken]["stemmer"] if spoken else None
    return fold(_stemmer(algorithm).stemWord(word)) if algorithm else word


def content(words: Sequence[str], spoken: str) -> list[str]:
    """The words that say something. Where the language is not known, small words of any language are left out."""
    empty = languages()[spoken]["words"] if spoken else empty_words()
    return [word for word in words if word not in empty and (len(word) > 1 or word.isdigit() or unspaced(word))]


def features(words: Sequence[str], spoken: str) -> dict[str, float]:
    """How much each stem, fragment and concept counts in one passage, before rarity."""
    found: Counter[str] = Counter()
    for word in content(words, spoken):
        found[stem(word, spoken)] += 1  # type: ignore[assignment]
        for fragment in fragments(word):
            found[fragment] += FRAGMENT_WEIGHT  # type: ignore[assignment]
    for concept in glossary.concepts(words):
        for name, weight in _with_broader(concept):
            found[name] += weight  # type: ignore[assignment]
    return dict(found)


@functools.lru_cache(maxsize=200_000)
def fragments(word: str) -> tuple[str, ...]:
    """Of long words only: they meet their relatives in other forms and in neighbouring languages."""
    if len(word) <= FRAGMENT or word.isdigit():
        return ()
    return tuple(f"~{word[at : at + FRAGMENT]}" for at in range(len(word) - FRAGMENT + 1))


def _with_broader(concept: str) -> Iterator[tuple[str, float]]:
    yield f"={concept}", CONCEPT_WEIGHT
    if above := glossary.broader(concept):
        yield f"={above}", BROADER_WEIGHT
