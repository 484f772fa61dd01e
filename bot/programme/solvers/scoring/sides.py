"""The texts of all challenges or providers, ready to be compared: their passages as vectors of words and meaning."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from bot.programme.solvers.scoring import glossary, meaning, words
from bot.programme.solvers.scoring.passages import split
from bot.programme.solvers.scoring.profiles import Profile
from bot.programme.solvers.scoring.tokens import tokens

Numbers = NDArray[np.float32]

MEANING = 0.45
"""The share of meaning in the likeness of two passages; words have the rest."""
IMAGINED, COMMON = 60, 0.25
"""So many texts that nobody wrote stand beside those given, so that rarity does not hang on a handful; a common concept
is in this share of them."""
WEIGHTS = {"text": 1.0, "title": 0.7, "tried": 0.6}
FULL = 3
"""A passage of so many words that say something counts half of a long one."""


@dataclass(frozen=True)
class Passage:
    text: str
    kind: str
    features: Mapping[str, float]
    weight: float


@dataclass(frozen=True)
class Side:
    """Row `i` of `meaning` and of `lexical` is passage `i`; those of profile `p` are `starts[p]` to `starts[p + 1]`."""

    passages: Sequence[Passage]
    starts: Sequence[int]
    weights: Numbers
    meaning: Numbers
    lexical: csr_array
    belongs: csr_array
    """One row per profile, one column per passage: its weight."""

    def rows(self, profile: int) -> slice:
        return slice(self.starts[profile], self.starts[profile + 1])


def passages(profile: Profile) -> list[Passage]:
    """A passage that is written twice in one profile counts once, as what it was first."""
    pieces: dict[str, str] = {}
    for kind, text in fields(profile):
        for piece in split(text):
            pieces.setdefault(piece, kind)
    found = {piece: tokens(piece) for piece in pieces}
    return [_passage(piece, pieces[piece], found[piece], words.heard(found[piece])) for piece in pieces]


def fields(profile: Profile) -> list[tuple[str, str]]:
    """What was written, with its kind; the title last, since a reason better quotes a text."""
    texts = [("text", text) for text in (profile.text, *profile.texts)]
    return [*texts, ("tried", profile.tried), ("title", profile.title)]


def _passage(text: str, kind: str, found: Sequence[str], spoken: tuple[str, ...]) -> Passage:
    empty = words.small(spoken)
    size = len(words.content(found, empty))
    return Passage(text, kind, words.features(found, spoken, empty), WEIGHTS[kind] * size / (size + FULL))


def build(needs: Sequence[Profile], offers: Sequence[Profile]) -> tuple[Side, Side]:
    """Rarity is counted over both sides together."""
    written = [[passages(profile) for profile in side] for side in (needs, offers)]
    rarity = _rarity([one for side in written for one in side])
    flat = [[passage for one in side for passage in one] for side in written]
    vectors = meaning.vectors([passage.text for side in flat for passage in side])
    first = _side(written[0], vectors[: len(flat[0])], rarity)
    return first, _side(written[1], vectors[len(flat[0]) :], rarity)


def _rarity(documents: Iterable[Sequence[Passage]]) -> dict[str, float]:
    documents = list(documents)
    counts = Counter(name for written in documents for name in {name for one in written for name in one.features})
    total = len(documents) + IMAGINED
    usual = {f"={concept.name}" for concept in glossary.concepts().values() if concept.common}
    return {
        name: math.log(total / (count + (IMAGINED * COMMON if name in usual else 0))) + 0.1
        for name, count in counts.items()
    }


def _side(written: Sequence[Sequence[Passage]], vectors: Numbers, rarity: Mapping[str, float]) -> Side:
    flat = [passage for one in written for passage in one]
    starts = [0, *np.cumsum([len(one) for one in written]).tolist()]
    weights = np.array([passage.weight for passage in flat], dtype=np.float32)
    belongs = csr_array((weights, np.arange(len(flat)), starts), shape=(len(written), len(flat)))
    return Side(flat, starts, weights, vectors, _table([passage.features for passage in flat], rarity), belongs)


def _table(rows: Sequence[Mapping[str, float]], rarity: Mapping[str, float]) -> csr_array:
    """Rows of length 1; a row without features is zero."""
    vocabulary = {feature: number for number, feature in enumerate(rarity)}
    rare = np.array(list(rarity.values()), dtype=np.float32)
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((vocabulary[name] for row in rows for name in row), dtype=np.int32, count=ends[-1])
    counts = np.fromiter((count for row in rows for count in row.values()), dtype=np.float32, count=ends[-1])
    values = np.where(counts > 1, 1 + np.log(np.maximum(counts, 1)), counts) * rare[columns]
    table = csr_array((values, columns, ends), shape=(len(rows), len(vocabulary)), dtype=np.float32)
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(ends)).astype(np.float32)
    return table
