"""The worst-off challenge: best off among equal totals, and what it would cost to put it first."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bot.programme.solvers.matching import flow
from bot.programme.solvers.matching.arrays import Arrays, Bools, Ints, Rule
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.flow import Best
from bot.programme.solvers.matching.network import Network, Residual
from bot.programme.solvers.matching.problem import NothingFoundError
from bot.programme.solvers.matching.programs import Program

MOST_PAIRS = 30_000
"""Beyond so many undecided pairs the integer program would take minutes, and is not asked."""


def lift(best: Best, deadline: Deadline) -> tuple[Bools, bool]:
    """Of all plans with this total, one whose worst-off challenge is best off, and whether that is proven."""
    case, chosen = best.network.case, best.chosen
    if _ceiling(case, chosen, _tight(best)) <= case.worst(chosen):
        return chosen, True
    best = _with_all_equals(best)
    movable, fixed = _movable(best), best.chosen & ~_movable(best)
    free = replace(case, pinned=fixed, possible=movable | fixed)
    start = best.chosen if case.worst(best.chosen) > case.worst(chosen) else chosen
    ceiling = _ceiling(case, best.chosen, movable)
    return climb(case, start, ceiling, lambda level: _program(free, best.chosen, level, deadline, same_total=True))


def climb(case: Arrays, chosen: Bools, ceiling: int, reach: Callable[[int], Bools | None]) -> tuple[Bools, bool]:
    """The best plan whose worst-off challenge reaches the highest level that can be, and whether that is proven.

    `reach` gives the best plan that reaches a level, or none; or raises where it cannot tell.
    """
    level, proven, first = case.worst(chosen), True, True
    while level + case.step <= ceiling:
        asked = level + case.step if first else (level + case.step + ceiling) // 2
        first = False
        try:
            better = reach(asked)
        except NothingFoundError:
            better, proven = None, False
        if better is None:
            ceiling = asked - case.step  # most often there is nothing better, and the first question settles it
        else:
            chosen, level = better, case.worst(better)
    return chosen, proven


def _ceiling(case: Arrays, chosen: Bools, movable: Bools) -> int:
    """No plan that only moves these pairs has a worst-off challenge better off than that."""
    sums = case.by_challenge(chosen & ~movable)
    free = case.wanted - (chosen & ~movable).sum(axis=1)
    sums += _top(case, movable, np.maximum(free, 0))
    counted = sums[case.wanted > 0]
    return int(counted.min()) if counted.size else 0


def _top(case: Arrays, pairs: Bools, counts: Ints) -> Ints:
    """By challenge: the sum of its `counts` greatest gains among the pairs."""
    most = min(int(counts.max(initial=0)), case.gains.shape[1])
    if not most:
        return np.zeros(len(counts), dtype=np.int64)
    gains = np.where(pairs, case.gains, 0)
    greatest = -np.sort(-np.partition(gains, -most, axis=1)[:, -most:], axis=1)
    sums = np.concatenate([np.zeros((len(counts), 1), dtype=np.int64), greatest.cumsum(axis=1)], axis=1)
    found: Ints = sums[np.arange(len(counts)), np.minimum(counts, most)]
    return found


def _tight(best: Best) -> Bools:
    """The pairs of which some plan with this total may consist: those that gain nothing and cost nothing."""
    case = best.network.case
    tight = best.chosen & ~case.pinned
    for block, prices in best.residual.prices():
        tight[block] |= (prices >= -case.slack) & case.open[block]
    return tight


def _with_all_equals(best: Best) -> Best:
    """The same plan in a network that holds every pair that may be exchanged for another."""
    network, case = best.network, best.network.case
    among = np.zeros_like(case.open)
    among[network.rows, network.columns] = True
    missing = _tight(best) & ~among
    if not missing.any():
        return best
    wider = Network.over(case, among | missing)
    flows = wider.solve()
    if flows is None:
        raise ArithmeticError("a wider network lost the plan")
    return Best(wider.chosen(flows), Residual(wider, flows))


def _movable(best: Best) -> Bools:
    """The pairs on a cycle of changes that costs nothing."""
    import rustworkx  # most often nothing is movable, and nobody waits for it

    residual, network = best.residual, best.network
    tails, heads, costs, arcs = residual.steps
    distances = residual.distances
    free = costs + distances[tails] - distances[heads] <= network.case.slack
    graph = rustworkx.PyDiGraph(multigraph=True)
    graph.add_nodes_from(range(network.nodes))
    graph.extend_from_edge_list(list(zip(tails[free].tolist(), heads[free].tolist(), strict=True)))
    part = np.zeros(network.nodes, dtype=np.int64)
    for number, nodes in enumerate(rustworkx.strongly_connected_components(graph)):
        part[nodes] = number
    pairs = arcs[free & (part[tails] == part[heads])]
    pairs = pairs[pairs < len(network.rows)]
    movable = np.zeros_like(best.chosen)
    movable[network.rows[pairs], network.columns[pairs]] = True
    return movable


def protect(case: Arrays, chosen: Bools, deadline: Deadline) -> tuple[Bools, bool]:
    """The plan that puts the worst-off challenge first and the total second, and whether that is proven.

    It fills as many places as the plan given, and staffs as many challenges.
    """
    staffed = int(chosen.any(axis=1).sum())
    if case.rule is Rule.ALL_OR_NOTHING:
        return climb_choices(replace(case, select=staffed), chosen, deadline)
    ceiling = _ceiling(case, case.pinned, case.open)
    return climb(case, chosen, ceiling, lambda level: _reaching(case, chosen, level, deadline))


def climb_choices(case: Arrays, chosen: Bools, deadline: Deadline, *, same_total: bool = False) -> tuple[Bools, bool]:
    """The same under `all_or_nothing`: the ceiling is what the last of the staffed could have."""
    alone = np.sort(_top(case, case.open, case.need) + case.by_challenge(case.pinned))[::-1]
    staffed = int(chosen.any(axis=1).sum())
    ceiling = int(alone[staffed - 1]) if staffed else 0
    return climb(case, chosen, ceiling, lambda level: _program(case, chosen, level, deadline, same_total=same_total))


def _reaching(case: Arrays, chosen: Bools, level: int, deadline: Deadline) -> Bools | None:
    """The best plan where each challenge reaches the level: by flow over the pairs of use, if that is enough."""
    if int(_fewest(case, level).sum()) > int(chosen.sum()):
        return None
    best = flow.best(replace(case, possible=_useful(case, level)))
    if best is None or best.chosen.sum() < chosen.sum():
        return None
    if case.worst(best.chosen) >= level:
        return best.chosen
    return _program(case, chosen, level, deadline)


def _fewest(case: Arrays, level: int) -> Ints:
    """By challenge: the fewest pairs that can reach the level."""
    sums = -np.sort(-np.where(case.possible, case.gains, 0), axis=1)[:, : int(case.wanted.max(initial=0))].cumsum(
        axis=1
    )
    return np.where(case.wanted > 0, (sums < level).sum(axis=1) + 1, 0)


def _useful(case: Arrays, level: int) -> Bools:
    """Pairs that with the best others of their challenge reach the level."""
    others = _top(case, case.open, np.maximum(case.need - 1, 0)) + case.by_challenge(case.pinned)
    return (case.possible & (case.gains + others[:, None] >= level)) | case.pinned


def _program(case: Arrays, chosen: Bools, level: int, deadline: Deadline, *, same_total: bool = False) -> Bools | None:
    """The best plan where each challenge reaches the level, or none. Raises `NothingFoundError` if it cannot tell."""
    pairs = _useful(case, level)
    if int(pairs.sum()) > MOST_PAIRS or deadline.over():
        raise NothingFoundError
    program = Program(case, pairs)
    program.each_at_least(level)
    if case.rule is not Rule.ALL_OR_NOTHING:
        program.at_least_filled(int(chosen.sum()))
    if same_total:
        program.at_least_total(case.total(chosen))
    found = program.best_total(deadline)
    if found is None or (same_total and found.proven and case.total(found.chosen) < case.total(chosen) - case.slack):
        return None
    if case.worst(found.chosen) < level - case.step // 2 or not found.proven:
        raise NothingFoundError
    return found.chosen
