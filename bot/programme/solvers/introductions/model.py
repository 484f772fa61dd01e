"""What the solver of introductions is asked and answers, and the numbered teams that it works on inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from time import monotonic
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Group = tuple[int, ...]
Schedule = list[list[Group]]
"""The groups of each round; who is in none of them rests."""
Matrix = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Status = Literal["optimal", "feasible"]


@dataclass(frozen=True)
class Gathering:
    """Teams by id; a pair without a score counts 0; an impossible pair (with the reason) never meets."""

    teams: Sequence[str]
    rounds: int = 1
    group_size: int = 2
    scores: Mapping[frozenset[str], float] = field(default_factory=dict)
    impossible: Mapping[frozenset[str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Round:
    groups: list[list[str]]
    resting: list[str]


@dataclass(frozen=True)
class Rounds:
    """`bound`: no plan with as few resting has a higher total. Optimal: it is reached, and fewer cannot rest."""

    status: Status
    total: float
    bound: float
    rounds: list[Round]


class Value(NamedTuple):
    """What a plan is worth; the smaller is the better."""

    resting: int
    """Over all rounds."""
    enlarged: int
    """Groups with one more than asked for: no more than placing everybody takes."""
    cost: float
    """The total score, negative."""


@dataclass(frozen=True)
class Part:
    """Teams numbered from 0, of whom each could reach each other over possible pairs."""

    rounds: int
    size: int
    weights: Matrix
    """Symmetric, 0 where no introduction is possible."""
    allowed: Mask

    @property
    def count(self) -> int:
        return len(self.allowed)

    def least(self) -> tuple[int, int]:
        """How many rest, and how many groups are enlarged, at the least, if every pair is possible just once more."""
        groups, over = divmod(self.count, self.size)
        enlarged = min(over, groups)
        return self.rounds * (over - enlarged), self.rounds * enlarged

    def value(self, schedule: Schedule) -> Value:
        groups = [group for groups in schedule for group in groups]
        placed = sum(len(group) for group in groups)
        enlarged = sum(len(group) > self.size for group in groups)
        return Value(self.rounds * self.count - placed, enlarged, -self.total(groups))

    def total(self, groups: Sequence[Group]) -> float:
        return fsum(float(self.weights[pair]) for group in groups for pair in pairs(group))


def pairs(group: Group) -> list[tuple[int, int]]:
    return [(one, other) for place, one in enumerate(group) for other in group[place + 1 :]]


@dataclass(frozen=True)
class Solved:
    """A plan of one part, and what is known about the best: no plan has a value below `floor`."""

    schedule: Schedule
    value: Value
    floor: Value

    @property
    def proven(self) -> bool:
        close = max(1e-6, 1e-9 * abs(self.value.cost))
        return self.value[:2] == self.floor[:2] and self.value.cost - self.floor.cost <= close


class Budget:
    """Seconds of the wall clock, where somebody limits them; everything else is limited by counting."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else monotonic() + seconds

    def left(self) -> float | None:
        return None if self._end is None else max(self._end - monotonic(), 0.0)

    def share(self, part: float) -> "Budget":
        left = self.left()
        return Budget(None if left is None else left * part)

    def over(self) -> bool:
        return self.left() == 0.0
