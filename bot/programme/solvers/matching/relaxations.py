"""What would make a plan possible, the least change first; and the best plan short of that."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from bot.programme.solvers.matching import flow, staffing
from bot.programme.solvers.matching.arrays import Arrays, Bools, Rule
from bot.programme.solvers.matching.conflicts import feasible
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.edits import applied, said
from bot.programme.solvers.matching.network import Give, Network
from bot.programme.solvers.matching.problem import Edit, NothingFoundError, Problem, Relaxation
from bot.programme.solvers.matching.suggestions import Suggestion, dropped, loads_of, lowered, unpinned


def relaxations(problem: Problem, case: Arrays, deadline: Deadline) -> list[Relaxation]:
    """Each is tried before it is told. Cheapest first; of equals, those that ask less of people."""
    kinds, mixed = _flows(problem, case), partial(_mixed, problem, case)
    if case.rule is Rule.ALL_OR_NOTHING:
        kinds = staffing.suggestions(problem, case, deadline)
        mixed = partial(staffing.everything, problem, case, deadline)
    found = [one for suggest in (*kinds, *_rules(problem)) if (one := told(problem, suggest, deadline))]
    together = told(problem, mixed, deadline)
    if together and all(together.cost < one.cost for one in found):
        found.append(together)
    return sorted(found, key=lambda one: one.cost)


def told(problem: Problem, suggest: Callable[[], Suggestion], deadline: Deadline) -> Relaxation | None:
    """The change in words, if it does make a plan possible, and that can be said in time."""
    try:
        edits, cost = ([], 0) if deadline.over() else suggest()
        if not edits or not feasible(applied(problem, edits), deadline):
            return None
    except NothingFoundError:
        return None
    return Relaxation("; ".join(said(problem, edit) for edit in edits), cost, tuple(edits))


def _flows(problem: Problem, case: Arrays) -> Iterator[Callable[[], Suggestion]]:
    if case.rule is Rule.EXACT:
        yield lambda: _wanted(problem, case)
    yield lambda: _capacity(problem, case)
    yield lambda: _loads(problem, case)
    yield lambda: _pins(problem, case)
    if case.rule is Rule.EXACT:
        yield lambda: ([Edit("rule", None, Rule.AT_MOST)], _empty(case))


def _rules(problem: Problem) -> Iterator[Callable[[], Suggestion]]:
    for rule in ("distinct_provider_countries", "distinct_challenge_countries"):
        if getattr(problem, rule):
            yield partial(_switched_off, rule)


def _switched_off(rule: str) -> Suggestion:
    return [Edit(rule, None, value=False)], 1


def _solved(case: Arrays, give: Give) -> Give | None:
    network = Network.over(case, case.open, give)
    flow_ = network.solve()
    return None if flow_ is None else network.given(flow_)


def _wanted(problem: Problem, case: Arrays) -> Suggestion:
    """Fewer places; one at least stays with each challenge."""
    least = np.maximum(1, case.pinned.sum(axis=1))
    given = _solved(case, Give(empty=np.maximum(case.wanted - least, 0)))
    return ([], 0) if given is None or given.empty is None else lowered("wanted", problem.wanted, given.empty)


def _capacity(problem: Problem, case: Arrays) -> Suggestion:
    raised = np.maximum(case.capacity, np.maximum(case.pinned.sum(axis=0), case.at_least))
    if case.rule is Rule.AT_MOST:
        return lowered("capacity", problem.capacity, case.capacity - raised)
    given = _solved(replace(case, capacity=raised), Give(extra=np.full_like(raised, len(case.wanted))))
    if given is None or given.extra is None:
        return [], 0
    return lowered("capacity", problem.capacity, case.capacity - raised - given.extra)


def _loads(problem: Problem, case: Arrays) -> Suggestion:
    clipped = np.minimum(case.at_least, case.capacity)
    case_ = replace(case, at_least=clipped)
    given = _solved(case_, Give(empty=case.need if case.rule is Rule.AT_MOST else None, short=case_.low))
    if given is None or given.short is None:
        return [], 0
    return lowered("at_least", loads_of(problem, case), case.at_least - clipped + given.short)


def _pins(problem: Problem, case: Arrays) -> Suggestion:
    if not case.pinned.any():
        return [], 0
    best = flow.best(unpinned(case))
    return ([], 0) if best is None else dropped(problem, case.pinned & ~best.chosen)


def _empty(case: Arrays) -> int:
    best = flow.best(replace(case, rule=Rule.AT_MOST))
    return 0 if best is None else int(case.wanted.sum() - best.chosen.sum())


def _mixed(problem: Problem, case: Arrays) -> Suggestion:
    """Where no one kind of change is enough: pins that agree, then places, capacity and loads together."""
    kept = replace(case, pinned=case.pinned & _agreeing(case))
    edits, cost = dropped(problem, case.pinned & ~kept.pinned)
    if case.rule is Rule.AT_MOST:
        loads, units = _loads(problem, kept)
        return [*edits, *loads], cost + units
    kept = replace(kept, at_least=np.minimum(case.at_least, case.capacity))
    empty = np.maximum(case.wanted - np.maximum(1, kept.pinned.sum(axis=1)), 0)
    given = _solved(kept, Give(empty, np.full_like(case.capacity, len(case.wanted)), kept.low))
    if given is None or given.empty is None or given.extra is None or given.short is None:
        return _last(problem, case, kept, edits)
    for more, units in (
        lowered("wanted", problem.wanted, given.empty),
        lowered("capacity", problem.capacity, -given.extra),
        lowered("at_least", loads_of(problem, case), case.at_least - kept.at_least + given.short),
    ):
        edits, cost = edits + more, cost + units
    return edits, cost


def _last(problem: Problem, case: Arrays, kept: Arrays, edits: list[Edit]) -> Suggestion:
    """No least loads, and places stay empty: only the pins that agree are kept."""
    loads, units = lowered("at_least", loads_of(problem, case), case.at_least)
    empty = _empty(replace(kept, at_least=np.zeros_like(case.at_least)))
    return [*edits, *loads, Edit("rule", None, Rule.AT_MOST)], len(edits) + units + empty


def _agreeing(case: Arrays) -> Bools:
    """The most pins that keep every rule together."""
    free = replace(unpinned(case), rule=Rule.AT_MOST, at_least=np.zeros_like(case.at_least))
    free = replace(free, possible=case.possible & case.pinned)
    best = flow.best(free)
    return np.zeros_like(case.pinned) if best is None else best.chosen


def best_partial(case: Arrays, deadline: Deadline) -> Bools:
    """The most places filled, then the best total, within every rule; least loads and pins as far as they agree."""
    if case.rule is Rule.ALL_OR_NOTHING:
        return staffing.partial(case, deadline)
    if not case.pins_agree():
        case = replace(case, pinned=case.pinned & _agreeing(case))
    free = replace(case, at_least=np.zeros_like(case.at_least))
    best = flow.best(replace(case, rule=Rule.AT_MOST)) or flow.best(replace(free, rule=Rule.AT_MOST))
    return case.pinned if best is None else best.chosen
