"""What two profiles state besides their texts: languages, working hours, themes, level of government.

A fact is worth from 0 to 1; what either side leaves open is worth the middle, so that it neither helps nor hurts.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.programme.solvers.profiles import Profile

OPEN = 0.5
ENOUGH_HOURS = 4


@dataclass(frozen=True)
class Fact:
    weight: float
    value: float
    words: str
    """What to say of it; a fact left open says what is missing."""
    known: bool = True


def facts(need: Profile, offer: Profile, on: date) -> tuple[Fact, ...]:
    """The weights add up to 1."""
    return (
        _languages(need.languages, offer.languages),
        _hours(need.time_zone, offer.time_zone, on),
        _themes(need.themes, offer.themes),
        _level(need.level, offer.level),
    )


def worth(found: Sequence[Fact]) -> float:
    return sum(fact.weight * fact.value for fact in found)


@functools.lru_cache(maxsize=100_000)
def _languages(first: tuple[str, ...], second: tuple[str, ...]) -> Fact:
    if not first or not second:
        return Fact(0.4, OPEN, "Not both sides state their languages", known=False)
    spoken = {code.casefold(): code for code in second}
    shared = sorted({code for code in first if code.casefold() in spoken}, key=first.index)
    if not shared:
        return Fact(0.4, 0.0, "No common language stated")
    names = ", ".join(_language_name(code) for code in shared)
    return Fact(0.4, 1.0, f"Common {'languages' if len(shared) > 1 else 'language'}: {names}")


def _language_name(code: str) -> str:
    from babel import Locale

    return str(Locale("en").languages.get(code.casefold().replace("-", "_"), code))


@functools.lru_cache(maxsize=100_000)
def _hours(first: str, second: str, on: date) -> Fact:
    if not first or not second:
        return Fact(0.25, OPEN, "Not both sides state their time zone", known=False)
    (opens, closes), (begins, ends) = _working_hours(first, on), _working_hours(second, on)
    hours = max((min(closes, ends) - max(opens, begins)).total_seconds() / 3600, 0.0)
    if not hours:
        return Fact(0.25, 0.0, f"No working hours in common on {on}")
    few = "Only " if hours < ENOUGH_HOURS / 2 else ""
    words = f"{few}{hours:g} working {'hour' if hours == 1 else 'hours'} in common on {on}"
    return Fact(0.25, min(hours / ENOUGH_HOURS, 1.0), words)


@functools.cache
def _working_hours(zone: str, on: date) -> tuple[datetime, datetime]:
    from bot.programme.worktime import WORK_FROM, WORK_UNTIL, instant

    return instant(on, WORK_FROM, zone), instant(on, WORK_UNTIL, zone)


@functools.lru_cache(maxsize=100_000)
def _themes(first: tuple[str, ...], second: tuple[str, ...]) -> Fact:
    if not first or not second:
        return Fact(0.2, OPEN, "Not both sides state their themes", known=False)
    named = {theme.casefold() for theme in second}
    shared = list(dict.fromkeys(theme for theme in first if theme.casefold() in named))
    if not shared:
        return Fact(0.2, 0.0, "No theme in common")
    value = min(1.0, 0.5 + 0.5 * len(shared) / min(len(set(first)), len(named)))
    return Fact(0.2, value, f"Common {'themes' if len(shared) > 1 else 'theme'}: {', '.join(shared)}")


@functools.lru_cache(maxsize=100_000)
def _level(first: str, second: str) -> Fact:
    if not first or not second:
        return Fact(0.15, OPEN, "Not both sides state their level of government", known=False)
    if first.casefold() == second.casefold():
        return Fact(0.15, 1.0, f"Both at {first} level")
    return Fact(0.15, 0.2, f"Different levels of government: {first} and {second}")
