"""The providers without a challenge: why, and where they would fit best."""

from collections.abc import Callable

import numpy as np

from bot.programme.solvers.matching.arrays import Arrays, Bools
from bot.programme.solvers.matching.flow import Best
from bot.programme.solvers.matching.problem import Alternative, Marks, NothingFoundError, Problem, Unplaced

Fits = Callable[[int], tuple[int, int] | None]
"""By column: the row of the best alternative, and what gain would be lost."""


def unplaced(problem: Problem, case: Arrays, chosen: Bools, fits: Fits) -> list[Unplaced]:
    challenges, providers = list(problem.wanted), list(problem.capacity)
    barred = ~np.asarray(case.possible.any(axis=0))
    any_score = np.asarray((case.possible & (case.gains > 0)).any(axis=0))
    found = []
    for column in np.flatnonzero(~np.asarray(chosen.any(axis=0))).tolist():
        if barred[column] and challenges:
            found.append(Unplaced(providers[column], _barred(problem, providers[column])))
            continue
        try:
            fit = fits(column) if case.capacity[column] else None
        except NothingFoundError:
            found.append(Unplaced(providers[column], "there was no time to look for its best place"))
            continue
        alternative = Alternative(challenges[fit[0]], case.score(fit[1])) if fit else None
        found.append(Unplaced(providers[column], _why(case, column, fit, scored=bool(any_score[column])), alternative))
    return found


def _why(case: Arrays, column: int, fit: tuple[int, int] | None, *, scored: bool) -> str:
    if not case.gains.shape[0]:
        return "there is no challenge"
    if not case.capacity[column]:
        return "takes none"
    if fit is None:
        return "every place that it could fill is bound by a pin or a rule"
    if not scored:
        return "no score above zero"
    return "others scored higher" if fit[1] else "another fits equally well"


def _barred(problem: Problem, provider: str) -> str:
    """The reasons against each of its pairs, each said once."""
    marks = problem.impossible
    if isinstance(marks, Marks):
        column = marks.cells[:, marks.providers[provider]]
        return "; ".join(marks.reasons[number - 1] for number in np.unique(column[column > 0]))
    return "; ".join(dict.fromkeys(marks[challenge, provider] for challenge in problem.wanted))


def by_flow(best: Best) -> Fits:
    """What a provider displaces is the shortest way from the end to where its pair departs."""
    residual = best.residual
    case = residual.network.case
    rows = np.zeros(len(case.capacity), dtype=np.int64)
    costs = np.full(len(case.capacity), residual.far, dtype=np.int64)
    arrivals = residual.arrivals()
    for block, prices in residual.prices():
        lost = np.where(case.open[block], arrivals - prices, residual.far)
        places = lost.argmin(axis=0)
        least = lost[places, np.arange(lost.shape[1])]
        better = least < costs
        rows[better], costs[better] = places[better] + block.start, least[better]

    used = best.chosen.any(axis=0)
    if used.any():
        rows[used], costs[used] = best.chosen.argmax(axis=0)[used], 0

    def fits(column: int) -> tuple[int, int] | None:
        near = costs[column] < residual.network.empty_place
        return (int(rows[column]), int(costs[column])) if near else None

    return fits
