"""From a problem to a plan, or to the reasons why there is none."""

from bot.programme.solvers.matching import flow
from bot.programme.solvers.matching.arrays import arrays, pairs_of
from bot.programme.solvers.matching.problem import (
    Conflict,
    Infeasible,
    Partial,
    Plan,
    Problem,
    Protected,
    Unfilled,
    Unplaced,
)


def solve(problem: Problem, *, time_limit: float | None = None) -> Plan | Infeasible:
    """The proven best plan. Raises `NothingFoundError` where `time_limit`, in seconds, was too short."""
    case = arrays(problem)
    found = flow.best(case)
    if found is None:
        return Infeasible(Conflict([], [], [], "no plan keeps the rules"), [], Partial(0, 0, []))
    pairs = pairs_of(problem, found.chosen)
    total, worst = case.score(case.total(found.chosen)), case.score(case.worst(found.chosen))
    missing = case.wanted - found.chosen.sum(axis=1)
    return Plan(
        status="optimal",
        pairs=pairs,
        total=total,
        bound=total,
        worst_challenge=worst,
        unfilled=[Unfilled(name, int(gap)) for name, gap in zip(problem.wanted, missing, strict=True) if gap],
        unplaced=[
            Unplaced(name, "others scored higher")
            for name, used in zip(problem.capacity, found.chosen.any(axis=0), strict=True)
            if not used
        ],
        protecting=Protected(worst, total, pairs),
    )
