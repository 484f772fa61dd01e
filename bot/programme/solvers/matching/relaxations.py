"""What would make a plan possible, the least change first; and the best plan short of that."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from bot.programme.solvers.matching import flow
from bot.programme.solvers.matching.arrays import Arrays, Bools, Ints, Rule
from bot.programme.solvers.matching.conflicts import feasible
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.edits import applied, said
from bot.programme.solvers.matching.network import Give, Network
from bot.programme.solvers.matching.problem import Edit, NothingFoundError, Pair, Problem, Relaxation
from bot.programme.solvers.matching.programs import Program

Suggestion = tuple[list[Edit], int]
"""What changes, and how many units."""
NO_END = Deadline(None)


def relaxations(problem: Problem, case: Arrays) -> list[Relaxation]:
    """Each is tried before it is told. Cheapest first; of equals, those that ask less of people."""
    kinds = _choices(problem, case) if case.rule is Rule.ALL_OR_NOTHING else _flows(problem, case)
    found = [told(problem, edits, cost) for edits, cost in [*kinds, *_rules(problem)] if edits]
    if not found:
        found = [told(problem, edits, cost) for edits, cost in _mixed(problem, case)]
    return sorted((one for one in found if one is not None), key=lambda one: one.cost)


def told(problem: Problem, edits: list[Edit], cost: int) -> Relaxation | None:
    """The change in words, if it does make a plan possible."""
    if not feasible(applied(problem, edits)):
        return None
    return Relaxation("; ".join(said(problem, edit) for edit in edits), cost, tuple(edits))


def _flows(problem: Problem, case: Arrays) -> Iterator[Suggestion]:
    if case.rule is Rule.EXACT:
        yield _wanted(problem, case)
    yield _capacity(problem, case)
    yield _loads(problem, case)
    yield _pins(problem, case)
    if case.rule is Rule.EXACT:
        yield [Edit("rule", None, Rule.AT_MOST)], _empty(case)


def _rules(problem: Problem) -> Iterator[Suggestion]:
    for rule in ("distinct_provider_countries", "distinct_challenge_countries"):
        if getattr(problem, rule):
            yield [Edit(rule, None, value=False)], 1


def _solved(case: Arrays, give: Give) -> Give | None:
    network = Network.over(case, case.open, give)
    flow_ = network.solve()
    return None if flow_ is None else network.given(flow_)


def _wanted(problem: Problem, case: Arrays) -> Suggestion:
    """Fewer places; one at least stays with each challenge."""
    least = np.maximum(1, case.pinned.sum(axis=1))
    given = _solved(case, Give(empty=np.maximum(case.wanted - least, 0)))
    return ([], 0) if given is None or given.empty is None else _lowered("wanted", problem.wanted, given.empty)


def _capacity(problem: Problem, case: Arrays) -> Suggestion:
    raised = np.maximum(case.capacity, np.maximum(case.pinned.sum(axis=0), case.at_least))
    given = _solved(replace(case, capacity=raised), Give(extra=np.full_like(raised, len(case.wanted))))
    if given is None or given.extra is None:
        return [], 0
    return _lowered("capacity", problem.capacity, case.capacity - raised - given.extra)


def _loads(problem: Problem, case: Arrays) -> Suggestion:
    clipped = np.minimum(case.at_least, case.capacity)
    case_ = replace(case, at_least=clipped)
    given = _solved(case_, Give(empty=case.need if case.rule is Rule.AT_MOST else None, short=case_.low))
    if given is None or given.short is None:
        return [], 0
    loads = dict(zip(problem.capacity, case.at_least.tolist(), strict=True))
    return _lowered("at_least", loads, case.at_least - clipped + given.short)


def _lowered(field: str, values: "Iterable[str] | dict[str, int]", less: Ints) -> Suggestion:
    amounts = dict(values)  # type: ignore[arg-type]
    edits = [
        Edit(field, name, amount - int(fewer))
        for (name, amount), fewer in zip(amounts.items(), less.tolist(), strict=True)
        if fewer
    ]
    return edits, int(np.abs(less).sum())


def _pins(problem: Problem, case: Arrays) -> Suggestion:
    if not case.pinned.any():
        return [], 0
    best = flow.best(_unpinned(case))
    return ([], 0) if best is None else _dropped(problem, case.pinned & ~best.chosen)


def _dropped(problem: Problem, pins: Bools) -> Suggestion:
    challenges, providers = list(problem.wanted), list(problem.capacity)
    pairs: list[Pair] = [(challenges[row], providers[column]) for row, column in np.argwhere(pins)]
    return [Edit("pins", pair) for pair in pairs], len(pairs)


def _unpinned(case: Arrays) -> Arrays:
    """A problem whose best plan keeps the most pins."""
    return replace(case, pinned=np.zeros_like(case.pinned), gains=case.pinned.astype(np.int64))


def _empty(case: Arrays) -> int:
    best = flow.best(replace(case, rule=Rule.AT_MOST))
    return 0 if best is None else int(case.wanted.sum() - best.chosen.sum())


def _mixed(problem: Problem, case: Arrays) -> Iterator[Suggestion]:
    """Where no one kind of change is enough: pins that agree, then places, capacity and loads together."""
    if case.rule is Rule.ALL_OR_NOTHING:
        yield from _everything(problem, case)
        return
    kept = replace(case, pinned=case.pinned & _agreeing(case))
    edits, cost = _dropped(problem, case.pinned & ~kept.pinned)
    kept = replace(kept, at_least=np.minimum(case.at_least, case.capacity))
    empty = np.maximum(case.wanted - np.maximum(1, kept.pinned.sum(axis=1)), 0)
    given = _solved(kept, Give(empty, np.full_like(case.capacity, len(case.wanted)), kept.low))
    if given is None or given.empty is None or given.extra is None or given.short is None:
        loads = dict.fromkeys(problem.capacity, 0)
        yield [*edits, *(Edit("at_least", name, 0) for name in loads), Edit("rule", None, Rule.AT_MOST)], cost + _empty(
            replace(kept, at_least=np.zeros_like(case.at_least))
        )
        return
    loads = dict(zip(problem.capacity, case.at_least.tolist(), strict=True))
    for more, units in (
        _lowered("wanted", problem.wanted, given.empty),
        _lowered("capacity", problem.capacity, -given.extra),
        _lowered("at_least", loads, case.at_least - kept.at_least + given.short),
    ):
        edits, cost = edits + more, cost + units
    yield edits, cost


def _everything(problem: Problem, case: Arrays) -> Iterator[Suggestion]:
    """Every pin and every least load given up, and as many staffed as can be."""
    pins, cost = _dropped(problem, case.pinned)
    loads, more = _lowered("at_least", dict(zip(problem.capacity, case.at_least.tolist(), strict=True)), case.at_least)
    free = replace(case, pinned=np.zeros_like(case.pinned), at_least=np.zeros_like(case.at_least), select=None)
    most = _most_staffed(free, NO_END)
    select, less = ([], 0) if case.select is None or most >= case.select else _select(case.select, most)
    yield [*pins, *loads, *select], cost + more + less


def _agreeing(case: Arrays) -> Bools:
    """The most pins that keep every rule together."""
    free = replace(_unpinned(case), rule=Rule.AT_MOST, at_least=np.zeros_like(case.at_least))
    free = replace(free, possible=case.possible & case.pinned)
    best = flow.best(free)
    return np.zeros_like(case.pinned) if best is None else best.chosen


def _choices(problem: Problem, case: Arrays) -> Iterator[Suggestion]:
    agree = case.pins_agree() and not (case.low > case.room).any()
    if agree and case.select is not None:
        most = _most_staffed(replace(case, select=None), NO_END)
        if most < case.select:
            yield _select(case.select, most)
        else:
            least = int(case.pinned.any(axis=1).sum())
            yield _select(case.select, max(least, 1))
    if agree:
        program = Program(case, case.open)
        extra = program.least_extra(NO_END)
        if extra is not None:
            yield _lowered("capacity", problem.capacity, -extra)
    for row, column in np.argwhere(case.pinned):
        one = np.zeros_like(case.pinned)
        one[row, column] = True
        yield _dropped(problem, one)
    for column in np.nonzero(case.at_least)[0]:
        less = np.zeros_like(case.at_least)
        less[column] = case.at_least[column]
        yield _lowered("at_least", dict(zip(problem.capacity, case.at_least.tolist(), strict=True)), less)


def _select(asked: int, value: int) -> Suggestion:
    return [Edit("select", None, value)], abs(asked - value)


def _most_staffed(case: Arrays, deadline: Deadline) -> int:
    found = Program(case, case.open).most_staffed(deadline)
    return 0 if found is None else int(found.chosen.any(axis=1).sum())


def best_partial(case: Arrays, deadline: Deadline) -> Bools:
    """The most places filled, then the best total, within every rule; least loads and pins as far as they agree."""
    if not case.pins_agree():
        case = replace(case, pinned=case.pinned & _agreeing(case))
    free = replace(case, at_least=np.zeros_like(case.at_least))
    if case.rule is Rule.ALL_OR_NOTHING:
        return _staffed_partial(free, deadline)
    best = flow.best(replace(case, rule=Rule.AT_MOST)) or flow.best(replace(free, rule=Rule.AT_MOST))
    return case.pinned if best is None else best.chosen


def _staffed_partial(case: Arrays, deadline: Deadline) -> Bools:
    """As many challenges as can be staffed, up to those asked for."""
    most = _most_staffed(replace(case, select=None), deadline)
    select = most if case.select is None else min(most, case.select)
    try:
        found = Program(replace(case, select=select), case.open).best_total(deadline)
    except NothingFoundError:
        found = None
    return np.zeros_like(case.pinned) if found is None else found.chosen
