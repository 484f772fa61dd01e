"""How well what a challenge needs and what a provider has done meet: a score from 0 to 1, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.programme.solvers import evidence, reasons, sides
from bot.programme.solvers.facts import facts, worth
from bot.programme.solvers.profiles import Profile

Pair = tuple[str, str]
__all__ = ["Pair", "Profile", "Scored", "score"]


@dataclass(frozen=True)
class _Case:
    """A pair, with what is needed to explain it."""

    asking: sides.Side
    offering: sides.Side
    row: int
    column: int
    need: Profile
    offer: Profile
    on: date

    @cached_property
    def words(self) -> tuple[list[str], str]:
        found = reasons.texts(self.asking, self.offering, self.row, self.column)
        stated = facts(self.need, self.offer, self.on)
        met = reasons.meetings(found, self.need, self.offer)
        return reasons.reasons(found, stated, met), reasons.weakest(found, stated)


@dataclass(frozen=True)
class Scored:
    """The words are found when they are first asked for: there may be half a million pairs."""

    score: float
    _case: _Case = field(repr=False, compare=False)

    @property
    def reasons(self) -> list[str]:
        """Up to three, strongest first. One that rests on text quotes both passages, word for word."""
        return self._case.words[0]

    @property
    def weakest(self) -> str:
        return self._case.words[1]


def score(needs: Sequence[Profile], offers: Sequence[Profile], *, on: date) -> dict[Pair, Scored]:
    """Every pair of a challenge and a provider. `on` is the day whose working hours are compared."""
    if not needs or not offers:
        return {}
    asking, offering = sides.build(needs, offers)
    table = evidence.text_scores(asking, offering).tolist()
    return {
        (need.id, offer.id): Scored(
            _score(table[row][column], worth(facts(need, offer, on))),
            _Case(asking, offering, row, column, need, offer, on),
        )
        for row, need in enumerate(needs)
        for column, offer in enumerate(offers)
    }


def _score(text: float, stated: float) -> float:
    return round(min(max(evidence.TEXT * text + (1 - evidence.TEXT) * stated, 0.0), 1.0), 6)
