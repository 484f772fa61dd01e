"""How well texts meet, from 0 to 1.

Three measures, each from the likeness of passages: how much of the need is answered, how much of the offer is asked
for, and how alike the two are as a whole. A passage counts by its best answers, so that one that is taken away lowers
the measure; the whole is compared as the sum of its passages, so that it can be taken apart again.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.programme.solvers.scoring.sides import MEANING, Numbers, Side

BEST = 8
"""The higher, the more a passage counts by its best answer alone."""
WHOLE, ANSWERED, ASKED = 0.5, 0.35, 0.15
TEXT = 0.9
"""The share of the texts in the score; the facts that both sides state have the rest."""
FEW = 0.05
"""A text of few words proves less."""
CLOSE = 0.999
BOUND = 20_000_000
"""Likenesses held in memory at once."""


def text_scores(needs: Side, offers: Side) -> Numbers:
    """One row per challenge, one column per provider."""
    portions = _portions(needs.starts, len(offers.passages))
    return np.vstack([_rows(needs, offers, slice(first, last)) for first, last in portions])


def likeness(first: Side, second: Side, rows: slice, columns: slice = slice(None)) -> Numbers:
    """Of each passage of one side with each of the other, from -1 to 1."""
    lexical = (first.lexical[rows] @ second.lexical[columns].T).toarray()
    return _mixed(first.meaning[rows] @ second.meaning[columns].T, lexical, first)


def _mixed(meaning: Numbers, lexical: Numbers, side: Side) -> Numbers:
    found: Numbers = MEANING * meaning + (1 - MEANING) * lexical if side.meaning.shape[1] else lexical
    return found


def _portions(starts: Sequence[int], width: int) -> list[tuple[int, int]]:
    """Profiles whose likenesses fit into memory together."""
    found, first = [], 0
    for last in range(1, len(starts)):
        if (starts[last] - starts[first]) * width > BOUND and last - 1 > first:
            found.append((first, last - 1))
            first = last - 1
    return [*found, (first, len(starts) - 1)]


def _rows(needs: Side, offers: Side, profiles: slice) -> Numbers:
    edges = needs.starts[profiles.start : profiles.stop + 1]
    here, starts = slice(edges[0], edges[-1]), [edge - edges[0] for edge in edges]
    weights = needs.weights[here]
    far = missed(likeness(needs, offers, here))
    answered = weights[:, None] * reached(_sums(far, offers.starts, 1))
    asked = offers.weights * reached(_sums(far, starts, 0))
    found: Numbers = measure(
        _whole(needs, offers, profiles),
        _sums(answered, starts, 0) / (_sums(weights[:, None], starts, 0) + FEW),
        _sums(asked, offers.starts, 1) / (_sums(offers.weights[None], offers.starts, 1) + FEW),
    )
    return found


def missed(alike: Numbers) -> Numbers:
    """The logarithm of how far a passage is from being answered by another."""
    found: Numbers = np.log1p(-(np.clip(alike, 0, CLOSE) ** BEST))
    return found


def reached(far: Any) -> Any:
    """How well a passage is answered, from the sum of what its answers miss."""
    return np.power(-np.expm1(far), 1 / BEST).astype(np.float32)


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


def _whole(needs: Side, offers: Side, profiles: slice) -> Numbers:
    """The cosine of the sums of the passages, by their weights."""
    (meant, written), (meant_there, written_there) = _whole_texts(needs), _whole_texts(offers)
    products = _mixed(meant[profiles] @ meant_there.T, (written[profiles] @ written_there.T).toarray(), needs)
    lengths = np.outer(_lengths(meant, written, needs)[profiles], _lengths(meant_there, written_there, offers))
    return (products / np.maximum(lengths, 1e-9)).astype(np.float32)


def _whole_texts(side: Side) -> tuple[Numbers, Any]:
    return _sums(side.weights[:, None] * side.meaning, side.starts, 0), side.belongs @ side.lexical


def _lengths(meant: Numbers, written: Any, side: Side) -> Numbers:
    words = np.asarray(written.multiply(written).sum(axis=1)).ravel()
    found: Numbers = np.sqrt(_mixed((meant * meant).sum(axis=1), words, side))
    return found


def measure(whole: Any, answered: Any, asked: Any) -> Any:
    return WHOLE * np.clip(whole, 0, 1) + ANSWERED * answered + ASKED * asked
