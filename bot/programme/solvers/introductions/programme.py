"""The linear programme of all rounds at once, over some of the groups: costs, rows and limits, and what its prices say.

Its columns: the groups; how often each team rests; how often each team stays uncovered; enlarged groups too few; and
how many groups fewer there are than the numbers allow. What is uncovered or too few costs so much that it is nought
wherever the goal's bounds can be met.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import inf
from typing import Literal

import numpy as np
from scipy import sparse

from bot.programme.solvers.introductions.model import Matrix, Part
from bot.programme.solvers.introductions.pool import Floats, Numbers, Pool

SCALE = 1000.0
"""What the best pair gains inside, far above the tolerances of the libraries."""
MISSING = 1e6
TOTALS = 4
"""Rows about totals, above those of the pairs: rest at most, at least; enlarged at most, at least."""


@dataclass(frozen=True)
class Goal:
    """How many may rest and how many groups be enlarged, from and to; and what to make small."""

    resting: tuple[float, float] = (0, inf)
    enlarged: tuple[float, float] = (0, inf)
    of: Literal["resting", "enlarged", "cost"] = "cost"


class Programme:
    def __init__(self, part: Part, pool: Pool, goal: Goal, columns: Numbers) -> None:
        self.part, self.pool, self.goal, self.columns = part, pool, goal, columns
        self.count, self.teams = len(columns), part.count

    @cached_property
    def gains(self) -> Matrix:
        highest = float(self.part.weights.max(initial=0.0)) or 1.0
        return self.part.weights * (SCALE / highest if self.goal.of == "cost" else 0.0)

    @cached_property
    def costs(self) -> Floats:
        toll = float(self.goal.of == "enlarged")
        groups = -self.pool.worth(self.gains, np.zeros(self.teams), toll, self.columns)
        rest = np.full(self.teams, float(self.goal.of == "resting"))
        return np.concatenate([groups, rest, np.full(self.teams + 1, MISSING), [0.0]])

    @cached_property
    def upper(self) -> Floats:
        """Of each column. A group of more than two is held to 1 by the rows of its pairs."""
        group = 1.0 if self.part.size == 2 else inf
        return np.repeat([group, float(self.part.rounds), inf], [self.count, self.teams, self.teams + 2])

    @cached_property
    def whole(self) -> Floats:
        """1 for the columns that stand for whole things."""
        return np.repeat([1.0, 0.0], [self.count, 2 * self.teams + 2])

    @cached_property
    def equal(self) -> tuple[sparse.csr_array, Floats]:
        """Every team, in every round, is in a group, or rests, or is uncovered; and groups that are fewer leave over."""
        own = np.arange(self.teams)
        rows, columns = [own, own], [self.count + own, self.count + self.teams + own]
        for place, members in self._members():
            rows.append(members)
            columns.append(place)
        left = self._totals[0] + self._totals[2]
        left[-2], left[-1] = 1, -self.part.size
        covered = self._sparse(rows, columns, self.teams)
        rounds, over = float(self.part.rounds), self.part.rounds * (self.teams % self.part.size)
        return sparse.vstack([covered, sparse.csr_array(left[None, :])], format="csr"), np.array(
            [rounds] * self.teams + [over]
        )

    @cached_property
    def under(self) -> tuple[sparse.csr_array, Floats]:
        rows, columns = self._pairs
        covered = self._sparse([np.searchsorted(self.shared, rows)], [columns], len(self.shared))
        goal = self.goal
        totals = np.minimum([goal.resting[1], -goal.resting[0], goal.enlarged[1], -goal.enlarged[0]], 1e9)
        alone = self._alone()
        limits = np.concatenate([totals, np.ones(len(self.shared)), np.zeros(alone.shape[0])])
        return sparse.vstack([sparse.csr_array(self._totals), covered, alone], format="csr"), limits

    def _alone(self) -> sparse.csr_array:
        """Where groups come out even, a round in which a team rests has a group fewer."""
        own = np.arange(self.teams if self.teams % self.part.size == 0 and self.goal.resting[1] > 0 else 0)
        rests = self._sparse([own], [self.count + own], len(own))
        return rests - self._sparse([own], [np.full(len(own), len(self.costs) - 1)], len(own))

    @cached_property
    def shared(self) -> Numbers:
        """Pairs, as one number each, in order, that have a row. Where the groups are pairs a single one needs none."""
        if self.part.size > 2:
            return np.unique(self._pair_numbers[0])
        large = self._pair_numbers[0][self.pool.is_enlarged(self.columns[self._pair_numbers[1]])]
        return np.unique(large)

    def added(self, prices: Floats, rows: Floats) -> Floats:
        """What each group of the whole pool would add to the cost, from the marginals of both kinds of rows."""
        charged = np.zeros((self.teams, self.teams))
        if self.part.size == 2:
            one, other = self.pool.usual[self.columns[self.columns < len(self.pool.usual)]].T
            charged[one, other] = np.maximum(self.gains[one, other] + prices[one] + prices[other], 0.0)
        one, other = self.shared // self.teams, self.shared % self.teams
        charged[one, other] = np.maximum(charged[one, other], -rows[TOTALS : TOTALS + len(self.shared)])
        charged = charged + charged.T
        toll = float(self.goal.of == "enlarged") - (rows[2] - rows[3]) - prices[-1]
        return -self.pool.worth(self.gains - charged, -prices[:-1], toll)

    @cached_property
    def _totals(self) -> Matrix:
        totals = np.zeros((TOTALS, len(self.costs)))
        totals[0, self.count : self.count + self.teams] = 1
        totals[2, : self.count] = self.pool.is_enlarged(self.columns)
        totals[1], totals[3] = -totals[0], -totals[2]
        totals[3, -2] = -1
        return totals

    def _members(self) -> list[tuple[Numbers, Numbers]]:
        """For each place in a group: columns, and the team that has the place."""
        found = []
        for rows, columns in self.pool.rows(self.columns):
            found += [(columns, rows[:, place].astype(np.int64)) for place in range(rows.shape[1])]
        return found

    @cached_property
    def _pair_numbers(self) -> tuple[Numbers, Numbers]:
        """Of every pair in every group: its number, and the group's column."""
        numbers, places = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for rows, columns in self.pool.rows(self.columns):
            for one, other in combinations(range(rows.shape[1]), 2):
                numbers.append(rows[:, one].astype(np.int64) * self.teams + rows[:, other])
                places.append(columns)
        return np.concatenate(numbers), np.concatenate(places)

    @property
    def _pairs(self) -> tuple[Numbers, Numbers]:
        numbers, places = self._pair_numbers
        kept = np.isin(numbers, self.shared)
        return numbers[kept], places[kept]

    def _sparse(self, rows: list[Numbers], columns: list[Numbers], height: int) -> sparse.csr_array:
        row, column = np.concatenate(rows), np.concatenate(columns)
        return sparse.csr_array((np.ones(len(row)), (row, column)), shape=(height, len(self.costs)))
