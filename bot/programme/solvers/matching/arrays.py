"""A problem as numbers: rows are challenges, columns are providers, scores are whole numbers of a smallest unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.programme.solvers.matching.problem import Grid, Marks, Pair, Problem, Rule

__all__ = ["Arrays", "Bools", "Ints", "Rule", "arrays", "pairs_of"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
MOST_FINE, MILLION = 10**11, 10**6
ROOM = 10**18
"""Costs of a flow, times the square of its nodes, stay below: it counts in 64 bits."""


@dataclass(frozen=True)
class Arrays:
    """Everything but the names; `unit` times a gain is a score."""

    wanted: Ints
    capacity: Ints
    at_least: Ints
    gains: Ints
    unit: float
    exact: bool
    """Whether each gain times the unit is the score to the last digit."""
    possible: Bools
    pinned: Bools
    rule: Rule = Rule.EXACT
    select: int | None = None
    provider_country: Ints | None = None
    """Given where the providers of one challenge come from different countries; -1 is not known."""
    challenge_country: Ints | None = None

    @cached_property
    def open(self) -> Bools:
        """The pairs to decide about."""
        found: Bools = self.possible & ~self.pinned
        return found

    @cached_property
    def need(self) -> Ints:
        """Places that the pins leave."""
        found: Ints = self.wanted - self.pinned.sum(axis=1)
        return found

    @cached_property
    def room(self) -> Ints:
        found: Ints = self.capacity - self.pinned.sum(axis=0)
        return found

    @cached_property
    def low(self) -> Ints:
        found: Ints = np.maximum(self.at_least - self.pinned.sum(axis=0), 0)
        return found

    def pins_agree(self) -> bool:
        """Whether the pins alone keep every rule."""
        broken = (self.pinned & ~self.possible).any() or (self.need < 0).any() or (self.room < 0).any()
        return not broken and len(set(self.pinned_countries())) == len(self.pinned_countries())

    def pinned_countries(self) -> list[tuple[int, int]]:
        """Challenge and country of each pin, where one must not come twice."""
        if self.provider_country is None:
            return []
        rows, columns = np.nonzero(self.pinned)
        countries = self.provider_country[columns]
        return [(int(row), int(code)) for row, code in zip(rows, countries, strict=True) if code >= 0]

    @property
    def step(self) -> int:
        """What counts as a difference: a unit, or a millionth of the greatest gain."""
        return max(-(-self.largest // MILLION), 1)

    @property
    def slack(self) -> int:
        """By how much the totals of equal plans may differ, as each gain is rounded."""
        return 0 if self.exact else min(int(self.wanted.sum()), self.step)

    @cached_property
    def largest(self) -> int:
        return int(self.gains.max(initial=0))

    def by_challenge(self, pairs: Bools) -> Ints:
        found: Ints = np.where(pairs, self.gains, 0).sum(axis=1)
        return found

    def total(self, pairs: Bools) -> int:
        return int(self.gains[pairs].sum())

    def worst(self, pairs: Bools) -> int:
        sums = self.by_challenge(pairs)[self.counted(pairs)]
        return int(sums.min()) if sums.size else 0

    def counted(self, pairs: Bools) -> Bools:
        """The challenges of which one is the worst off."""
        counted: Bools = np.asarray(pairs.any(axis=1) if self.rule is Rule.ALL_OR_NOTHING else self.wanted > 0)
        return counted

    def score(self, gain: float) -> float:
        """A sum of gains as a score: a whole number where it is one."""
        found = float(f"{gain * self.unit:.15g}")
        return int(found) if found == int(found) else found


def arrays(problem: Problem) -> Arrays:
    shape = (len(problem.wanted), len(problem.capacity))
    challenges, providers = _index(problem.wanted), _index(problem.capacity)
    pinned = _mask(problem.pins, challenges, providers)
    possible = ~_mask(problem.impossible, challenges, providers)
    gains, unit, exact = _whole(_scores(problem, challenges, providers, shape), possible, _finest(problem))
    return Arrays(
        wanted=_numbers(problem.wanted.values()),
        capacity=_numbers(problem.capacity.values()),
        at_least=_numbers([problem.at_least.get(name, 0) for name in problem.capacity]),
        gains=gains,
        unit=unit,
        exact=exact,
        possible=possible,
        pinned=pinned,
        rule=problem.rule,
        select=problem.select,
        provider_country=_codes(problem.capacity, problem.provider_country)
        if problem.distinct_provider_countries
        else None,
        challenge_country=_codes(problem.wanted, problem.challenge_country)
        if problem.distinct_challenge_countries
        else None,
    )


def _numbers(values: Any) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _index(names: Mapping[str, Any]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}


def _mask(pairs: Any, challenges: Mapping[str, int], providers: Mapping[str, int]) -> Bools:
    if isinstance(pairs, Marks) and pairs.fits(challenges, providers):
        return pairs.cells > 0
    mask = np.zeros((len(challenges), len(providers)), dtype=np.bool_)
    for challenge, provider in pairs:
        if challenge in challenges and provider in providers:
            mask[challenges[challenge], providers[provider]] = True
    return mask


def _codes(names: Mapping[str, Any], countries: Mapping[str, str]) -> Ints:
    order = {country: code for code, country in enumerate(sorted(set(countries.values())))}
    return _numbers([order[countries[name]] if countries.get(name) else -1 for name in names])


def _scores(
    problem: Problem, challenges: Mapping[str, int], providers: Mapping[str, int], shape: tuple[int, int]
) -> npt.NDArray[Any]:
    grid = problem.scores
    if isinstance(grid, Grid) and grid.fits(challenges, providers):
        return grid.cells
    values = np.zeros(shape)
    for (challenge, provider), score in grid.items():
        if challenge in challenges and provider in providers:
            values[challenges[challenge], providers[provider]] = score
    return values


def _finest(problem: Problem) -> int:
    """The greatest gain that a flow can bear, at the most nodes it can have."""
    nodes = len(problem.wanted) + len(problem.capacity) + 3
    if problem.distinct_provider_countries:
        nodes += len(problem.wanted) * len(set(problem.provider_country.values()))
    return max(min(MOST_FINE, ROOM // nodes**2), MILLION)


def _whole(scores: npt.NDArray[Any], matters: Bools, finest: int) -> tuple[Ints, float, bool]:
    """The scores in whole units, as fine as the decimals they are written with, or as can be counted."""
    top = float(scores.max(initial=0, where=matters))
    if scores.dtype.kind in "iu" and top <= finest:
        return scores.astype(np.int64, copy=False), 1.0, True
    scores = np.where(matters, scores, 0)
    for digits in range(10):
        if top * 10**digits > finest:
            break
        scaled = np.rint(scores * 10**digits)
        if np.abs(scores - scaled / 10**digits).max(initial=0) <= top * 1e-15:
            return scaled.astype(np.int64), 10.0**-digits, True
    unit = top / finest or 1.0
    return np.rint(scores / unit).astype(np.int64), unit, False


def pairs_of(problem: Problem, chosen: Bools) -> list[Pair]:
    """In the order of challenges, then of providers."""
    challenges: Sequence[str] = list(problem.wanted)
    providers: Sequence[str] = list(problem.capacity)
    return [(challenges[row], providers[column]) for row, column in np.argwhere(chosen)]
