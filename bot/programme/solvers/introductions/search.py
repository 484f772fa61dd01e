"""Plans found by exchanging teams, and rounds planned again while the others stand: good, without a proof."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from bot.programme.solvers.introductions.model import Budget, Group, Mask, Matrix, Part, Schedule, pairs
from bot.programme.solvers.introductions.together import together

Seats = npt.NDArray[np.int64]
"""By round and team: its group; the last number is of those who rest."""
PAIRS = 10
"""Of rounds that are planned anew together."""
BREACHES = (1.5, 3.0, 10.0)
"""What a meeting costs that must not be, one after the other; the best pair is worth 1. Low, it leads to high scores."""


def without(part: Part, schedule: Schedule) -> Mask:
    """Pairs that are still possible when those of the schedule have met."""
    allowed = part.allowed.copy()
    for groups in schedule:
        for group in groups:
            for one, other in pairs(group):
                allowed[one, other] = allowed[other, one] = False
    return allowed


def greedy(part: Part) -> Schedule:
    """Round by round the best group that is left: what there is if no time is."""
    schedule: Schedule = []
    for _ in range(part.rounds):
        allowed, free = without(part, schedule), np.ones(part.count, bool)
        groups = []
        while group := _grown(part, allowed & free[:, None] & free[None, :]):
            groups.append(group)
            free[list(group)] = False
        schedule.append(groups)
    return schedule


def _grown(part: Part, allowed: Mask) -> Group | None:
    """From the heaviest pair on, always the one who adds the most."""
    weights = np.where(allowed, part.weights, -1.0)
    if weights.max(initial=-1.0) < 0:
        return None
    group = [int(team) for team in np.unravel_index(weights.argmax(), weights.shape)]
    while len(group) < part.size:
        gain = np.where(allowed[group].all(axis=0), part.weights[group].sum(axis=0), -1.0)
        if gain.max() < 0:
            return None
        group.append(int(gain.argmax()))
    return tuple(sorted(group))


class Exchange:
    """Tabu search over whole plans: each step exchanges two teams of one round, for the most that can be gained."""

    def __init__(self, part: Part) -> None:
        self.part, count = part, part.count
        self.groups, over = divmod(count, part.size)
        enlarged = min(over, self.groups)
        sizes = [part.size + 1] * enlarged + [part.size] * (self.groups - enlarged) + [over - enlarged]
        self.chance = np.random.default_rng(5)
        places = np.repeat(np.arange(self.groups + 1), sizes)
        self.seats = np.array([self.chance.permutation(places) for _ in range(part.rounds)])
        self.together = np.array([self._together(seats) for seats in self.seats])
        self.met = self.together.sum(axis=0)
        self.gains, self.breach = np.zeros_like(part.weights), 0.0
        self.barred = np.zeros(self.together.shape, np.int64)
        """By round and pair: the step from which they may be exchanged again."""

    def run(self, steps: int, budget: Budget) -> list[Schedule]:
        """The best plan at each price of a breach; groups that break a rule are taken out of it."""
        found = []
        for breach in BREACHES:
            self.breach = breach
            self.gains = np.where(self.part.allowed, self.part.weights / (self.part.weights.max() or 1.0), -breach)
            np.fill_diagonal(self.gains, 0.0)
            found.append(self._clean(self._best(steps // len(BREACHES), budget)))
        return found

    def _best(self, steps: int, budget: Budget) -> Seats:
        """The search goes on from there."""
        self.barred[:] = 0
        worth = best = self._worth()
        kept = self.seats.copy()
        for step in range(steps):
            worth += self._step(step, step % self.part.rounds, best - worth)
            if worth > best + 1e-9:
                best, kept = worth, self.seats.copy()
            if step % 100 == 0 and budget.over():
                break
        self.seats = kept.copy()
        self.together = np.array([self._together(seats) for seats in self.seats])
        self.met = self.together.sum(axis=0)
        return kept

    def _step(self, step: int, number: int, wanted: float) -> float:
        """Make the best exchange that is not barred, or one that gains more than is wanted; returns its gain."""
        gain = self._exchanges(number)
        open_now = (self.barred[number] <= step) | (gain > wanted + 1e-9)
        one, other = divmod(int(np.where(open_now, gain, -np.inf).argmax()), self.part.count)
        if not open_now[one, other] or gain[one, other] == -np.inf:
            return 0.0
        seats = self.seats[number]
        seats[one], seats[other] = seats[other], seats[one]
        self.met -= self.together[number]
        self.together[number] = self._together(seats)
        self.met += self.together[number]
        until = step + self.part.rounds * int(self.chance.integers(1, 4))
        self.barred[number, one, other] = self.barred[number, other, one] = until
        return float(gain[one, other])

    def _exchanges(self, number: int) -> Matrix:
        """What exchanging any two teams would gain in one round while the others stand."""
        seats, count = self.seats[number], self.part.count
        gains = self.gains - self.breach * (self.met > self.together[number])
        member = np.zeros((count, self.groups + 1))
        member[np.arange(count), seats] = seats < self.groups
        inside = gains @ member
        own, there = inside[np.arange(count), seats], inside[:, seats]
        playing = (seats < self.groups).astype(float)
        found: Matrix = there + there.T - own[:, None] - own[None, :] - gains * (playing[:, None] + playing[None, :])
        found[seats[:, None] == seats[None, :]] = -np.inf
        return found

    def _together(self, seats: Seats) -> npt.NDArray[np.int16]:
        same = (seats[:, None] == seats[None, :]) & (seats[:, None] < self.groups)
        np.fill_diagonal(same, val=False)
        return same.astype(np.int16)

    def _worth(self) -> float:
        again = np.maximum(self.met - 1, 0)
        return float((self.gains * self.met - self.breach * again).sum() / 2)

    def _clean(self, kept: Seats) -> Schedule:
        """Keep the groups whose pairs may meet and have not; one too many may leave a group."""
        schedule: Schedule = []
        for seats in kept:
            allowed, groups = without(self.part, schedule), []
            for number in range(self.groups):
                group = tuple(int(team) for team in np.flatnonzero(seats == number))
                fits = [some for some in (group, *_smaller(group, self.part.size)) if _possible(some, allowed)]
                groups += fits[:1]
            schedule.append(groups)
        return schedule


def _smaller(group: Group, size: int) -> list[Group]:
    return list(combinations(group, size)) if len(group) > size else []


def _possible(group: Group, allowed: Mask) -> bool:
    return all(allowed[pair] for pair in pairs(group))


def again(part: Part, schedule: Schedule, numbers: tuple[int, ...], budget: Budget) -> Schedule | None:
    """Some rounds planned anew while the others stand; `None` where that is no better."""
    standing = [groups for number, groups in enumerate(schedule) if number not in numbers]
    inner = replace(part, rounds=len(numbers), allowed=without(part, standing))
    found = together(inner, budget).schedule
    if found is None:
        return None
    changed = list(schedule)
    for number, groups in zip(numbers, found, strict=True):
        changed[number] = groups
    return changed if part.value(changed) < part.value(schedule) else None


def improved(part: Part, schedule: Schedule, budget: Budget) -> Schedule:
    """Each round anew while that gains, then some two at a time."""
    waiting = [(number,) for number in range(part.rounds)]
    for _ in range(3 * part.rounds):
        if waiting and not budget.over():
            numbers = waiting.pop(0)
            if better := again(part, schedule, numbers, budget):
                schedule = better
                waiting = [*waiting, *((number,) for number in range(part.rounds) if (number,) not in waiting)]
    for numbers in list(combinations(range(part.rounds), 2))[:PAIRS]:
        if not budget.over():
            schedule = again(part, schedule, numbers, budget) or schedule
    return schedule
