"""The best plan under `exact` and `at_most`: a flow over promising pairs, proven against all of them."""

from dataclasses import dataclass

import numpy as np

from bot.programme.solvers.matching.arrays import Arrays, Bools, Ints
from bot.programme.solvers.matching.network import Network, Residual

SMALL = 100_000
BEST_BY_CHALLENGE, BEST_BY_PROVIDER = 24, 8


@dataclass(frozen=True)
class Best:
    """A plan of the greatest total, and the proof of it."""

    chosen: Bools
    residual: Residual

    @property
    def network(self) -> Network:
        return self.residual.network


def best(case: Arrays) -> Best | None:
    """None where no plan keeps the rules. Pairs left out at first join when they would shorten a way."""
    among = promising(case)
    while True:
        network = Network(case, *_indices(among))
        flow = network.solve()
        complete = bool((among == case.open).all())
        if flow is None and complete:
            return None
        if flow is None:
            among = case.open
            continue
        residual = Residual(network, flow)
        missed = None if complete else _missed(residual, among)
        if missed is None:
            return Best(network.chosen(flow), residual)
        among |= missed


def _indices(pairs: Bools) -> tuple[Ints, Ints]:
    rows, columns = np.nonzero(pairs)
    return rows, columns


def promising(case: Arrays) -> Bools:
    """Each challenge's and each provider's best pairs; equal scores are told apart by lot, the same each time."""
    challenges, providers = case.gains.shape
    if case.gains.size <= SMALL:
        return case.open
    lots = np.random.default_rng(0).random(case.gains.shape, dtype=np.float32)
    rank = np.where(case.open, case.gains + lots, -1.0)
    among = np.zeros_like(case.open)
    by_challenge = min(providers, BEST_BY_CHALLENGE + 2 * int(case.wanted.max()))
    by_provider = min(challenges, BEST_BY_PROVIDER + 2 * int(case.at_least.max()))
    np.put_along_axis(among, np.argpartition(rank, -by_challenge, axis=1)[:, -by_challenge:], values=True, axis=1)
    np.put_along_axis(among, np.argpartition(rank, -by_provider, axis=0)[-by_provider:], values=True, axis=0)
    among &= case.open
    return among


def _missed(residual: Residual, among: Bools) -> Bools | None:
    """The pairs left out that would gain something."""
    case, missed = residual.network.case, np.zeros_like(among)
    for block, prices in residual.prices():
        missed[block] = (prices > 0) & case.open[block] & ~among[block]
    return missed if missed.any() else None
