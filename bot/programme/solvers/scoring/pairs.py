"""The texts of one pair taken apart: its score as it is, and without any one passage of either side or of both."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.programme.solvers.scoring import evidence
from bot.programme.solvers.scoring.sides import Numbers, Passage, Side

ONLY = np.newaxis


@dataclass(frozen=True)
class Part:
    """One side of a pair. `within` is the likeness of its passages to each other."""

    passages: Sequence[Passage]
    weights: Numbers
    within: Numbers

    def squares(self) -> NDArray[np.float64]:
        """The square of the length of the whole without each passage, then with all."""
        weights, within = self.weights.astype(np.float64), self.within.astype(np.float64)
        shares = within @ weights
        less = weights * (2 * shares - weights * within.diagonal())
        found: NDArray[np.float64] = (weights @ shares) - np.append(less, 0)
        return found


@dataclass(frozen=True)
class Texts:
    """The passages of the need are rows, those of the offer are columns."""

    needs: Part
    offers: Part
    alike: Numbers

    @functools.cached_property
    def without(self) -> NDArray[np.float64]:
        """The score of the texts, one row more and one column more than there are passages: at `[row, column]` without
        these two, where the last row and the last column take nothing away."""
        if not self.alike.size:
            return np.zeros((len(self.needs.passages) + 1, len(self.offers.passages) + 1))
        far = evidence.missed(self.alike).astype(np.float64)
        found: NDArray[np.float64] = evidence.measure(
            self._whole(),
            _shares(far, self.needs.weights),
            _shares(far.T, self.offers.weights).T,
        )
        if len(self.needs.passages) == 1:
            found[0] = 0
        if len(self.offers.passages) == 1:
            found[:, 0] = 0
        return found

    @property
    def score(self) -> float:
        return float(self.without[-1, -1])

    def _whole(self) -> Any:
        brought = self.needs.weights[:, ONLY] * self.alike.astype(np.float64) * self.offers.weights
        less = np.pad(brought, (0, 1))
        rows, columns = np.append(brought.sum(axis=1), 0), np.append(brought.sum(axis=0), 0)
        squares = np.outer(self.needs.squares(), self.offers.squares())
        product = brought.sum() - rows[:, ONLY] - columns + less
        return product / np.maximum(np.sqrt(np.maximum(squares, 0)), 1e-9)


def _shares(far: Any, weights: Any) -> Any:
    """How much of one side is answered: without each of its passages, by the other side without each of its own."""
    worth = weights[:, ONLY] * evidence.reached(_all_but_one(far))
    remaining = worth.sum(axis=0) - np.pad(worth, ((0, 1), (0, 0)))
    return remaining / (weights.sum() - np.append(weights, 0) + evidence.FEW)[:, ONLY]


def _all_but_one(values: Any) -> Any:
    """Of each row the sum without each column, then with all. Nothing is subtracted: what rounding leaves counts."""
    before = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    after = np.pad(np.cumsum(values[:, ::-1], axis=1)[:, ::-1], ((0, 0), (0, 1)))
    return np.hstack([before[:, :-1] + after[:, 1:], before[:, -1:]])


class Pairs:
    """The texts of any pair of two sides. What pairs of one need share is worked out once."""

    def __init__(self, asking: Side, offering: Side) -> None:
        self._asking, self._offering = asking, offering
        self._parts: dict[tuple[bool, int], Part] = {}
        self._row: tuple[int, Numbers] | None = None

    def texts(self, row: int, column: int) -> Texts:
        if self._row is None or self._row[0] != row:
            self._row = row, evidence.likeness(self._asking, self._offering, self._asking.rows(row))
        alike = self._row[1][:, self._offering.rows(column)]
        return Texts(self._part(True, row), self._part(False, column), alike)

    def _part(self, asks: bool, number: int) -> Part:
        if (asks, number) not in self._parts:
            side = self._asking if asks else self._offering
            rows = side.rows(number)
            within = evidence.likeness(side, side, rows, rows)
            self._parts[asks, number] = Part(side.passages[rows], side.weights[rows], within)
        return self._parts[asks, number]
