"""What would make a plan possible under `all_or_nothing`, and the best plan short of that."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from bot.programme.solvers.matching.arrays import Arrays, Bools
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.problem import Edit, NothingFoundError, Problem
from bot.programme.solvers.matching.programs import Program
from bot.programme.solvers.matching.suggestions import Suggestion, dropped, loads_of, lowered, unpinned


def suggestions(problem: Problem, case: Arrays, deadline: Deadline) -> Iterator[Callable[[], Suggestion]]:
    """One kind of change each, as little of it as helps."""
    clipped = _clipped(case)
    if case.pins_agree():
        if clipped is case:
            yield lambda: _wanted(problem, case, deadline)
        if clipped is case and case.select is not None:
            yield lambda: _fewer(case, deadline)
            yield lambda: _more(case, deadline)
        yield lambda: _loads(problem, case, clipped, deadline)
    yield lambda: _capacity(problem, case, deadline)
    if case.pinned.any() and clipped is case:
        yield lambda: dropped(problem, case.pinned & ~kept_pins(case, deadline))


def _clipped(case: Arrays) -> Arrays:
    """With no least load above the capacity."""
    return replace(case, at_least=np.minimum(case.at_least, case.capacity)) if _overfull(case) else case


def _overfull(case: Arrays) -> bool:
    return bool((case.at_least > case.capacity).any())


def _fewer(case: Arrays, deadline: Deadline) -> Suggestion:
    return _select(case, _count(case, deadline, 0, (case.select or 0) - 1, fewest=False))


def _more(case: Arrays, deadline: Deadline) -> Suggestion:
    return _select(case, _count(case, deadline, (case.select or 0) + 1, len(case.wanted), fewest=True))


def _select(case: Arrays, count: int | None) -> Suggestion:
    asked = case.select or 0
    return ([], 0) if count is None or count == asked else ([Edit("select", None, count)], abs(asked - count))


def _count(case: Arrays, deadline: Deadline, least: int, most: int, *, fewest: bool) -> int | None:
    """How many challenges a plan staffs, between these; None where there is no such plan."""
    if most < least:
        return None
    program = Program(replace(case, select=None), case.open)
    program.staff(least, most)
    found = program.most_staffed(deadline, fewest=fewest)
    return None if found is None else int(found.chosen.any(axis=1).sum())


def _wanted(problem: Problem, case: Arrays, deadline: Deadline) -> Suggestion:
    empty = Program(case, case.open).least_empty(deadline)
    return ([], 0) if empty is None else lowered("wanted", problem.wanted, empty)


def _capacity(problem: Problem, case: Arrays, deadline: Deadline) -> Suggestion:
    raised = np.maximum(case.capacity, np.maximum(case.at_least, case.pinned.sum(axis=0)))
    case_ = replace(case, capacity=raised)
    extra = Program(case_, case_.open).least_extra(deadline) if case_.pins_agree() else None
    return ([], 0) if extra is None else lowered("capacity", problem.capacity, case.capacity - raised - extra)


def _loads(problem: Problem, case: Arrays, clipped: Arrays, deadline: Deadline) -> Suggestion:
    short = Program(clipped, clipped.open).least_short(deadline)
    if short is None:
        return [], 0
    return lowered("at_least", loads_of(problem, case), case.at_least - clipped.at_least + short)


def kept_pins(case: Arrays, deadline: Deadline) -> Bools:
    """The most pins that a plan can keep; none where there is no plan even without them."""
    free = unpinned(case)
    found = Program(free, free.open).best_total(deadline)
    return np.zeros_like(case.pinned) if found is None else case.pinned & found.chosen


def everything(problem: Problem, case: Arrays, deadline: Deadline) -> Suggestion:
    """Pins that can be kept, then least loads that can be reached, then the nearest number that can be staffed."""
    free = replace(_clipped(case), select=None)
    kept = kept_pins(replace(free, at_least=np.zeros_like(case.at_least)), deadline)
    free = replace(free, pinned=kept)
    pins, cost = dropped(problem, case.pinned & ~kept)
    loads, units = _loads(problem, case, free, deadline)
    reached = {edit.key: int(edit.value or 0) for edit in loads}
    free = replace(free, at_least=np.array([reached.get(n, least) for n, least in loads_of(problem, case).items()]))
    edits, cost = [*pins, *loads], cost + units
    if case.select is None:
        return edits, cost
    counts = (
        _count(free, deadline, 0, case.select, fewest=False),
        _count(free, deadline, case.select, len(case.wanted), fewest=True),
    )
    options = [_select(case, count) for count in counts if count is not None]
    select, units = min(options, key=lambda option: option[1], default=([], 0))
    return [*edits, *select], cost + units


def partial(case: Arrays, deadline: Deadline) -> Bools:
    """As many challenges as can be staffed, up to those asked for; of those the best total."""
    none = np.zeros_like(case.pinned)
    try:
        free = replace(case, at_least=np.zeros_like(case.at_least), select=None)
        free = replace(free, pinned=kept_pins(free, deadline))
        most = len(case.wanted) if case.select is None else case.select
        count = _count(free, deadline, 0, most, fewest=False)
        if count is None:
            count = _count(free, deadline, 0, len(case.wanted), fewest=True)
        found = Program(replace(free, select=count), case.possible & ~free.pinned).best_total(deadline)
    except NothingFoundError:
        return none
    return none if found is None else found.chosen
