"""Every group that could meet, as rows of numbers, and what each is worth at given prices."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.programme.solvers.introductions.model import Group, Mask, Matrix, Part

Rows = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MOST = 6_000_000
"""More groups than that are not written out."""


@dataclass(frozen=True)
class Pool:
    """Groups of the size that was asked for first, then the enlarged ones."""

    usual: Rows
    enlarged: Rows

    def __len__(self) -> int:
        return len(self.usual) + len(self.enlarged)

    def worth(self, gains: Matrix, prices: Floats, toll: float, numbers: Numbers | None = None) -> Floats:
        """Gains of each group's pairs less the prices of its teams and, if it is enlarged, the toll."""
        if numbers is None:
            return np.concatenate([_worth(self.usual, gains, prices), _worth(self.enlarged, gains, prices) - toll])
        found = np.empty(len(numbers))
        for rows, places in self.rows(numbers):
            found[places] = _worth(rows, gains, prices) - toll * (rows.shape[1] == self.enlarged.shape[1])
        return found

    def rows(self, numbers: Numbers) -> list[tuple[Rows, Numbers]]:
        """The groups of these numbers by size, and where each of them stands among the numbers."""
        large = self.is_enlarged(numbers)
        usual, more = np.flatnonzero(~large), np.flatnonzero(large)
        return [(self.usual[numbers[usual]], usual), (self.enlarged[numbers[more] - len(self.usual)], more)]

    def group(self, number: int) -> Group:
        rows, at = (self.usual, number) if number < len(self.usual) else (self.enlarged, number - len(self.usual))
        return tuple(int(team) for team in rows[at])

    def is_enlarged(self, numbers: Numbers) -> Mask:
        found: Mask = numbers >= len(self.usual)
        return found


def pool(part: Part, *, enlarged: bool) -> Pool | None:
    """`None` where they are too many to write out."""
    usual = cliques(part.allowed, part.size)
    if usual is None:
        return None
    more = _extended(usual, part.allowed) if enlarged else np.empty((0, part.size + 1), np.int32)
    return None if more is None else Pool(usual, more)


def cliques(allowed: Mask, size: int) -> Rows | None:
    """Sets of teams of which every pair is possible, each in order."""
    found: Rows | None = np.arange(len(allowed), dtype=np.int32)[:, None]
    for _ in range(size - 1):
        found = None if found is None else _extended(found, allowed)
    return found


def _extended(rows: Rows, allowed: Mask) -> Rows | None:
    higher = np.triu(allowed, 1)
    parts, count = [np.empty((0, rows.shape[1] + 1), np.int32)], 0
    for start in range(0, len(rows), 20_000):
        some = rows[start : start + 20_000]
        fits = higher[some[:, -1]]
        for place in range(some.shape[1] - 1):
            fits = fits & allowed[some[:, place]]
        at, team = np.nonzero(fits)
        parts.append(np.column_stack([some[at], team.astype(np.int32)]))
        count += len(at)
        if count > MOST:
            return None
    return np.concatenate(parts)


def _worth(rows: Rows, gains: Matrix, prices: Floats) -> Floats:
    total = np.zeros(len(rows))
    for place in range(rows.shape[1]):
        total -= prices[rows[:, place]]
        for other in range(place + 1, rows.shape[1]):
            total += gains[rows[:, place], rows[:, other]]
    return total
