"""A change that may help: the new values, and how many units they change."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bot.programme.solvers.matching.arrays import Arrays, Bools, Ints
from bot.programme.solvers.matching.problem import Edit, Pair, Problem

Suggestion = tuple[list[Edit], int]
"""What changes, and how many units."""
NOTHING: Suggestion = ([], 0)


def lowered(field: str, values: Mapping[str, int], less: Ints) -> Suggestion:
    edits = [
        Edit(field, name, amount - int(fewer))
        for (name, amount), fewer in zip(values.items(), less.tolist(), strict=True)
        if fewer
    ]
    return edits, int(np.abs(less).sum())


def loads_of(problem: Problem, case: Arrays) -> dict[str, int]:
    """The least load of every provider, also where it is zero."""
    return dict(zip(problem.capacity, case.at_least.tolist(), strict=True))


def dropped(problem: Problem, pins: Bools) -> Suggestion:
    challenges, providers = list(problem.wanted), list(problem.capacity)
    pairs: list[Pair] = [(challenges[row], providers[column]) for row, column in np.argwhere(pins)]
    return [Edit("pins", pair) for pair in pairs], len(pairs)


def unpinned(case: Arrays) -> Arrays:
    """A problem whose best plan keeps the most pins."""
    return replace(case, pinned=np.zeros_like(case.pinned), gains=case.pinned.astype(np.int64), exact=True)
