"""What is asked of the solver, and what it answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy.typing as npt

Pair = tuple[str, str]
"""`(challenge id, provider id)`"""


class Rule(StrEnum):
    EXACT = "exact"
    AT_MOST = "at_most"
    ALL_OR_NOTHING = "all_or_nothing"


class _Table:
    """One array, a row per challenge and a column per provider: for a million cells, a dictionary would not do."""

    def __init__(self, challenges: Iterable[str], providers: Iterable[str], cells: "npt.NDArray[Any]") -> None:
        self.cells = cells
        self.challenges = {name: index for index, name in enumerate(challenges)}
        self.providers = {name: index for index, name in enumerate(providers)}

    def fits(self, challenges: Iterable[str], providers: Iterable[str]) -> bool:
        return list(self.challenges) == list(challenges) and list(self.providers) == list(providers)

    def _cell(self, pair: Pair) -> Any:
        return self.cells[self.challenges[pair[0]], self.providers[pair[1]]].item()

    def _pairs(self) -> Iterator[Pair]:
        return ((challenge, provider) for challenge in self.challenges for provider in self.providers)


class Grid(_Table, Mapping[Pair, float]):
    """Scores, one in each cell."""

    def __getitem__(self, pair: Pair) -> float:
        found: float = self._cell(pair)
        return found

    def __iter__(self) -> Iterator[Pair]:
        return self._pairs()

    def __len__(self) -> int:
        return int(self.cells.size)


class Marks(_Table, Mapping[Pair, str]):
    """Why pairs are impossible: in each cell the number of a reason, from 1; 0 where the pair is possible."""

    def __init__(
        self, challenges: Iterable[str], providers: Iterable[str], cells: "npt.NDArray[Any]", reasons: list[str]
    ) -> None:
        super().__init__(challenges, providers, cells)
        self.reasons = reasons

    def __getitem__(self, pair: Pair) -> str:
        number = self._cell(pair)
        if not number:
            raise KeyError(pair)
        reason: str = self.reasons[number - 1]
        return reason

    def __iter__(self) -> Iterator[Pair]:
        challenges, providers = list(self.challenges), list(self.providers)
        return ((challenges[row], providers[column]) for row, column in zip(*self.cells.nonzero(), strict=True))

    def __len__(self) -> int:
        return int((self.cells > 0).sum())


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
    protect: Callable[[], Protected] = field(repr=False, compare=False)
    tie_break_proven: bool = True
    """Whether it is proven that no plan of this total has a better worst-off challenge."""

    @cached_property
    def protecting(self) -> Protected:
        """Worked out when it is first asked for."""
        return self.protect()


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
    """One value that changes: `Edit("wanted", "CH-3", 1)`, `Edit("pins", ("CH-1", "SP-2"))`, which is taken away."""

    field: str
    key: str | Pair | None = None
    value: float | bool | str | None = None


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
