"""The best plan under `all_or_nothing`: which challenges are staffed, and by whom."""

from dataclasses import dataclass, replace

import numpy as np

from bot.programme.solvers.matching import fairness
from bot.programme.solvers.matching.arrays import Arrays, Bools
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.problem import NothingFoundError
from bot.programme.solvers.matching.programs import Found, Program


@dataclass(frozen=True)
class Choice:
    chosen: Bools
    bound: float
    proven: bool


def best(case: Arrays, deadline: Deadline) -> Choice | None:
    """None where no plan keeps the rules. Of equal totals, the one whose worst-off challenge is best off."""
    found = _best_total(case, deadline)
    if found is None:
        return None
    total = case.total(found.chosen)
    if not found.proven:
        return Choice(found.chosen, found.bound, proven=False)
    lifted, _ = fairness.climb_choices(case, found.chosen, deadline, same_total=True)
    return Choice(lifted, total, proven=True)


def _best_total(case: Arrays, deadline: Deadline) -> Found | None:
    if not case.pins_agree() or (case.low > case.room).any():
        return None
    if not case.gains.size:
        possible = not case.select and not case.low.any()
        return Found(case.pinned, 0, proven=True) if possible else None
    return Program(case, case.open).best_total(deadline)


def costs_of(case: Arrays, column: int, total: int, deadline: Deadline) -> tuple[int, int] | None:
    """The challenge where a provider without one costs least, and what total that loses; None if it fits nowhere."""
    at_least = case.at_least.copy()
    at_least[column] = max(at_least[column], 1)
    if deadline.over():
        return None
    try:
        found = _best_total(replace(case, at_least=at_least), deadline)
    except NothingFoundError:
        return None
    if found is None or not found.proven:
        return None
    return int(np.nonzero(found.chosen[:, column])[0][0]), total - case.total(found.chosen)
