"""Why there is no plan: a smallest set of wishes, loads and pins that contradict each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from bot.programme.solvers.matching.arrays import Arrays, Bools, Ints, Rule, arrays
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.network import Give, Network
from bot.programme.solvers.matching.problem import Conflict, NothingFoundError, Pair, Problem
from bot.programme.solvers.matching.programs import Program

Demand = tuple[str, int, int]
"""`("pin", row, column)`, `("load", column, 0)`, `("want", row, 0)`, `("select", 0, 0)`"""


@dataclass(frozen=True)
class Demands:
    """The problem with some of its demands; the others are let go."""

    case: Arrays
    kept: frozenset[Demand]

    def mask(self, kind: str, size: int) -> Bools:
        mask = np.zeros(size, dtype=np.bool_)
        mask[[place for name, place, _ in self.kept if name == kind]] = True
        return mask

    @property
    def wants(self) -> Bools:
        return self.mask("want", len(self.case.wanted))

    @property
    def loads(self) -> Bools:
        return self.mask("load", len(self.case.capacity))

    def reduced(self) -> Arrays:
        pinned = np.zeros_like(self.case.pinned)
        for kind, row, column in self.kept:
            if kind == "pin":
                pinned[row, column] = True
        select = self.case.select if ("select", 0, 0) in self.kept else None
        at_least = np.where(self.loads, self.case.at_least, 0)
        return replace(self.case, pinned=pinned, at_least=at_least, select=select, gains=np.zeros_like(self.case.gains))

    def hold(self, deadline: Deadline) -> bool:
        """Whether some plan meets them. Pairs of which no demand is made are of no use."""
        case = self.reduced()
        if case.rule is Rule.ALL_OR_NOTHING:
            return program_holds(case, deadline)
        useful = case.open & (self.wants[:, None] | self.loads)
        empty = np.where(self.wants & (case.rule is Rule.EXACT), 0, np.maximum(case.need, 0))
        return Network.over(case, useful, Give(empty=empty)).solve() is not None


def feasible(problem: Problem, deadline: Deadline | None = None) -> bool:
    """Whether some plan keeps every rule. Raises `NothingFoundError` where the time is too short to tell."""
    case = arrays(problem)
    if case.rule is Rule.ALL_OR_NOTHING:
        return program_holds(case, deadline or Deadline(None))
    case = replace(case, gains=np.zeros_like(case.gains))
    return Network.over(case, case.open).solve() is not None


def program_holds(case: Arrays, deadline: Deadline) -> bool:
    if not case.pins_agree() or (case.low > case.room).any():
        return False
    return Program(case, case.open).most_staffed(deadline) is not None


def conflict(problem: Problem, case: Arrays, deadline: Deadline) -> Conflict:
    """Minimal: without any one demand, the others can be met. Pins are let go first, then loads, then wishes.

    A pin that is impossible is a conflict by itself. When the time is over, what is left is told: true, not minimal.
    """

    def contradict(some: Iterable[Demand]) -> bool:
        try:
            return not deadline.over() and not Demands(case, frozenset(some)).hold(deadline)
        except NothingFoundError:
            return False

    impossible = np.argwhere(case.pinned & ~case.possible)
    first = [("pin", int(row), int(column)) for row, column in impossible[:1]]
    kept = first or smallest(_all(case), contradict)
    return _Words(problem, case, Demands(case, frozenset(kept)), deadline).conflict()


def _all(case: Arrays) -> list[Demand]:
    pins = [("pin", int(row), int(column)) for row, column in np.argwhere(case.pinned)]
    loads = [("load", int(column), 0) for column in np.nonzero(case.at_least)[0]]
    if case.rule is Rule.ALL_OR_NOTHING:
        return [*pins, *loads, *([("select", 0, 0)] if case.select is not None else [])]
    wants = [("want", int(row), 0) for row in np.nonzero(case.wanted)[0]] if case.rule is Rule.EXACT else []
    return [*pins, *loads, *wants]


def smallest(items: list[Demand], contradict: Callable[[Iterable[Demand]], bool]) -> list[Demand]:
    """Items that still contradict, none of which can go: halves are tried first, then quarters, down to one."""
    size = max(len(items) // 2, 1)
    while True:
        start = 0
        while start < len(items):
            rest = items[:start] + items[start + size :]
            if contradict(rest):
                items = rest
            else:
                start += size
        if size == 1:
            return items
        size = max(size // 2, 1)


class _Words:
    """A conflict in names, and in a sentence."""

    def __init__(self, problem: Problem, case: Arrays, demands: Demands, deadline: Deadline) -> None:
        self.problem, self.case, self.demands, self.deadline = problem, case, demands, deadline
        self.challenges, self.providers = list(problem.wanted), list(problem.capacity)
        pins = sorted((row, column) for kind, row, column in demands.kept if kind == "pin")
        self.pins: list[Pair] = [(self.challenges[row], self.providers[column]) for row, column in pins]
        self.rows, self.columns = {row for row, _ in pins}, {column for _, column in pins}

    def conflict(self) -> Conflict:
        wants, loads = np.flatnonzero(self.demands.wants), np.flatnonzero(self.demands.loads)
        if self.case.rule is Rule.ALL_OR_NOTHING and ("select", 0, 0) in self.demands.kept:
            return Conflict(self.challenges, self.providers, self.pins, self._select())
        if wants.size:
            givers = np.flatnonzero(np.asarray(self.case.possible[wants].any(axis=0)))
            return self._told(wants, np.concatenate([givers, loads]), self._short(wants, givers))
        if loads.size:
            takers = np.flatnonzero(np.asarray(self.case.possible[:, loads].any(axis=1)))
            return self._told(takers, loads, self._loads(loads, takers))
        return self._told([], [], self._pinned())

    def _told(self, rows: Iterable[int], columns: Iterable[int], words: str) -> Conflict:
        """The two ends of each pin are part of it."""
        challenges, providers = sorted({*rows, *self.rows}), sorted({*columns, *self.columns})
        return Conflict(self._named(challenges), self._of(providers), self.pins, words)

    def _named(self, rows: Iterable[int]) -> list[str]:
        return [self.challenges[row] for row in rows]

    def _of(self, columns: Iterable[int]) -> list[str]:
        return [self.providers[column] for column in columns]

    def _short(self, wants: Ints, givers: Ints) -> str:
        names, places = listed(self._named(wants)), int(self.case.wanted[wants].sum())
        one = len(wants) == 1
        if not givers.size:
            return f"{names} want{'s' * one} {counted(places, 'provider')}, and none is possible for {_them(one)}."
        most = self._most(wants)
        who = f"the {counted(len(givers), 'provider')} possible for {_them(one)} ({listed(self._of(givers))})"
        wish = f"{names} want{'s' * one} {counted(places, 'place')} filled"
        return f"{wish}, and {who} can fill at most {most}{self._rest()}."

    def _most(self, wants: Ints) -> int:
        """How many places of these the providers can fill, with the pins that are part of the conflict."""
        case = self.demands.reduced()
        only = np.zeros_like(case.open)
        only[wants] = True
        network = Network.over(case, case.open & only, Give(empty=np.maximum(case.need, 0)))
        flow = network.solve()
        return 0 if flow is None else int((network.chosen(flow) & only).sum())

    def _loads(self, loads: Ints, takers: Ints) -> str:
        names, least = listed(self._of(loads)), int(self.case.at_least[loads].sum())
        places = int(self.case.wanted[takers].sum())
        who = f"the challenges possible for {_them(len(loads) == 1)} ({listed(self._named(takers))})"
        verb = "is" if len(loads) == 1 else "are together"
        told = f"{names} {verb} to have at least {counted(least, 'pair')}"
        capacity = int(self.case.capacity[loads].sum())
        if least > capacity:
            return f"{told}, and can take {capacity}{self._rest()}."
        them = _them(len(loads) == 1)
        if not takers.size:
            return f"{told}, and no challenge is possible for {them}."
        return f"{told}, and {who} cannot give {them} so many of {counted(places, 'place')}{self._rest()}."

    def _pinned(self) -> str:
        if len(self.pins) == 1 and self.pins[0] in self.problem.impossible:
            return f"{_pin(self.pins[0])} is pinned, and impossible: {self.problem.impossible[self.pins[0]]}."
        words = f"The pins {listed([_pin(pin) for pin in self.pins])} contradict each other"
        rows, columns = {pin[0] for pin in self.pins}, {pin[1] for pin in self.pins}
        if len(columns) == 1 and self.problem.capacity[next(iter(columns))] < len(self.pins):
            (name,) = columns
            return f"{words}: {name} takes {self.problem.capacity[name]} at most."
        if len(rows) == 1 and self.problem.wanted[next(iter(rows))] < len(self.pins):
            (name,) = rows
            return f"{words}: {name} wants {self.problem.wanted[name]}."
        if len(rows) == 1 and self.case.provider_country is not None:
            return f"{words}: the providers of a challenge come from different countries."
        return f"{words}{self._rest()}."

    def _select(self) -> str:
        case, asked = self.demands.reduced(), counted(self.case.select or 0, "challenge")
        try:
            found = Program(replace(case, select=None), case.open).most_staffed(self.deadline)
        except NothingFoundError:
            return f"{asked} cannot be staffed exactly{self._rest()}."
        most = 0 if found is None else int(found.chosen.any(axis=1).sum())
        if most >= (self.case.select or 0):
            return f"{asked} cannot be staffed exactly{self._rest()}: the pins or the least loads need more of them."
        return f"{asked} are to be staffed, and at most {most} can be{self._rest()}."

    def _rest(self) -> str:
        """The rules and pins that are part of it."""
        parts = []
        if self.case.provider_country is not None and self.demands.wants.any():
            parts.append("the providers of a challenge come from different countries")
        if self.case.challenge_country is not None:
            parts.append("no two challenges share a country")
        if self.pins and self.demands.kept - {demand for demand in self.demands.kept if demand[0] == "pin"}:
            parts.append(f"{listed([_pin(pin) for pin in self.pins])} {'is' if len(self.pins) == 1 else 'are'} pinned")
        return f", where {' and '.join(parts)}" if parts else ""


def _pin(pair: Pair) -> str:
    return f"{pair[0]} with {pair[1]}"


def _them(one: bool) -> str:
    return "it" if one else "them"


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def listed(names: list[str], most: int = 8) -> str:
    """`A, B and C`, and beyond eight how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
