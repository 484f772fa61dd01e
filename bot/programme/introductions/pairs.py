"""What keeps two teams from being introduced, and what speaks for it: values in, values out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from bot.programme import worktime
from bot.programme.solvers.scoring import Profile, evidence
from bot.programme.solvers.scoring import sides as texts
from bot.programme.worktime import Week

Pair = frozenset[int]
ENOUGH_HOURS = 2
"""Working hours in common, below which nobody finds the time."""
ALIKE = 0.1
"""From this likeness on, an ask and an offer are worth being quoted."""
THEME, LANGUAGE = 0.05, 0.02
FRESH = 1.0
"""What a pair that was never introduced is worth by itself: whoever did not meet is tried again after all others."""
AGAIN = 0.1
LINKS = 2


@dataclass(frozen=True)
class Side:
    """A team as far as it matters here. `offer` and `ask` are what the other team may read."""

    id: int
    name: str
    country: str
    week: Week
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    offer: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Past:
    """Pairs by what became of them."""

    met: Collection[Pair] = ()
    tried: Collection[Pair] = ()
    """Introduced, and they say that they did not meet."""
    apart: Collection[Pair] = ()


@dataclass(frozen=True)
class Link:
    """One team's ask and another's offer, and how alike they are in words."""

    asks: int
    offers: int
    alike: float


def barriers(sides: Sequence[Side], past: Past, on: date) -> dict[Pair, str]:
    """Why a pair is impossible; a pair that is not named is possible."""
    found = {}
    for one, other in combinations(sides, 2):
        pair = frozenset({one.id, other.id})
        if why := _acquaintance(pair, past) or _difference(one, other) or _hours(one.week, other.week, on):
            found[pair] = why
    return found


def _acquaintance(pair: Pair, past: Past) -> str:
    if pair in past.met:
        return "met already"
    return "kept apart" if pair in past.apart else ""


def _difference(one: Side, other: Side) -> str:
    if one.country and one.country == other.country:
        return "same country"
    if one.languages and other.languages and not set(one.languages) & set(other.languages):
        return "no common language"
    return ""


def _hours(one: Week, other: Week, on: date) -> str:
    common = worktime.hours_in_common(one.zone, other.zone, on)
    return "" if common >= ENOUGH_HOURS else "fewer than two working hours in common"


def likeness(sides: Sequence[Side]) -> dict[tuple[int, int], float]:
    """By `(who asks, who offers)`."""
    asking = [Profile(str(side.id), text=side.ask) for side in sides]
    offering = [Profile(str(side.id), text=side.offer) for side in sides]
    table = evidence.text_scores(*texts.build(asking, offering)).tolist() if sides else []
    return {
        (one.id, other.id): table[row][column]
        for row, one in enumerate(sides)
        for column, other in enumerate(sides)
        if one.id != other.id
    }


def scores(sides: Sequence[Side], alike: dict[tuple[int, int], float], past: Past) -> dict[Pair, float]:
    """Offers that answer asks, both ways, then common themes and languages."""
    found = {}
    for one, other in combinations(sides, 2):
        pair = frozenset({one.id, other.id})
        score = FRESH + alike[one.id, other.id] + alike[other.id, one.id]
        score += THEME * bool(set(one.themes) & set(other.themes))
        score += LANGUAGE * bool(set(one.languages) & set(other.languages))
        found[pair] = score * AGAIN if pair in past.tried else score
    return found


def links(group: Sequence[Side], alike: dict[tuple[int, int], float]) -> list[Link]:
    """The likest asks and offers in the group, at most two, each team asking once."""
    every = [Link(one.id, other.id, alike[one.id, other.id]) for one in group for other in group if one.id != other.id]
    best: dict[int, Link] = {}
    for link in sorted(every, key=lambda link: (-link.alike, link.asks, link.offers)):
        if link.alike >= ALIKE:
            best.setdefault(link.asks, link)
    return list(best.values())[:LINKS]


def common_themes(group: Sequence[Side]) -> list[str]:
    shared = set(group[0].themes).intersection(*(side.themes for side in group))
    return sorted(shared)
