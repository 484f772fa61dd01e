"""One part's plan: all rounds at once where that can be done, else searched, and small ones proven to the end."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from bot.programme.solvers.introductions.exact import Exact, small
from bot.programme.solvers.introductions.model import Budget, Part, Schedule, Solved
from bot.programme.solvers.introductions.pool import pool
from bot.programme.solvers.introductions.search import Exchange, greedy, improved
from bot.programme.solvers.introductions.together import lowest_cost, together


def plan(part: Part, budget: Budget) -> Solved:
    """The rounds with the fewest who rest come first, and of those the best."""
    found = together(part, budget.share(0.4))
    known = _known(part, Solved([], part.value([]), found.floor), [found.schedule or greedy(part)])
    if not known.proven and not budget.over():
        known = _searched(part, known, budget)
    lowest = lowest_cost(part, known.value, known.floor, budget)
    whole = bool((part.weights == part.weights.round()).all())
    floor = known.floor._replace(cost=ceil(lowest - 1e-4) if whole else lowest)
    in_order = sorted(known.schedule, key=lambda groups: replace(part, rounds=1).value([groups]))
    return Solved(in_order, known.value, floor)


def _known(part: Part, known: Solved, schedules: Sequence[Schedule]) -> Solved:
    """With the best of the schedules."""
    best = min([schedule for schedule in (known.schedule, *schedules) if schedule], key=part.value)
    return replace(known, schedule=best, value=part.value(best))


def _searched(part: Part, known: Solved, budget: Budget) -> Solved:
    steps = min(max(60_000_000 // part.count**2, 1_000), 20_000)
    known = _known(part, known, Exchange(part).run(steps, budget.share(0.5)))
    groups = pool(part, enlarged=True)
    if groups is not None and small(part, groups):
        known = Exact(part, groups, known, budget.share(0.7)).solve()
    return known if known.proven else _known(part, known, [improved(part, known.schedule, budget)])
