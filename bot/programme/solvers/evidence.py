"""How well texts meet, from 0 to 1.

Three measures, each from the likeness of passages: how much of the need is answered, how much of the offer is asked
for, and how alike the two are as a whole. A passage counts by its best answers, so that one that is taken away lowers
the measure; the whole is compared as the sum of its passages, so that it can be taken apart again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.programme.solvers.sides import MEANING, Numbers, Side

BEST = 8
"""The higher, the more a passage counts by its best answer alone."""
WHOLE, ANSWERED, ASKED = 0.45, 0.35, 0.2
TEXT = 0.9
"""The share of the texts in the score; the facts that both sides state have the rest."""
FEW = 0.05
"""A text of few words proves less."""
CLOSE = 0.999
BOUND = 20_000_000
"""Likenesses held in memory at once."""


def likeness(first: Side, second: Side, rows: slice, columns: slice = slice(None)) -> Numbers:
    """Of each passage of one side with each of the other, from -1 to 1."""
    lexical = (first.lexical[rows] @ second.lexical[columns].T).toarray()
    if not first.meaning.shape[1]:
        return lexical
    return MEANING * (first.meaning[rows] @ second.meaning[columns].T) + (1 - MEANING) * lexical


def _missed(alike: Numbers) -> Numbers:
    """The logarithm of how far a passage is from being answered by another."""
    return np.log1p(-(np.clip(alike, 0, CLOSE) ** BEST))


def _answered(missed: Numbers) -> Numbers:
    return (-np.expm1(missed)) ** (1 / BEST)


def _sums(values: Numbers, starts: Sequence[int], axis: int) -> Numbers:
    """Sums over the passages of each profile; zero for one that has none."""
    edges = np.asarray(starts)
    filled = np.flatnonzero(np.diff(edges))
    shape = [*values.shape]
    shape[axis] = len(edges) - 1
    found = np.zeros(shape, dtype=np.float32)
    if len(filled):
        index: list[Any] = [slice(None), slice(None)]
        index[axis] = filled
        found[tuple(index)] = np.add.reduceat(values, edges[filled], axis=axis)
    return found


def text_scores(needs: Side, offers: Side) -> Numbers:
    """One row per challenge, one column per provider."""
    return np.vstack([_rows(needs, offers, first, last) for first, last in _portions(needs, len(offers.passages))])


def _portions(needs: Side, width: int) -> list[tuple[int, int]]:
    """Profiles whose likenesses fit into memory together."""
    found, first = [], 0
    for last in range(1, len(needs.starts)):
        full = (needs.starts[last] - needs.starts[first]) * width > BOUND
        if full and last - 1 > first:
            found.append((first, last - 1))
            first = last - 1
    return [*found, (first, len(needs.starts) - 1)]


def _rows(needs: Side, offers: Side, first: int, last: int) -> Numbers:
    here = slice(needs.starts[first], needs.starts[last])
    starts = [start - here.start for start in needs.starts[first : last + 1]]
    alike = likeness(needs, offers, here)
    weights = needs.weights[here]
    whole = _sums(_sums(weights[:, None] * alike * offers.weights, offers.starts, 1), starts, 0)
    missed = _missed(alike)
    answered = weights[:, None] * _answered(_sums(missed, offers.starts, 1))
    asked = offers.weights * _answered(_sums(missed, starts, 0))
    return _measure(
        whole / np.outer(_lengths(needs)[first:last], _lengths(offers)),
        _sums(answered, starts, 0) / (_sums(weights[:, None], starts, 0) + FEW),
        _sums(asked, offers.starts, 1) / (_sums(offers.weights[None], offers.starts, 1) + FEW),
    )


def _lengths(side: Side) -> Numbers:
    """Of the sum of each profile's passages."""
    return np.array([_length(side, profile) for profile in range(len(side.starts) - 1)], dtype=np.float32)


def _length(side: Side, profile: int) -> float:
    rows = side.rows(profile)
    weights = side.weights[rows]
    return max(float(np.sqrt(max(weights @ likeness(side, side, rows, rows) @ weights, 0))), 1e-6)


def _measure(whole: Any, answered: Any, asked: Any) -> Any:
    return WHOLE * np.clip(whole, 0, 1) + ANSWERED * answered + ASKED * asked


def pair_score(alike: Numbers, inner: tuple[Numbers, Numbers], weights: tuple[Numbers, Numbers]) -> float:
    """The same measure for one pair, from the likenesses of its passages across and within."""
    if not alike.size:
        return 0.0
    missed = _missed(alike)
    asking, offering = weights
    answered = asking @ _answered(missed.sum(axis=1)) / (asking.sum() + FEW)
    asked = offering @ _answered(missed.sum(axis=0)) / (offering.sum() + FEW)
    lengths = [
        max(float(np.sqrt(max(own @ within @ own, 0))), 1e-6) for own, within in zip(weights, inner, strict=True)
    ]
    whole = asking @ alike @ offering / (lengths[0] * lengths[1])
    return float(_measure(whole, answered, asked))
