"""From a problem to a plan, or to the reasons why there is none."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.programme.solvers.matching import choices, conflicts, fairness, flow, relaxations
from bot.programme.solvers.matching.arrays import Arrays, Bools, arrays, pairs_of
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.problem import (
    Infeasible,
    NothingFoundError,
    Partial,
    Plan,
    Problem,
    Protected,
    Rule,
    Unfilled,
)
from bot.programme.solvers.matching.unplaced import Fits, by_flow, unplaced


def solve(problem: Problem, *, time_limit: float | None = None) -> Plan | Infeasible:
    """The best plan, proven. The same problem gives the same plan, where no time is set.

    With `time_limit`, in seconds, the best that was found by then. Raises `NothingFoundError` if that is nothing.
    """
    deadline, case = Deadline(time_limit), arrays(problem)
    if deadline.over():
        raise NothingFoundError
    found = _chosen(case, deadline)
    if found is None:
        return _infeasible(problem, case, deadline)
    chosen, bound, proven, fits = found.chosen, found.bound, found.proven, found.fits
    total, missing = case.score(case.total(chosen)), case.wanted - chosen.sum(axis=1)
    return Plan(
        status="optimal" if proven else "feasible",
        pairs=pairs_of(problem, chosen),
        total=total,
        bound=total if proven else max(total, case.score(bound)),
        worst_challenge=case.score(case.worst(chosen)),
        unfilled=[
            Unfilled(name, int(gap))
            for name, gap in zip(problem.wanted, missing, strict=True)
            if gap and problem.rule is Rule.AT_MOST
        ],
        unplaced=unplaced(problem, case, chosen, fits),
        protect=_protecting(problem, case, chosen, deadline),
        tie_break_proven=found.fairest,
    )


@dataclass(frozen=True)
class _Chosen:
    """The plan, its bound in gains, whether that and the tie-break are proven, and where the unplaced would fit."""

    chosen: Bools
    bound: float
    proven: bool
    fairest: bool
    fits: Fits


def _chosen(case: Arrays, deadline: Deadline) -> _Chosen | None:
    if case.rule is Rule.ALL_OR_NOTHING:
        choice = choices.best(case, deadline)
        if choice is None:
            return None
        fits = choices.fits(case, choice, deadline)
        return _Chosen(choice.chosen, choice.bound, choice.proven, choice.fairest, fits)
    best = flow.best(case)
    if best is None:
        return None
    chosen, fairest = fairness.lift(best, deadline)
    return _Chosen(chosen, case.total(chosen), proven=True, fairest=fairest, fits=by_flow(best))


def _protecting(problem: Problem, case: Arrays, chosen: Bools, deadline: Deadline) -> Callable[[], Protected]:
    def protect() -> Protected:
        found, proven = fairness.protect(case, chosen, deadline)
        worst, total = case.score(case.worst(found)), case.score(case.total(found))
        return Protected(worst, total, pairs_of(problem, found), proven)

    return protect


def _infeasible(problem: Problem, case: Arrays, deadline: Deadline) -> Infeasible:
    partial = relaxations.best_partial(case, deadline)
    return Infeasible(
        conflict=conflicts.conflict(problem, case, deadline),
        relaxations=relaxations.relaxations(problem, case, deadline),
        best_partial=Partial(int(partial.sum()), case.score(case.total(partial)), pairs_of(problem, partial)),
    )
