"""How great a total can be under `all_or_nothing`, with each pair in turn: what cannot matter is not asked about.

Each provider gets a price, from the linear relaxation. Then each challenge can be looked at alone, and no plan has a
greater total than the best challenges at these prices. This holds at any prices, in whole numbers: it is a proof.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from bot.programme.solvers.matching import flow
from bot.programme.solvers.matching.arrays import Arrays, Bools, Ints, Rule
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.programs import Program

NEVER = -(10**15)


@dataclass(frozen=True)
class Bounds:
    case: Arrays
    deadline: Deadline
    given: Ints | None = field(default=None, repr=False)

    @cached_property
    def prices(self) -> Ints:
        if self.given is not None:
            return self.given
        found = Program(self.case, self.case.open, relaxed=True).prices(self.deadline)
        return np.zeros_like(self.case.capacity) if found is None else found

    @cached_property
    def _gains(self) -> Ints:
        return np.where(self.case.open, self.case.gains - self.prices, NEVER)

    @cached_property
    def _tops(self) -> tuple[Ints, Ints]:
        """By challenge: the most it can gain at these prices with all its places, and with all but one."""
        need = np.minimum(self.case.need, len(self.case.capacity) + 1)
        best = -np.sort(-self._by_country(), axis=1)[:, : int(need.max(initial=0))]
        rows, pad = len(need), np.zeros((len(need), 1), dtype=np.int64)
        sums = np.concatenate([pad, best.cumsum(axis=1), pad + NEVER], axis=1)
        last, every = sums.shape[1] - 1, np.arange(rows)
        return (
            np.maximum(sums[every, np.minimum(need, last)], NEVER),
            np.maximum(sums[every, np.minimum(np.maximum(need - 1, 0), last)], NEVER),
        )

    def _by_country(self) -> Ints:
        """The gains of which a challenge may take several: the best of each country, where one must not come twice."""
        codes = self.case.provider_country
        if codes is None:
            return self._gains
        groups = [self._gains[:, codes == code].max(axis=1) for code in np.unique(codes[codes >= 0])]
        return np.concatenate([self._gains[:, codes < 0], *(group[:, None] for group in groups)], axis=1)

    @cached_property
    def staffed(self) -> Bools:
        """The best challenges at these prices, as far as they may be together."""
        staffed: Bools = np.asarray(self.case.pinned.any(axis=1))
        tops, select, countries, seen = self._tops[0], self.case.select, self.case.challenge_country, set[int]()
        if countries is not None:
            seen = set(countries[staffed].tolist())
        for row in np.argsort(-tops, kind="stable").tolist():
            full = tops[row] <= 0 if select is None else staffed.sum() >= select
            code = -1 if countries is None else int(countries[row])
            if full or not self.case.wanted[row] or staffed[row] or (code >= 0 and code in seen):
                continue
            staffed[row] = True
            seen.add(code)
        return staffed

    @cached_property
    def _by_row(self) -> tuple[int, Ints]:
        """No total is greater, and none in which that challenge is staffed."""
        case, tops = self.case, self._tops[0]
        loads = np.where(self.prices >= 0, self.prices * case.room, self.prices * case.low)
        held = case.pinned.any(axis=1)
        base = int(loads.sum()) + case.total(case.pinned) + int(tops[held].sum())
        free = np.where((case.wanted > 0) & ~held, tops, NEVER)
        if case.select is None:
            total = base + int(np.maximum(free, 0).sum())
            return total, np.where(held, total, total + np.minimum(free, 0))
        places = case.select - int(held.sum())
        best = -np.sort(-free)[: max(places, 0)]
        total = base + int(best.sum())
        last = int(best[-1]) if len(best) else -NEVER
        return total, np.where(held, total, total + np.minimum(free - last, 0))

    @property
    def bound(self) -> int:
        return self._by_row[0]

    @cached_property
    def _by_pair(self) -> Ints:
        tops, fewer = self._tops
        with_it = np.minimum(tops[:, None], self._gains + fewer[:, None])
        found: Ints = self._by_row[1][:, None] - tops[:, None] + with_it
        return found

    def reaching(self, total: int) -> Bools:
        """The pairs that may be part of a plan of that total."""
        found: Bools = self._by_pair >= total
        return found

    def found(self) -> Bools | None:
        """The best plan that staffs the challenges which are best at these prices; none where they cannot be."""
        return best_for(self.case, self.staffed)

    def with_provider(self, column: int) -> "Bounds":
        """The same where that provider takes one pair at least: its price becomes what makes it of use."""
        at_least, prices = self.case.at_least.copy(), self.prices.copy()
        at_least[column] = max(at_least[column], 1)
        lost = self.bound - int(self._by_pair[:, column].max(initial=NEVER))
        prices[column] -= lost if lost < -NEVER // 2 else 0
        return Bounds(replace(self.case, at_least=at_least), self.deadline, prices)

    def with_one(self, chosen: Bools, column: int) -> Bools | None:
        """A good plan that gives that provider a pair: with the challenges chosen, or with those best for it."""
        forced = self.with_provider(column)
        plans = [best_for(forced.case, staffed) for staffed in (np.asarray(chosen.any(axis=1)), forced.staffed)]
        return max((one for one in plans if one is not None), key=self.case.total, default=None)


def best_for(case: Arrays, staffed: Bools) -> Bools | None:
    """The best plan that staffs exactly these challenges, if there is one and they may be staffed together."""
    countries = case.challenge_country
    codes = [] if countries is None else countries[staffed & (countries >= 0)].tolist()
    if len(set(codes)) < len(codes) or (case.select is not None and staffed.sum() != case.select):
        return None
    wanted = np.where(staffed, case.wanted, 0)
    best = flow.best(replace(case, wanted=wanted, rule=Rule.EXACT, select=None, challenge_country=None))
    return None if best is None else best.chosen
