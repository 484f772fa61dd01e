"""`sweetspot introductions solve`: who is introduced to whom over several rounds, from a JSON file."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from pydantic import AfterValidator, Field

from bot.cli.solving import File, Input, TimeLimit, WrongInputError, finish, read, understand
from bot.clock import SystemClock

app = typer.Typer(help="Introductions over several rounds, planned at once.", no_args_is_help=True)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is not a time zone such as America/Lima") from None
    return name


class Team(Input):
    id: Annotated[str, Field(min_length=1)]
    country: str | None = None
    time_zone: Annotated[str, AfterValidator(_zone)] | None = None
    languages: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


class Gathered(Input):
    teams: list[Team]
    rounds: Annotated[int, Field(ge=1)] = 1
    group_size: Annotated[int, Field(ge=2)] = 2
    already_met: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[tuple[str, ...], ...] = ()
    scores: dict[str, dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]]] | None = None
    cross_border: bool = False
    min_overlap_hours: Annotated[float, Field(ge=0, le=8)] = 0
    overlap_on: date | None = None


@app.callback()
def _group() -> None:
    """Keeps `solve` a word of its own."""


@app.command()
def solve(file: File, time_limit: TimeLimit = None) -> None:
    """Rounds in which nobody meets the same team twice: fewest resting, then the best total, with its bound.

    Everybody may rest, so no input is infeasible.

    sweetspot introductions solve cohort.json
    """
    from bot.programme.solvers import introductions

    given = understand(Gathered, read(file))
    _check_teams(given)
    on = given.overlap_on or SystemClock().now().date()
    gathering = introductions.Gathering(
        teams=[team.id for team in given.teams],
        rounds=given.rounds,
        group_size=given.group_size,
        scores=_computed(given, on) if given.scores is None else _scores(given),
        impossible=_impossible(given, on),
    )
    found = introductions.solve(gathering, time_limit=time_limit)
    rounds = [{"groups": one.groups, "resting": one.resting} for one in found.rounds]
    answer = {"status": found.status, "total": _number(found.total), "bound": _number(found.bound), "rounds": rounds}
    finish(answer | ({"overlap_on": on.isoformat()} if given.min_overlap_hours else {}))


def _check_teams(given: Gathered) -> None:
    seen: set[str] = set()
    for index, team in enumerate(given.teams):
        if team.id in seen:
            raise WrongInputError(f"teams[{index}].id", f'"{team.id}" is there twice')
        seen.add(team.id)


def _pair(path: str, one: str, other: str, known: set[str]) -> frozenset[str]:
    for team in (one, other):
        if team not in known:
            raise WrongInputError(path, f'unknown team "{team}"')
    if one == other:
        raise WrongInputError(path, f'"{one}" is paired with itself')
    return frozenset((one, other))


def _scores(given: Gathered) -> dict[frozenset[str], float]:
    """Symmetric: a pair may stand in either order, or in both with the same score."""
    found: dict[frozenset[str], tuple[float, str]] = {}
    known = {team.id for team in given.teams}
    for one, row in (given.scores or {}).items():
        if one not in known:
            raise WrongInputError(f"scores.{one}", f'unknown team "{one}"')
        for other, score in row.items():
            path = f"scores.{one}.{other}"
            pair = _pair(path, one, other, known)
            first, where = found.setdefault(pair, (score, path))
            if first != score:
                raise WrongInputError(path, f"is {_number(score)}, but {where} is {_number(first)}: give one of them")
    return {pair: score for pair, (score, _) in found.items()}


def _computed(given: Gathered, on: date) -> dict[frozenset[str], float]:
    from bot.programme.solvers.introductions.likeness import Voice, likeness

    typer.echo("scores: none are given, so they are computed from offers and asks, from 0 to 1", err=True)
    voices = [
        Voice(team.id, team.offers, team.asks, team.themes, team.languages, team.time_zone or "")
        for team in given.teams
    ]
    return likeness(voices, on=on)


def _impossible(given: Gathered, on: date) -> dict[frozenset[str], str]:
    return dict([*_rules(given, on), *_listed(given)])


def _listed(given: Gathered) -> Iterator[tuple[frozenset[str], str]]:
    known = {team.id for team in given.teams}
    for name, entries, why in (("already_met", given.already_met, "already met"), ("forbidden", given.forbidden, "")):
        for index, entry in enumerate(entries):
            path = f"{name}[{index}]"
            if not 2 <= len(entry) <= 3:
                raise WrongInputError(path, "must be two teams, and a reason if there is one")
            yield _pair(path, entry[0], entry[1], known), next(iter(entry[2:]), why) or "forbidden"


def _rules(given: Gathered, on: date) -> Iterator[tuple[frozenset[str], str]]:
    """What a team does not tell breaks no rule."""
    from bot.programme.worktime import hours_in_common

    for one, other in combinations(given.teams, 2):
        pair = frozenset((one.id, other.id))
        if given.cross_border and one.country and other.country and one.country.upper() == other.country.upper():
            yield pair, "same country"
        elif given.min_overlap_hours and one.time_zone and other.time_zone:
            common = hours_in_common(one.time_zone, other.time_zone, on)
            if common < given.min_overlap_hours - 1e-6:
                yield pair, f"{common:g} working hours in common on {on}"


def _number(value: float) -> Any:
    return int(value) if float(value).is_integer() else value
