"""What a passage is made of: stems of its words, fragments of long ones, and the concepts that they stand for."""

import functools
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any

from bot.programme.solvers.scoring import glossary
from bot.programme.solvers.scoring.tokens import fold, unspaced

FRAGMENT, FRAGMENT_WEIGHT = 4, 0.3
CONCEPT_WEIGHT, BROADER_WEIGHT = 1.2, 0.4


@functools.cache
def languages() -> dict[str, dict[str, Any]]:
    """By code: the stemmer, and the words that say nothing."""
    file = Path(__file__).with_name("languages.toml")
    return {
        name: {"stemmer": entry.get("stemmer"), "words": frozenset(fold(entry["words"]).split())}
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def heard(words: Sequence[str]) -> tuple[str, ...]:
    """The languages whose small words occur most often, the likeliest first; none where there are no such words."""
    found = Counter(name for word in words for name in _who_says(word))
    enough = max(1, max(found.values(), default=0) / 2)
    return tuple(name for name, count in sorted(found.items(), key=_likelier) if count >= enough)


@functools.lru_cache(maxsize=200_000)
def _who_says(word: str) -> tuple[str, ...]:
    """The languages in which this word says nothing."""
    return tuple(name for name, entry in languages().items() if word in entry["words"])


def _likelier(counted: tuple[str, int]) -> tuple[int, int]:
    name, count = counted
    return -count, [*languages()].index(name)


@functools.cache
def _stemmer(name: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(name)


@functools.lru_cache(maxsize=200_000)
def stem(word: str, spoken: str) -> str:
    algorithm = languages()[spoken]["stemmer"] if spoken else None
    return fold(_stemmer(algorithm).stemWord(word)) if algorithm else word


@functools.cache
def small(spoken: tuple[str, ...]) -> frozenset[str]:
    """The words that say nothing. Where the language is not known, those of any language."""
    names = spoken[:1] or tuple(languages())
    return frozenset().union(*(languages()[name]["words"] for name in names))


def content(words: Sequence[str], empty: Set[str]) -> list[str]:
    """The words that say something."""
    return [word for word in words if word not in empty and (len(word) > 1 or word.isdigit() or unspaced(word))]


def features(words: Sequence[str], spoken: Sequence[str], empty: Set[str]) -> dict[str, float]:
    """How much each stem, fragment and concept counts in one passage, before rarity."""
    found: dict[str, float] = defaultdict(float)
    likeliest = spoken[0] if spoken else ""
    for word in content(words, empty):
        found[stem(word, likeliest)] += 1
        for fragment in fragments(word):
            found[fragment] += FRAGMENT_WEIGHT
    for name in glossary.spoken_of(words, frozenset(spoken), empty):
        for feature, weight in _with_broader(name):
            found[feature] += weight
    return dict(found)


@functools.lru_cache(maxsize=200_000)
def fragments(word: str) -> tuple[str, ...]:
    """Of long words only: they meet their relatives in other forms and in neighbouring languages."""
    if len(word) <= FRAGMENT or word.isdigit():
        return ()
    return tuple(f"~{word[at : at + FRAGMENT]}" for at in range(len(word) - FRAGMENT + 1))


def _with_broader(name: str) -> Iterator[tuple[str, float]]:
    yield f"={name}", CONCEPT_WEIGHT
    if above := glossary.concepts()[name].broader:
        yield f"={above}", BROADER_WEIGHT
