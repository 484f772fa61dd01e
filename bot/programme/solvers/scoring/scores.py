"""Every pair of a challenge and a provider: its score, and the words for it when they are asked for."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.programme.solvers.scoring import evidence, reasons, sides
from bot.programme.solvers.scoring.facts import facts, worth
from bot.programme.solvers.scoring.pairs import Pairs
from bot.programme.solvers.scoring.profiles import Profile

Pair = tuple[str, str]


class _Comparison:
    """What all pairs share, from which the words of one can be found."""

    def __init__(self, needs: Sequence[Profile], offers: Sequence[Profile], on: date) -> None:
        self._needs, self._offers, self._on = needs, offers, on
        self.sides = sides.build(needs, offers)
        self._pairs = Pairs(*self.sides)
        self._strikable = functools.cache(reasons.strikable)

    def words(self, row: int, column: int) -> tuple[list[str], str]:
        need, offer = self._needs[row], self._offers[column]
        found = self._pairs.texts(row, column)
        stated = facts(need, offer, self._on)
        met = reasons.meetings(
            found,
            lambda asked, given: (
                self._strikable(need, found.needs.passages[asked].text)
                and self._strikable(offer, found.offers.passages[given].text)
            ),
        )
        return reasons.reasons(found, stated, met), reasons.weakest(found, stated, met)


@dataclass(slots=True)
class Scored:
    """The words are found when they are first asked for: there may be half a million pairs."""

    score: float
    _comparison: _Comparison = field(repr=False, compare=False)
    _row: int = field(repr=False, compare=False)
    _column: int = field(repr=False, compare=False)
    _words: tuple[list[str], str] | None = field(default=None, repr=False, compare=False)

    @property
    def reasons(self) -> list[str]:
        """Up to three, strongest first. One that rests on text quotes both passages, word for word."""
        return self._said()[0]

    @property
    def weakest(self) -> str:
        return self._said()[1]

    def _said(self) -> tuple[list[str], str]:
        if self._words is None:
            self._words = self._comparison.words(self._row, self._column)
        return self._words


def score(needs: Sequence[Profile], offers: Sequence[Profile], *, on: date) -> dict[Pair, Scored]:
    """Every pair of a challenge and a provider. `on` is the day whose working hours are compared."""
    if not needs or not offers:
        return {}
    comparison = _Comparison(needs, offers, on)
    texts = evidence.text_scores(*comparison.sides)
    mixed = evidence.TEXT * texts + (1 - evidence.TEXT) * worth(needs, offers, on)
    table = mixed.clip(0, 1).round(6).tolist()
    return {
        (need.id, offer.id): Scored(table[row][column], comparison, row, column)
        for row, need in enumerate(needs)
        for column, offer in enumerate(offers)
    }
