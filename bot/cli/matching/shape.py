"""The input of `sweetspot match`, to the letter, and what its parts must agree about."""

from collections.abc import Container, Sequence
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from bot.cli.solving import Input, WrongInputError, understand
from bot.programme.solvers.matching.problem import Rule

MOST = 1_000_000


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone such as Europe/Paris") from None
    return name


Id = Annotated[str, Field(min_length=1)]
Zone = Annotated[str, AfterValidator(_zone)]
Score = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Side(Input):
    """What challenges and providers have in common; every part but the id may be left out."""

    id: Id
    country: str | None = None
    languages: list[str] | None = None
    time_zone: Zone | None = None
    themes: list[str] | None = None
    title: str | None = None
    text: str | None = None
    texts: list[str] | None = None
    tried: str | None = None
    level: str | None = None


class Challenge(Side):
    wanted: int = Field(2, ge=1, le=MOST)


class Provider(Side):
    capacity: int = Field(1, ge=0, le=MOST)
    at_least: int = Field(0, ge=0, le=MOST)


class Matching(Input):
    challenges: list[Challenge] = Field(default_factory=list)
    providers: list[Provider] = Field(default_factory=list)
    scores: dict[str, dict[str, Score]] | None = None
    forbidden: list[Annotated[list[str], Field(min_length=2, max_length=3)]] = Field(default_factory=list)
    pins: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = Field(default_factory=list)
    rule: Rule = Rule.EXACT
    select: int | None = Field(None, ge=0, le=MOST)
    distinct_challenge_countries: bool = False
    distinct_provider_countries: bool = False
    cross_border: bool = False
    shared_language: bool = False
    min_overlap_hours: float = Field(0, ge=0, allow_inf_nan=False)
    overlap_on: date | None = None


def understood(text: str) -> Matching:
    """Raises `UsageError` that names the path."""
    found = understand(Matching, text)
    agree(found)
    return found


def agree(found: Matching) -> None:
    challenges, providers = _ids("challenges", found.challenges), _ids("providers", found.providers)
    for field, pairs in (("forbidden", found.forbidden), ("pins", found.pins)):
        for index, pair in enumerate(pairs):
            _known(f"{field}[{index}][0]", pair[0], challenges, "challenge")
            _known(f"{field}[{index}][1]", pair[1], providers, "provider")
    for challenge, row in (found.scores or {}).items():
        _known(f"scores.{challenge}", challenge, challenges, "challenge")
        if row.keys() - providers:
            _unknown_provider(challenge, row, providers)
    if found.rule is not Rule.ALL_OR_NOTHING:
        if found.select is not None:
            raise WrongInputError("select", "needs the rule all_or_nothing")
        if found.distinct_challenge_countries:
            raise WrongInputError("distinct_challenge_countries", "needs the rule all_or_nothing")


def _unknown_provider(challenge: str, row: dict[str, float], providers: set[str]) -> None:
    for provider in row:
        _known(f"scores.{challenge}.{provider}", provider, providers, "provider")


def _ids(field: str, sides: Sequence[Side]) -> set[str]:
    seen: set[str] = set()
    for index, side in enumerate(sides):
        if side.id in seen:
            raise WrongInputError(f"{field}[{index}].id", f"{side.id} is there twice")
        seen.add(side.id)
    return seen


def _known(path: str, name: str, known: Container[str], what: str) -> None:
    if name not in known:
        raise WrongInputError(path, f"{name} is not the id of a {what}")
