"""Small gatherings to the end: every group in every round is a yes or a no, and CP-SAT proves what is best."""

from itertools import pairwise
from math import ceil, inf
from typing import Any

from bot.programme.solvers.introductions.model import Budget, Part, Schedule, Solved, Value, pairs
from bot.programme.solvers.introductions.pool import Pool

MOST = 4_000
"""Yes or no, so many times."""
COST = 2
"""The place of the score among the questions."""
WORK = 8.0
"""CP-SAT's own count of its work, in about seconds, for each of three questions."""
EXACT = 2**40
"""Scores are whole numbers inside: sums of millions of them still fit."""


def small(part: Part, pool: Pool) -> bool:
    return len(pool) * part.rounds <= MOST


class Exact:
    """First who must rest, then which groups must be enlarged, then the score; each proven before the next."""

    def __init__(self, part: Part, pool: Pool, known: Solved, budget: Budget) -> None:
        from ortools.sat.python import cp_model

        self.part, self.known, self.budget = part, known, budget
        self.model: Any = cp_model.CpModel()
        self.groups = [pool.group(number) for number in range(len(pool))]
        self.meets = [[self.model.new_bool_var("") for _ in range(part.rounds)] for _ in self.groups]
        highest = float(part.weights.max(initial=0.0)) or 1.0
        whole = bool((part.weights == part.weights.round()).all()) and highest < EXACT
        self.factor = 1.0 if whole else EXACT / highest
        self._rules()

    def solve(self) -> Solved:
        schedule, floor = self.known.schedule, self.known.floor
        for place, (amount, unit) in enumerate(self._amounts()):
            if place == COST:
                self._order()
            reached = self.part.value(schedule)[place]
            if place == COST or reached > floor[place]:
                self.model.minimize(amount)
                found = self._solved(schedule)
                if found is None:
                    break
                schedule, least, proven = found
                floor = _raised(floor, place, least / unit)
                if not proven:
                    break
                reached = least
            self.model.add(amount == int(reached))
        return Solved(schedule, self.part.value(schedule), floor)

    def _amounts(self) -> list[tuple[Any, float]]:
        """What is made small, in this order, and its unit inside."""
        every = [(group, meet) for group, row in zip(self.groups, self.meets, strict=True) for meet in row]
        resting = self.part.rounds * self.part.count - sum(len(group) * meet for group, meet in every)
        enlarged = sum(meet for group, meet in every if len(group) > self.part.size)
        cost = sum(-round(self.part.total([group]) * self.factor) * meet for group, meet in every)
        return [(resting, 1.0), (enlarged, 1.0), (cost, self.factor)]

    def _rules(self) -> None:
        """A team is in one group of a round, a pair in one of all."""
        by_team: dict[tuple[int, int], list[Any]] = {}
        by_pair: dict[tuple[int, int], list[Any]] = {}
        for group, row in zip(self.groups, self.meets, strict=True):
            for number, meet in enumerate(row):
                for team in group:
                    by_team.setdefault((team, number), []).append(meet)
            for pair in pairs(group):
                by_pair.setdefault(pair, []).extend(row)
        for meets in (*by_team.values(), *by_pair.values()):
            self.model.add_at_most_one(meets)

    def _order(self) -> None:
        """Rounds are alike: they come in the order of the first team's groups. Slows the easier questions down."""
        for one, other in pairwise(range(self.part.rounds)):
            self.model.add(self._first(one) <= self._first(other))

    def _first(self, number: int) -> Any:
        of_first = [(place, row[number]) for place, row in enumerate(self.meets) if 0 in self.groups[place]]
        return len(self.groups) - sum((len(self.groups) - place) * meet for place, meet in of_first)

    def _solved(self, hint: Schedule) -> tuple[Schedule, int, bool] | None:
        from ortools.sat.python import cp_model

        self._hint(hint)
        solver: Any = cp_model.CpSolver()
        solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
        solver.parameters.max_deterministic_time = WORK
        left = self.budget.left()
        if left is not None:
            solver.parameters.max_time_in_seconds = max(left, 0.01)
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        schedule: Schedule = [[] for _ in range(self.part.rounds)]
        for group, row in zip(self.groups, self.meets, strict=True):
            for number, meet in enumerate(row):
                if solver.value(meet):
                    schedule[number].append(group)
        return schedule, ceil(solver.best_objective_bound - 1e-6), status == cp_model.OPTIMAL

    def _hint(self, schedule: Schedule) -> None:
        places = {group: place for place, group in enumerate(self.groups)}
        firsts = [min([places[group] for group in groups if 0 in group], default=len(places)) for groups in schedule]
        schedule = [groups for _, groups in sorted(zip(firsts, schedule, strict=True))]
        self.model.clear_hints()
        for group, row in zip(self.groups, self.meets, strict=True):
            for meet, groups in zip(row, schedule, strict=True):
                self.model.add_hint(meet, group in groups)


def _raised(floor: Value, place: int, least: float) -> Value:
    """With what was proven; what the floor said further down holds for the old numbers only."""
    if least <= floor[place]:
        return floor
    values = (*floor[:place], least, *(0, -inf)[place:])
    return Value(int(values[0]), int(values[1]), float(values[2]))
