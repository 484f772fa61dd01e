"""The problem as an integer program, for what is no flow: all or nothing, and the worst-off challenge."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.programme.solvers.matching.arrays import Arrays, Bools, Ints, Rule
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.problem import NothingFoundError


@dataclass(frozen=True)
class Found:
    chosen: Bools
    bound: float
    """No answer has a greater value, in gains."""
    proven: bool


class Program:
    """A variable for each open pair, and under `all_or_nothing` one for each challenge: whether it is staffed."""

    def __init__(self, case: Arrays, pairs: Bools, *, relaxed: bool = False) -> None:
        from ortools.linear_solver import pywraplp  # a plain flow need not wait for it

        self.case = case
        self.scale = case.step
        self._solver = pywraplp.Solver.CreateSolver("GLOP" if relaxed else "SCIP")
        rows, columns = (places.tolist() for places in np.nonzero(pairs & case.open))
        self.pairs = {(row, column): self._solver.BoolVar("") for row, column in zip(rows, columns, strict=True)}
        self.staffed = self._staffing() if case.rule is Rule.ALL_OR_NOTHING else {}
        self._places()
        self._loads()
        self._countries()

    def _staffing(self) -> dict[int, Any]:
        staffed = {row: self._solver.BoolVar("") for row in np.nonzero(self.case.wanted > 0)[0].tolist()}
        for row, variable in staffed.items():
            variable.SetLb(int(self.case.pinned[row].any()))
        if self.case.select is not None:
            self.bound(staffed.values(), self.case.select, self.case.select)
        if self.case.challenge_country is not None:
            groups: dict[int, list[Any]] = {}
            for row, variable in staffed.items():
                groups.setdefault(int(self.case.challenge_country[row]), []).append(variable)
            for code, group in groups.items():
                if code >= 0:
                    self.bound(group, 0, 1)
        return staffed

    def _places(self) -> None:
        groups = self._grouped(0)
        self.places: list[Any] = []
        pinned = self.case.pinned.sum(axis=1)
        for row, wanted in enumerate(self.case.wanted.tolist()):
            need = int(wanted - pinned[row])
            least = 0 if self.case.rule is Rule.AT_MOST else need
            if row in self.staffed:
                self.places.append(self.bound(groups.get(row, ()), -int(pinned[row]), -int(pinned[row])))
                self.places[row].SetCoefficient(self.staffed[row], -int(wanted))
            else:
                self.places.append(self.bound(groups.get(row, ()), least, need))

    def _loads(self) -> None:
        groups = self._grouped(1)
        self.loads: list[Any] = []
        for column, (low, room) in enumerate(zip(self.case.low.tolist(), self.case.room.tolist(), strict=True)):
            self.loads.append(self.bound(groups.get(column, ()), low, room))

    def _countries(self) -> None:
        if self.case.provider_country is None:
            return
        groups: dict[tuple[int, int], list[Any]] = {}
        used = set(self.case.pinned_countries())
        for (row, column), variable in self.pairs.items():
            code = int(self.case.provider_country[column])
            if code >= 0:
                groups.setdefault((row, code), []).append(variable)
        for key, group in groups.items():
            self.bound(group, 0, int(key not in used))

    def _grouped(self, axis: int) -> dict[int, list[Any]]:
        groups: dict[int, list[Any]] = {}
        for pair, variable in self.pairs.items():
            groups.setdefault(pair[axis], []).append(variable)
        return groups

    def bound(self, variables: Iterable[Any], least: float, most: float) -> Any:
        constraint = self._solver.Constraint(least, most)
        for variable in variables:
            constraint.SetCoefficient(variable, 1)
        return constraint

    def at_least_filled(self, filled: int) -> None:
        self.bound(self.pairs.values(), filled - int(self.case.pinned.sum()), len(self.pairs))

    def at_least_total(self, total: int) -> None:
        slack = 0.4
        constraint = self._solver.Constraint(self._weight(total) - slack, self._solver.infinity())
        for pair, variable in self.pairs.items():
            constraint.SetCoefficient(variable, self._weight(int(self.case.gains[pair])))
        constraint.SetLb(constraint.lb() - self._weight(self.case.total(self.case.pinned)))

    def each_at_least(self, worst: int) -> None:
        """Every counted challenge, or every staffed one, sums to that."""
        groups: dict[int, list[tuple[Any, int]]] = {}
        for (row, column), variable in self.pairs.items():
            groups.setdefault(row, []).append((variable, int(self.case.gains[row, column])))
        pinned = self.case.by_challenge(self.case.pinned)
        slack = 0.4
        for row in np.nonzero(self.case.wanted > 0)[0].tolist():
            least = self._weight(worst) - slack
            offset = 0 if row in self.staffed else least
            constraint = self._solver.Constraint(offset - self._weight(int(pinned[row])), self._solver.infinity())
            for variable, gain in groups.get(row, ()):
                constraint.SetCoefficient(variable, self._weight(gain))
            if row in self.staffed:
                constraint.SetCoefficient(self.staffed[row], -least)

    def best_total(self, deadline: Deadline) -> Found | None:
        goal = self._solver.Objective()
        for pair, variable in self.pairs.items():
            goal.SetCoefficient(variable, self._weight(int(self.case.gains[pair])))
        return self._solve(deadline, self.case.total(self.case.pinned))

    def prices(self, deadline: Deadline) -> Ints | None:
        """By provider: what one pair more would gain, in the linear relaxation; None where that has no answer."""
        try:
            found = self.best_total(deadline)
        except NothingFoundError:
            return None
        if found is None:
            return None
        return np.array([round(load.dual_value() * self.scale) for load in self.loads], dtype=np.int64)

    def most_staffed(self, deadline: Deadline, *, fewest: bool = False) -> Found | None:
        for variable in self.staffed.values():
            self._solver.Objective().SetCoefficient(variable, -1 if fewest else 1)
        return self._solve(deadline, 0)

    def least_extra(self, deadline: Deadline) -> Ints | None:
        """By provider: how much more it must take, in all as little as can be."""
        return self._giving(self.loads, -1, np.full_like(self.case.capacity, len(self.case.wanted)), deadline)

    def least_short(self, deadline: Deadline) -> Ints | None:
        """By provider: by how much its least load is missed, in all as little as can be."""
        return self._giving(self.loads, 1, self.case.low, deadline)

    def least_empty(self, deadline: Deadline) -> Ints | None:
        """By challenge: how many of its places stay empty if it is staffed, in all as few as can be, and never all."""
        return self._giving(self.places, 1, np.maximum(self.case.wanted - 1, 0), deadline)

    def _giving(self, limits: list[Any], sign: int, most: Ints, deadline: Deadline) -> Ints | None:
        given = [self._solver.IntVar(0, int(top), "") for top in most]
        for place, (constraint, variable) in enumerate(zip(limits, given, strict=True)):
            constraint.SetCoefficient(variable, sign)
            if limits is self.places and place in self.staffed:
                only_if = self.bound([variable], -self._solver.infinity(), 0)
                only_if.SetCoefficient(self.staffed[place], -int(most[place]))
            self._solver.Objective().SetCoefficient(variable, -1)
        if self._solve(deadline, 0) is None:
            return None
        return np.array([round(variable.solution_value()) for variable in given], dtype=np.int64)

    def staff(self, least: int, most: int) -> None:
        """How many challenges are staffed, where the case does not say."""
        self.bound(self.staffed.values(), least, most)

    def _weight(self, gain: int) -> float:
        return gain if self.scale == 1 else gain / self.scale

    def _solve(self, deadline: Deadline, offset: int) -> Found | None:
        from ortools.linear_solver import pywraplp

        solver, parameters = self._solver, pywraplp.MPSolverParameters()
        parameters.SetDoubleParam(parameters.RELATIVE_MIP_GAP, 0.0)
        left = deadline.left()
        if left is not None:
            solver.SetTimeLimit(max(int(left * 1000), 1))
        solver.Objective().SetMaximization()
        status = solver.Solve(parameters)
        if status == solver.INFEASIBLE:
            return None
        if status not in {solver.OPTIMAL, solver.FEASIBLE}:
            raise NothingFoundError
        chosen = self.case.pinned.copy()
        for pair, variable in self.pairs.items():
            chosen[pair] = chosen[pair] or variable.solution_value() > 0.5
        bound = (solver.Objective().BestBound() if solver.IsMip() else solver.Objective().Value()) * self.scale + offset
        return Found(chosen, bound, status == solver.OPTIMAL)
