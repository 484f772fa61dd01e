"""What two profiles state besides their texts: languages, working hours, themes, level of government.

A fact is worth from 0 to 1; what either side leaves open is worth the middle, so that it neither helps nor hurts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.programme.solvers.scoring.profiles import Profile

OPEN = 0.5
ENOUGH_HOURS = 4


@dataclass(frozen=True)
class Fact:
    weight: float
    value: float
    words: str
    """What to say of it; a fact left open says what is missing."""
    known: bool = True


def facts(need: Profile, offer: Profile, on: date) -> list[Fact]:
    return [compare(read(need), read(offer), on) for read, compare in COMPARISONS]


def worth(needs: Sequence[Profile], offers: Sequence[Profile], on: date) -> NDArray[np.float64]:
    """One row per challenge, one column per provider. Each fact is compared once for each two values that occur."""
    table = np.zeros((len(needs), len(offers)))
    for read, compare in COMPARISONS:
        first, rows = _numbered([read(profile) for profile in needs])
        second, columns = _numbered([read(profile) for profile in offers])
        found = [[compare(mine, theirs, on) for theirs in second] for mine in first]
        values = np.array([[fact.weight * fact.value for fact in row] for row in found])
        table += values[np.ix_(rows, columns)]
    return table


def _numbered(values: Sequence[Any]) -> tuple[list[Any], list[int]]:
    """The different values, and the place of each value among them."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(numbers), [numbers[value] for value in values]


def _languages(first: tuple[str, ...], second: tuple[str, ...], _on: date) -> Fact:
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


def _hours(first: str, second: str, on: date) -> Fact:
    if not first or not second:
        return Fact(0.25, OPEN, "Not both sides state their time zone", known=False)
    from bot.programme.worktime import hours_in_common

    hours = hours_in_common(first, second, on)
    if not hours:
        return Fact(0.25, 0.0, _apart(first, second, on))
    few = "Only " if hours < ENOUGH_HOURS / 2 else ""
    words = f"{few}{hours:g} working {'hour' if hours == 1 else 'hours'} in common on {on}"
    return Fact(0.25, min(hours / ENOUGH_HOURS, 1.0), words)


def _apart(first: str, second: str, on: date) -> str:
    """An afternoon in Toronto is a morning in Auckland, of the next day."""
    from bot.programme.worktime import working_hours

    after = on + timedelta(days=1)
    pairs = [(working_hours(first, one), working_hours(second, other)) for one, other in ((on, after), (after, on))]
    shared = [min(one[1], other[1]) - max(one[0], other[0]) for one, other in pairs]
    hours = max(*shared, timedelta()).total_seconds() / 3600
    if hours:
        return f"Working hours in common only across two dates: {hours:g} between {on} and {after}"
    return f"No working hours in common on {on}"


def _themes(first: tuple[str, ...], second: tuple[str, ...], _on: date) -> Fact:
    if not first or not second:
        return Fact(0.2, OPEN, "Not both sides state their themes", known=False)
    named = {theme.casefold() for theme in second}
    shared = list(dict.fromkeys(theme for theme in first if theme.casefold() in named))
    if not shared:
        return Fact(0.2, 0.0, "No theme in common")
    value = min(1.0, 0.5 + 0.5 * len(shared) / min(len(set(first)), len(named)))
    return Fact(0.2, value, f"Common {'themes' if len(shared) > 1 else 'theme'}: {', '.join(shared)}")


def _level(first: str, second: str, _on: date) -> Fact:
    if not first or not second:
        return Fact(0.15, OPEN, "Not both sides state their level of government", known=False)
    if first.casefold() == second.casefold():
        return Fact(0.15, 1.0, f"Both at {first} level")
    return Fact(0.15, 0.2, f"Different levels of government: {first} and {second}")


COMPARISONS: tuple[tuple[Callable[[Profile], Any], Callable[[Any, Any, date], Fact]], ...] = (
    (lambda profile: profile.languages, _languages),
    (lambda profile: profile.time_zone, _hours),
    (lambda profile: profile.themes, _themes),
    (lambda profile: profile.level, _level),
)
"""What is read from both profiles, and how it is compared. The weights add up to 1."""
