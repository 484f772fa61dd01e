"""The best plan under `all_or_nothing`: which challenges are staffed, and by whom."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bot.programme.solvers.matching import fairness
from bot.programme.solvers.matching.arrays import Arrays, Bools
from bot.programme.solvers.matching.bounds import Bounds
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.problem import NothingFoundError
from bot.programme.solvers.matching.programs import Found, Program


@dataclass(frozen=True)
class Choice:
    chosen: Bools
    bound: float
    proven: bool
    fairest: bool
    """Whether it is proven that no plan of this total has a better worst-off challenge."""
    bounds: Bounds | None = None


def best(case: Arrays, deadline: Deadline) -> Choice | None:
    """None where no plan keeps the rules. Of equal totals, the one whose worst-off challenge is best off."""
    if not case.pins_agree() or (case.low > case.room).any():
        return None
    if not case.gains.size:
        possible = not case.select and not case.low.any()
        return Choice(case.pinned, 0, proven=True, fairest=True) if possible else None
    bounds = Bounds(case, deadline)
    found = _above(case, bounds, bounds.found(), deadline)
    if found is None:
        return None
    total = case.total(found.chosen)
    if not found.proven:
        return Choice(found.chosen, found.bound, proven=False, fairest=False, bounds=bounds)
    among = replace(case, possible=(case.possible & bounds.reaching(total - case.slack)) | case.pinned)
    lifted, fairest = fairness.climb_choices(among, found.chosen, deadline, same_total=True)
    return Choice(lifted, total, proven=True, fairest=fairest, bounds=bounds)


def _above(case: Arrays, bounds: Bounds, known: Bools | None, deadline: Deadline) -> Found | None:
    """The best plan, where one is known: only pairs that may be in a better one are asked about."""
    if known is None:
        return Program(case, case.open).best_total(deadline)
    total = case.total(known)
    pairs = case.open & bounds.reaching(total + 1)
    same = Found(known, total, proven=True)
    if bounds.bound <= total:
        return same
    try:
        found = Program(case, pairs).best_total(deadline)
    except NothingFoundError:
        return Found(known, bounds.bound, proven=False)
    if found is None or case.total(found.chosen) <= total:
        return same if found is None or found.proven else Found(known, found.bound, proven=False)
    return found


def fits(case: Arrays, choice: Choice, deadline: Deadline) -> Callable[[int], tuple[int, int] | None]:
    """By provider: the challenge where one without any costs least, and what total that loses; None if nowhere.

    Raises `NothingFoundError` where there is no time to tell.
    """

    def fit(column: int) -> tuple[int, int] | None:
        if not choice.proven or deadline.over():
            raise NothingFoundError
        if choice.bounds is None:
            return None
        at_least = case.at_least.copy()
        at_least[column] = max(at_least[column], 1)
        forced = replace(case, at_least=at_least)
        if (forced.low > forced.room).any():
            return None
        known = choice.bounds.with_one(choice.chosen, column)
        found = _above(forced, choice.bounds.with_provider(column), known, deadline)
        if found is None:
            return None
        if not found.proven:
            raise NothingFoundError
        row = int(np.flatnonzero(found.chosen[:, column])[0])
        return row, case.total(choice.chosen) - case.total(found.chosen)

    return fit
