"""From the input to what is asked of the solver: hard rules become impossible pairs, texts become scores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from bot.cli.matching.shape import Matching, Side
from bot.clock import SystemClock
from bot.programme.solvers.matching import Grid, Marks, Pair, Problem, Rule

Why = Callable[[Any, Any], str]
"""Why two values may not meet; empty where they may."""


@dataclass(frozen=True)
class Asked:
    input: Matching
    problem: Problem
    on: date
    computed: Mapping[Pair, Any]
    """A `Scored` by pair, where the scores were computed."""
    rules: Mapping[Pair, str]
    """Why a pair is impossible even if nothing were forbidden."""

    def says_when(self) -> bool:
        """Whether the date counts."""
        found = self.input
        return bool(found.overlap_on or found.min_overlap_hours or self.computed)


def asked(found: Matching, *, compute: bool = False) -> Asked:
    on = found.overlap_on or SystemClock().now().date()
    challenges, providers = [one.id for one in found.challenges], [one.id for one in found.providers]
    rules = _rules(found, on, challenges, providers)
    scores, computed = _scores(found, on, compute=compute)
    impossible = _with_forbidden(rules, found)
    problem = Problem(
        wanted={one.id: one.wanted for one in found.challenges},
        capacity={one.id: one.capacity for one in found.providers},
        scores=scores,
        impossible=impossible,
        pins=frozenset((pair[0], pair[1]) for pair in found.pins),
        rule=Rule(found.rule),
        select=found.select,
        at_least={one.id: one.at_least for one in found.providers if one.at_least},
        challenge_country={one.id: _country(one) for one in found.challenges if _country(one)},
        provider_country={one.id: _country(one) for one in found.providers if _country(one)},
        distinct_provider_countries=found.distinct_provider_countries,
        distinct_challenge_countries=found.distinct_challenge_countries,
    )
    return Asked(found, problem, on, computed, rules)


def _country(side: Side) -> str:
    return (side.country or "").strip().upper()


def _languages(side: Side) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in side.languages or () if word.strip())


def _scores(found: Matching, on: date, *, compute: bool) -> tuple[Grid, Mapping[Pair, Any]]:
    challenges, providers = [one.id for one in found.challenges], [one.id for one in found.providers]
    cells = np.zeros((len(challenges), len(providers)))
    if found.scores is None or compute:
        from bot.programme.solvers import scoring

        computed = scoring.score(
            [_profile(one) for one in found.challenges], [_profile(one) for one in found.providers], on=on
        )
        cells.flat[:] = [computed[challenge, provider].score for challenge in challenges for provider in providers]
        return Grid(challenges, providers, cells), computed
    places = {name: column for column, name in enumerate(providers)}
    for row, name in enumerate(challenges):
        given = found.scores.get(name)
        if given:
            cells[row, [places[provider] for provider in given]] = list(given.values())
    return Grid(challenges, providers, cells), {}


def _profile(side: Side) -> Any:
    from bot.programme.solvers.scoring import Profile

    return Profile(
        id=side.id,
        title=side.title or "",
        text=side.text or "",
        texts=tuple(side.texts or ()),
        tried=side.tried or "",
        themes=tuple(side.themes or ()),
        languages=tuple(side.languages or ()),
        country=_country(side),
        time_zone=side.time_zone or "",
        level=side.level or "",
    )


def _rules(found: Matching, on: date, challenges: Sequence[str], providers: Sequence[str]) -> Marks:
    """Each rule is asked once for each two values that occur."""
    marks = Marks(challenges, providers, np.zeros((len(challenges), len(providers)), dtype=np.int16), [])
    if found.cross_border:
        _mark(marks, found, _country, lambda one, other: "same country" if one == other else "")
    if found.shared_language:
        _mark(marks, found, _languages, lambda one, other: "" if one & other else "no common language")
    if found.min_overlap_hours:
        least = found.min_overlap_hours
        _mark(marks, found, lambda side: side.time_zone, lambda one, other: _too_few(one, other, on, least))
    return marks


def _mark(marks: Marks, found: Matching, read: Callable[[Side], Any], why: Why) -> None:
    first, rows = _numbered([read(side) for side in found.challenges])
    second, columns = _numbered([read(side) for side in found.providers])
    table = np.array(
        [[_number(marks, why(one, other)) if one and other else 0 for other in second] for one in first],
        dtype=np.int16,
    ).reshape(len(first), len(second))
    if table.size:
        marks.cells[:] = np.where(marks.cells > 0, marks.cells, table[np.ix_(rows, columns)])


def _numbered(values: Sequence[Any]) -> tuple[list[Any], list[int]]:
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(numbers), [numbers[value] for value in values]


def _number(marks: Marks, reason: str) -> int:
    if not reason:
        return 0
    if reason not in marks.reasons:
        marks.reasons.append(reason)
    return marks.reasons.index(reason) + 1


def _too_few(one: str, other: str, on: date, least: float) -> str:
    from bot.programme.worktime import hours_in_common

    hours = hours_in_common(one, other, on)
    return "" if hours >= least else f"{hours:.1f} working hours in common, {least:g} wanted"


def _with_forbidden(rules: Marks, found: Matching) -> Marks:
    marks = Marks(rules.challenges, rules.providers, rules.cells.copy(), [*rules.reasons])
    for challenge, provider, *reason in found.forbidden:
        place = marks.challenges[challenge], marks.providers[provider]
        marks.cells[place] = _number(marks, (reason[0].strip() if reason else "") or "forbidden")
    return marks
