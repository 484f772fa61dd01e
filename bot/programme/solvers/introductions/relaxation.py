"""All rounds at once, without saying which group meets in which: every team in as many groups as there are rounds.

Its value bounds that of every plan. Groups are priced in as they are needed, so that 300 teams take seconds.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from bot.programme.solvers.introductions.model import Budget, Group, Part
from bot.programme.solvers.introductions.pool import Floats, Numbers, Pool, Rows
from bot.programme.solvers.introductions.programme import SCALE, Goal, Programme

FEW = 3_000
MOST_WHOLE = (FEW, 30_000)
"""Among how many groups whole ones are chosen, at first and at last."""
SLACK = 1e-7


@dataclass(frozen=True)
class Relaxed:
    """The least cost, and what each group of the pool would add to it. Costs are in the goal's unit."""

    cost: float
    added: Floats
    columns: Numbers
    """The groups that it is made of, and perhaps others."""


@dataclass(frozen=True)
class Whole:
    """Groups for all rounds together, what they cost, and the least that any such groups could."""

    groups: list[Group]
    cost: float
    least: float


class Relaxation:
    """Of one part, over one pool of groups."""

    def __init__(self, part: Part, pool: Pool, budget: Budget) -> None:
        self.part, self.pool, self.budget = part, pool, budget

    def least(self, goal: Goal) -> Relaxed | None:
        """`None` where the goal's bounds cannot be met, or no time is left."""
        columns = self._start()
        while not self.budget.over():
            programme = Programme(self.part, self.pool, goal, columns)
            found = self._solved(programme)
            if found is None:
                return None
            cost, missing, added = found
            better = np.setdiff1d(np.flatnonzero(added < -SLACK), columns)
            if not len(better):
                return None if missing > 1e-6 else Relaxed(cost * self._unit(goal), added, columns)
            best = better[np.argsort(added[better], kind="stable")[: 20 * self.part.count]]
            columns = np.concatenate([columns, best])
        return None

    def whole(self, goal: Goal, relaxed: Relaxed) -> Whole | None:
        """The best whole groups. First from those that add the least to the cost, which is mostly proof enough."""
        order, found = np.lexsort((_shuffled(len(self.pool)), relaxed.added.round(9))), None
        for most in MOST_WHOLE:
            kept, left_out = order[:most], relaxed.added[order[most]] if most < len(order) else inf
            kept = np.union1d(kept, relaxed.columns[relaxed.added[relaxed.columns] <= SLACK])
            found = self._whole(Programme(self.part, self.pool, goal, kept), relaxed, float(left_out)) or found
            if left_out == inf or self.budget.over() or (found and found.least == found.cost):
                break
        return found

    def _whole(self, programme: Programme, relaxed: Relaxed, left_out: float) -> Whole | None:
        from scipy.optimize import Bounds, LinearConstraint, milp

        (equal, sums), (under, limits) = programme.equal, programme.under
        found = milp(
            programme.costs, integrality=programme.whole, bounds=Bounds(0, programme.upper),
            constraints=[LinearConstraint(equal, sums, sums), LinearConstraint(under, -inf, limits)],
            options={"mip_rel_gap": 0.0, "node_limit": 1000, **self._time()},
        )  # fmt: skip
        if found.x is None or found.x[programme.count + programme.teams : -1].sum() > 0.5:
            return None
        chosen = programme.columns[found.x[: programme.count] > 0.5]
        unit = self._unit(programme.goal)
        cost = float(found.fun) * unit
        bound = cost if found.mip_dual_bound is None else float(found.mip_dual_bound) * unit
        least = max(min(bound, relaxed.cost + left_out * unit), relaxed.cost)
        least = cost if cost - least <= 1e-6 else least
        return Whole(sorted(self.pool.group(int(number)) for number in chosen), cost, least)

    def _solved(self, programme: Programme) -> tuple[float, float, Floats] | None:
        from scipy.optimize import linprog

        (equal, sums), (under, limits) = programme.equal, programme.under
        found = linprog(
            programme.costs, A_ub=under, b_ub=limits, A_eq=equal, b_eq=sums, method="highs", options=self._time(),
            bounds=np.column_stack([np.zeros(len(programme.upper)), programme.upper]),
        )  # fmt: skip
        if found.status != 0:
            return None
        missing = float(found.x[programme.count + programme.teams : -1].sum())
        added = programme.added(np.array(found.eqlin.marginals), np.array(found.ineqlin.marginals))
        return float(found.fun), missing, added

    def _unit(self, goal: Goal) -> float:
        highest = float(self.part.weights.max(initial=0.0)) or 1.0
        return highest / SCALE if goal.of == "cost" else 1.0

    def _time(self) -> dict[str, float]:
        left = self.budget.left()
        return {} if left is None else {"time_limit": max(left, 0.01)}

    def _start(self) -> Numbers:
        if len(self.pool) <= FEW:
            return np.arange(len(self.pool))
        weights, usual = self.pool.worth(self.part.weights, np.zeros(self.part.count), 0.0), len(self.pool.usual)
        first = _heaviest(self.pool.usual, weights[:usual], self.part)
        return np.concatenate([first, usual + _heaviest(self.pool.enlarged, weights[usual:], self.part)])


def _heaviest(rows: Rows, weights: Floats, part: Part) -> Numbers:
    """Numbers of the heaviest groups of each team, or of all together where they are too many to sort."""
    each = max(4 * part.rounds, 20)
    if len(rows) > 100 * FEW:
        return np.sort(np.argpartition(-weights, each * part.count // 2)[: each * part.count // 2])
    order = np.lexsort((_shuffled(len(rows)), -weights))
    teams = rows[order].ravel()
    by_team = np.argsort(teams, kind="stable")
    starts = np.searchsorted(teams[by_team], np.arange(part.count))
    rank = np.empty(len(teams), np.int64)
    rank[by_team] = np.arange(len(teams)) - starts[teams[by_team]]
    kept = (rank.reshape(rows.shape) < each).any(axis=1)
    return np.sort(order[kept])


def _shuffled(count: int) -> Numbers:
    """Among equals no team shall come first: the same order every time, but none that follows the numbers."""
    return np.random.default_rng(11).permutation(count)
