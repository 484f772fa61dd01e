"""Every pair of a challenge and a provider: its score, and the words for it when they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.programme.solvers.scoring import evidence, reasons, sides
from bot.programme.solvers.scoring.facts import facts, worth
from bot.programme.solvers.scoring.profiles import Profile

Pair = tuple[str, str]


@dataclass(frozen=True)
class _Comparison:
    needs: Sequence[Profile]
    offers: Sequence[Profile]
    on: date
    asking: sides.Side
    offering: sides.Side
    said: dict[tuple[int, int], tuple[list[str], str]] = field(default_factory=dict)

    def words(self, row: int, column: int) -> tuple[list[str], str]:
        if (row, column) not in self.said:
            need, offer = self.needs[row], self.offers[column]
            found = reasons.texts(self.asking, self.offering, row, column)
            stated = facts(need, offer, self.on)
            met = reasons.meetings(found, need, offer)
            self.said[row, column] = reasons.reasons(found, stated, met), reasons.weakest(found, stated)
        return self.said[row, column]


@dataclass(frozen=True)
class Scored:
    """The words are found when they are first asked for: there may be half a million pairs."""

    score: float
    _comparison: _Comparison = field(repr=False, compare=False)
    _place: tuple[int, int] = field(repr=False, compare=False)

    @property
    def reasons(self) -> list[str]:
        """Up to three, strongest first. One that rests on text quotes both passages, word for word."""
        return self._comparison.words(*self._place)[0]

    @property
    def weakest(self) -> str:
        return self._comparison.words(*self._place)[1]


def score(needs: Sequence[Profile], offers: Sequence[Profile], *, on: date) -> dict[Pair, Scored]:
    """Every pair of a challenge and a provider. `on` is the day whose working hours are compared."""
    if not needs or not offers:
        return {}
    comparison = _Comparison(needs, offers, on, *sides.build(needs, offers))
    texts = evidence.text_scores(comparison.asking, comparison.offering)
    mixed = evidence.TEXT * texts + (1 - evidence.TEXT) * worth(needs, offers, on)
    table = mixed.clip(0, 1).round(6).tolist()
    return {
        (need.id, offer.id): Scored(table[row][column], comparison, (row, column))
        for row, need in enumerate(needs)
        for column, offer in enumerate(offers)
    }
