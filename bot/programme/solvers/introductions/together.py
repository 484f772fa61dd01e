"""All rounds planned at once: whole groups from the relaxation, put into rounds by colouring; and what bounds any plan."""

from dataclasses import dataclass, replace
from math import ceil, inf

import numpy as np

from bot.programme.solvers.introductions.colouring import in_rounds
from bot.programme.solvers.introductions.model import Budget, Part, Schedule, Value
from bot.programme.solvers.introductions.pool import pool
from bot.programme.solvers.introductions.relaxation import Relaxation
from bot.programme.solvers.introductions.programme import Goal

LIGHT, LIGHTEST = 6_000, 400
"""Above that many groups of three or more, for one round and for several, whole ones take too long to choose."""
EDGE = 1e-6


@dataclass(frozen=True)
class Together:
    """No plan is below the floor; the schedule is `None` where the groups found no rounds."""

    floor: Value
    schedule: Schedule | None


def together(part: Part, budget: Budget) -> Together:
    """First as if as few rest as the numbers demand, which is mostly so; else whatever comes nearest."""
    resting, enlarged = part.least()
    if part.count < part.size:
        return Together(part.value([]), [[] for _ in range(part.rounds)])
    groups = pool(part, enlarged=enlarged > 0)
    if groups is None:
        return Together(Value(resting, enlarged, -_by_pairs(part, Value(resting, enlarged, 0), budget)), None)
    goal = Goal((resting, resting), (enlarged, enlarged))
    return _aimed(part, goal, Relaxation(part, groups, budget)) or _nearest(part, budget)


def lowest_cost(part: Part, value: Value, floor: Value, budget: Budget) -> float:
    """No plan costs less in which no more rest than in a plan of that value."""
    if value[:2] == floor[:2] and floor.cost > -inf:
        return floor.cost
    groups = pool(part, enlarged=True)
    if groups is not None:
        relaxed = Relaxation(part, groups, budget).least(Goal((floor.resting, value.resting)))
        if relaxed is not None:
            return relaxed.cost
    return -_by_pairs(part, value, budget)


def _aimed(part: Part, goal: Goal, relaxation: Relaxation) -> Together | None:
    relaxed = relaxation.least(goal)
    if relaxed is None:
        return None
    floor = Value(int(goal.resting[0]), int(goal.enlarged[0]), relaxed.cost)
    if not _light(relaxation):
        return Together(floor, None)
    whole = relaxation.whole(goal, relaxed)
    if whole is None:
        return None
    schedule = in_rounds(whole.groups, part.count, part.rounds, relaxation.budget)
    return Together(floor._replace(cost=whole.least), schedule)


def _nearest(part: Part, budget: Budget) -> Together:
    """The fewest who rest, then the fewest enlarged groups, then the score."""
    groups = pool(part, enlarged=True)
    if groups is None:
        return Together(_unproven(part, budget), None)
    relaxation, goal = Relaxation(part, groups, budget), Goal()
    resting = _fewest(relaxation, replace(goal, of="resting"))
    if resting is None:
        return Together(_unproven(part, budget), None)
    goal = Goal((resting, resting))
    enlarged = _fewest(relaxation, replace(goal, of="enlarged"))
    if enlarged is None:
        return Together(_unproven(part, budget)._replace(resting=resting), None)
    found = _aimed(part, replace(goal, enlarged=(enlarged, enlarged)), relaxation)
    return found or Together(_unproven(part, budget)._replace(resting=resting), None)


def _fewest(relaxation: Relaxation, goal: Goal) -> int | None:
    relaxed = relaxation.least(goal)
    if relaxed is None:
        return None
    whole = relaxation.whole(goal, relaxed) if _light(relaxation) else None
    return ceil((whole.least if whole else relaxed.cost) - EDGE)


def _light(relaxation: Relaxation) -> bool:
    part = relaxation.part
    return part.size == 2 or len(relaxation.pool) <= (LIGHT if part.rounds == 1 else LIGHTEST)


def _unproven(part: Part, budget: Budget) -> Value:
    resting, _ = part.least()
    return Value(resting, 0, -_by_pairs(part, Value(resting, part.rounds * part.count, 0), budget))


def _by_pairs(part: Part, value: Value, budget: Budget) -> float:
    """The best sum of pairs if each team meets as many as it could, whoever they are together with."""
    meets = part.rounds * (part.size - 1 + (value.enlarged > 0))
    most = np.sort(part.weights, axis=1)[:, -min(meets, part.count - 1) :]
    return float(most.sum()) / 2
