"""What is asked of the solver, and what it answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Pair = tuple[str, str]
"""`(challenge id, provider id)`"""


class Rule(StrEnum):
    EXACT = "exact"
    AT_MOST = "at_most"
    ALL_OR_NOTHING = "all_or_nothing"


class Grid(Mapping[Pair, float]):
    """Scores as one array, a row per challenge: for a million cells, a dictionary would not do."""

    def __init__(self, challenges: Sequence[str], providers: Sequence[str], values: "npt.NDArray[np.generic]") -> None:
        self.cells: npt.NDArray[Any] = values
        self.challenges = {name: index for index, name in enumerate(challenges)}
        self.providers = {name: index for index, name in enumerate(providers)}

    def __getitem__(self, pair: Pair) -> float:
        return float(self.cells[self.challenges[pair[0]], self.providers[pair[1]]])

    def __iter__(self) -> Iterator[Pair]:
        return ((challenge, provider) for challenge in self.challenges for provider in self.providers)

    def __len__(self) -> int:
        return len(self.challenges) * len(self.providers)


@dataclass(frozen=True)
class Problem:
    """Scores are zero or more; a missing one is zero. Ids that only occur in `scores` or `impossible` are ignored."""

    wanted: Mapping[str, int]
    """Places by challenge, in order."""
    capacity: Mapping[str, int]
    """The most pairs by provider, in order."""
    scores: Mapping[Pair, float] = field(default_factory=dict)
    impossible: Mapping[Pair, str] = field(default_factory=dict)
    """Why a pair may never be: forbidden, same country, no shared language, too few hours in common."""
    pins: frozenset[Pair] = frozenset()
    rule: Rule = Rule.EXACT
    select: int | None = None
    """How many challenges are staffed under `all_or_nothing`; as many as pay where it is not said."""
    at_least: Mapping[str, int] = field(default_factory=dict)
    challenge_country: Mapping[str, str] = field(default_factory=dict)
    provider_country: Mapping[str, str] = field(default_factory=dict)
    distinct_provider_countries: bool = False
    """The providers of one challenge come from different countries."""
    distinct_challenge_countries: bool = False
    """No two staffed challenges share a country."""


Status = Literal["optimal", "feasible"]


@dataclass(frozen=True)
class Alternative:
    """The challenge where a provider without one would fit best, and what total would be lost by placing it there."""

    challenge: str
    costs: float


@dataclass(frozen=True)
class Unplaced:
    provider: str
    why: str
    best_alternative: Alternative | None = None


@dataclass(frozen=True)
class Unfilled:
    challenge: str
    missing: int


@dataclass(frozen=True)
class Protected:
    """What the plan would be that puts the worst-off challenge first, and the total second."""

    worst_challenge: float
    total: float
    pairs: list[Pair]
    proven: bool = True


@dataclass(frozen=True)
class Plan:
    status: Status
    pairs: list[Pair]
    total: float
    bound: float
    """No plan that keeps the rules has a greater total."""
    worst_challenge: float
    """The smallest sum of scores over one challenge's pairs: of those staffed under `all_or_nothing`, else of all."""
    unfilled: list[Unfilled]
    unplaced: list[Unplaced]
    protecting: Protected


@dataclass(frozen=True)
class Conflict:
    """A contradiction that is really there, and that ends when any one of its parts is taken away."""

    challenges: list[str]
    providers: list[str]
    pins: list[Pair]
    explanation: str


@dataclass(frozen=True)
class Relaxation:
    """A change that makes a plan possible. `edits` are the new values, by what they replace."""

    change: str
    cost: float
    """Units changed: places, pairs, pins, rules."""
    edits: tuple["Edit", ...] = ()
    patch: Mapping[str, Any] = field(default_factory=dict)
    """The same as a JSON merge patch (RFC 7396) of the input file, where there is one."""


@dataclass(frozen=True)
class Edit:
    """One value that changes: `Edit("wanted", "CH-3", 1)`, `Edit("pins", ("CH-1", "SP-2"), None)`."""

    field: str
    key: str | Pair | None
    value: int | bool | None


@dataclass(frozen=True)
class Partial:
    """The best that keeps every rule and fills what it can; `pairs` empty where even the pins contradict the rules."""

    filled: int
    total: float
    pairs: list[Pair]


@dataclass(frozen=True)
class Infeasible:
    conflict: Conflict
    relaxations: list[Relaxation]
    best_partial: Partial


class NothingFoundError(Exception):
    """No plan was found within the time, nor a proof that there is none."""
