"""Who is introduced to whom over several rounds: fewest resting, then the best total, with a bound on what is possible.

Nobody meets the same team twice, an impossible pair never meets, and resting is always possible, so that no gathering is
infeasible. Teams that cannot reach each other over possible pairs are planned apart. Groups are enlarged by one for the
remainder only, so a pair stays a pair where everybody can be in one. The same gathering gives the same rounds.
"""

from dataclasses import replace
from math import fsum

import numpy as np

from bot.programme.solvers.introductions.model import (
    Budget,
    Gathering,
    Group,
    Mask,
    Part,
    Round,
    Rounds,
    Schedule,
)
from bot.programme.solvers.introductions.planning import plan

__all__ = ["Gathering", "Round", "Rounds", "solve"]


def solve(gathering: Gathering, *, time_limit: float | None = None) -> Rounds:
    """`time_limit` in seconds: the best that was found until then, with its bound."""
    whole, budget = _numbered(gathering), Budget(time_limit)
    schedule: Schedule = [[] for _ in range(gathering.rounds)]
    lowest, proven = [], True
    for teams in _reachable(whole.allowed):
        inside = np.ix_(teams, teams)
        solved = plan(replace(whole, weights=whole.weights[inside], allowed=whole.allowed[inside]), budget)
        for groups, found in zip(schedule, solved.schedule, strict=True):
            groups += [tuple(teams[team] for team in group) for group in found]
        lowest.append(solved.floor.cost)
        proven = proven and solved.proven
    total = whole.total([group for groups in schedule for group in groups])
    bound = total if proven else max(-fsum(lowest), total)
    return Rounds("optimal" if proven else "feasible", total, bound, [_named(gathering, groups) for groups in schedule])


def _numbered(gathering: Gathering) -> Part:
    count, number = len(gathering.teams), {team: place for place, team in enumerate(gathering.teams)}
    weights, allowed = np.zeros((count, count)), ~np.eye(count, dtype=bool)
    for pair in gathering.impossible:
        one, other = (number[team] for team in pair)
        allowed[one, other] = allowed[other, one] = False
    for pair, score in gathering.scores.items():
        one, other = (number[team] for team in pair)
        weights[one, other] = weights[other, one] = score if allowed[one, other] else 0.0
    return Part(gathering.rounds, gathering.group_size, weights, allowed)


def _reachable(allowed: Mask) -> list[list[int]]:
    """Teams that can reach each other, each set in order."""
    found, left = [], set(range(len(allowed)))
    while left:
        inside, ahead = set(), [min(left)]
        while ahead:
            team = ahead.pop()
            if team not in inside:
                inside.add(team)
                ahead += [int(other) for other in np.flatnonzero(allowed[team])]
        left -= inside
        found.append(sorted(inside))
    return found


def _named(gathering: Gathering, groups: list[Group]) -> Round:
    placed = {team for group in groups for team in group}
    resting = [team for place, team in enumerate(gathering.teams) if place not in placed]
    return Round([[gathering.teams[team] for team in sorted(group)] for group in sorted(groups)], resting)
