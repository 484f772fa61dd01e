"""The matching solver against brute force: every rule, pins, loads, countries, ties, conflicts and what would help."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.programme.solvers import matching
from bot.programme.solvers.matching import (
    Deadline,
    Grid,
    Infeasible,
    Pair,
    Plan,
    Problem,
    Rule,
    conflicts,
    fairness,
    feasible,
    relaxations,
    solve,
)
from bot.programme.solvers.matching import flow as flows
from bot.programme.solvers.matching.arrays import arrays
from bot.programme.solvers.matching.edits import applied

COUNTRIES = ("BR", "FR", "KE")
SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def problems(draw: st.DrawFn, *, rules: tuple[Rule, ...] = tuple(Rule), top: int = 4) -> Problem:
    challenges = [f"C{index}" for index in range(draw(st.integers(1, 3)))]
    providers = [f"P{index}" for index in range(draw(st.integers(1, 4)))]
    pairs = [(challenge, provider) for challenge in challenges for provider in providers]
    rule = draw(st.sampled_from(rules))
    some = st.sets(st.sampled_from(pairs), max_size=3)
    scores: st.SearchStrategy[float] = st.one_of(
        st.integers(0, top), st.sampled_from([0.1, 0.2, 0.3, 0.61, 1 / 3, 2 / 3])
    )
    return Problem(
        wanted={name: draw(st.integers(1, 2)) for name in challenges},
        capacity={name: draw(st.integers(0, 2)) for name in providers},
        scores={pair: draw(scores) for pair in pairs},
        impossible=dict.fromkeys(draw(some), "forbidden"),
        pins=frozenset(draw(st.sets(st.sampled_from(pairs), max_size=2))) if draw(st.booleans()) else frozenset(),
        rule=rule,
        select=draw(st.none() | st.integers(0, 3)) if rule is Rule.ALL_OR_NOTHING else None,
        at_least={name: draw(st.integers(0, 1)) for name in providers} if draw(st.booleans()) else {},
        challenge_country={name: draw(st.sampled_from(COUNTRIES)) for name in challenges[:2]},
        provider_country={name: draw(st.sampled_from(COUNTRIES)) for name in providers[:3]},
        distinct_provider_countries=draw(st.booleans()),
        distinct_challenge_countries=rule is Rule.ALL_OR_NOTHING and draw(st.booleans()),
    )


def _plans(problem: Problem) -> Iterator[frozenset[Pair]]:
    """Every plan that keeps the rules, the slow way."""
    rows = [list(_rows(problem, challenge)) for challenge in problem.wanted]
    for chosen in product(*rows):
        pairs = frozenset(pair for row in chosen for pair in row)
        if problem.pins <= pairs and _loads_hold(problem, pairs) and _staffing_holds(problem, pairs):
            yield pairs


def _rows(problem: Problem, challenge: str) -> Iterator[tuple[Pair, ...]]:
    open_ = [(challenge, provider) for provider in problem.capacity if (challenge, provider) not in problem.impossible]
    wanted = problem.wanted[challenge]
    sizes = {Rule.EXACT: {wanted}, Rule.AT_MOST: {*range(wanted + 1)}, Rule.ALL_OR_NOTHING: {0, wanted}}
    for size in sizes[problem.rule]:
        for row in combinations(open_, size):
            countries = [problem.provider_country[pair[1]] for pair in row if pair[1] in problem.provider_country]
            if not problem.distinct_provider_countries or len(set(countries)) == len(countries):
                yield row


def _loads_hold(problem: Problem, pairs: frozenset[Pair]) -> bool:
    loads = {name: sum(pair[1] == name for pair in pairs) for name in problem.capacity}
    return all(problem.at_least.get(name, 0) <= load <= problem.capacity[name] for name, load in loads.items())


def _staffing_holds(problem: Problem, pairs: frozenset[Pair]) -> bool:
    staffed = {pair[0] for pair in pairs}
    countries = [problem.challenge_country[name] for name in staffed if name in problem.challenge_country]
    if problem.distinct_challenge_countries and len(set(countries)) < len(countries):
        return False
    return problem.select is None or len(staffed) == problem.select


def _total(problem: Problem, pairs: Any) -> float:
    return sum(problem.scores[pair] for pair in pairs)


def _worst(problem: Problem, pairs: Any) -> float:
    staffed = {pair[0] for pair in pairs} if problem.rule is Rule.ALL_OR_NOTHING else problem.wanted
    return min((_total(problem, [pair for pair in pairs if pair[0] == name]) for name in staffed), default=0)


def _best(problem: Problem) -> list[frozenset[Pair]]:
    """The plans of the most places under `at_most`, else all."""
    plans = list(_plans(problem))
    most = max(map(len, plans), default=0)
    return [plan for plan in plans if problem.rule is not Rule.AT_MOST or len(plan) == most]


@SETTINGS
@given(problems())
def test_the_plan_is_the_best_there_is_and_of_equals_the_fairest(problem: Problem) -> None:
    found, plans = solve(problem), _best(problem)
    assert isinstance(found, Plan) == bool(plans) == feasible(problem)
    assume(isinstance(found, Plan))
    assert isinstance(found, Plan)
    assert frozenset(found.pairs) in set(plans)
    assert len(found.pairs) == len(set(found.pairs))
    total = max(_total(problem, plan) for plan in plans)
    assert found.total == pytest.approx(total, rel=1e-6)
    assert found.bound == pytest.approx(total, rel=1e-6)
    equals = [plan for plan in plans if _total(problem, plan) >= total - 1e-9]
    worst = max(_worst(problem, plan) for plan in equals)
    assert found.worst_challenge == pytest.approx(worst, rel=1e-6, abs=1e-9)
    assert found.status == "optimal"


@SETTINGS
@given(problems())
def test_protecting_the_worst_off_comes_first_and_the_total_second(problem: Problem) -> None:
    found = solve(problem)
    assume(isinstance(found, Plan))
    assert isinstance(found, Plan)
    staffed = len({pair[0] for pair in found.pairs})
    plans = [plan for plan in _best(problem) if problem.rule is not Rule.ALL_OR_NOTHING or _staffs(plan) == staffed]
    best = max((round(_worst(problem, plan), 9), round(_total(problem, plan), 9)) for plan in plans)
    assert (found.protecting.worst_challenge, found.protecting.total) == pytest.approx(best, rel=1e-6, abs=1e-8)
    assert found.protecting.proven


def _staffs(plan: frozenset[Pair]) -> int:
    return len({pair[0] for pair in plan})


@SETTINGS
@given(problems())
def test_the_best_alternative_costs_what_it_says(problem: Problem) -> None:
    found, plans = solve(problem), _best(problem)
    assume(isinstance(found, Plan))
    assert isinstance(found, Plan)
    placed = {pair[1] for pair in found.pairs}
    assert [one.provider for one in found.unplaced] == [name for name in problem.capacity if name not in placed]
    for one in found.unplaced:
        totals = {
            name: [_total(problem, plan) for plan in plans if (name, one.provider) in plan] for name in problem.wanted
        }
        best = max((max(each) for each in totals.values() if each), default=None)
        if best is None:
            assert one.best_alternative is None
            continue
        assert one.best_alternative is not None
        assert one.best_alternative.costs == pytest.approx(found.total - best, abs=1e-6)
        assert max(totals[one.best_alternative.challenge]) == pytest.approx(best, abs=1e-6)


@SETTINGS
@given(problems(rules=(Rule.EXACT, Rule.AT_MOST)))
def test_a_conflict_is_really_there_and_ends_without_any_one_part(problem: Problem) -> None:
    found = solve(problem)
    assume(isinstance(found, Infeasible))
    assert isinstance(found, Infeasible)
    conflict = found.conflict
    loads = {name: least for name, least in problem.at_least.items() if name in conflict.providers}
    core = replace(problem, pins=frozenset(conflict.pins), at_least=loads)
    if problem.rule is Rule.EXACT and conflict.challenges:
        core = replace(core, wanted={name: problem.wanted[name] for name in problem.wanted})
    assert not any(True for _ in _plans(core))
    assert conflict.explanation
    for pin in conflict.pins:
        assert pin in problem.pins


@SETTINGS
@given(problems(rules=(Rule.EXACT,)))
def test_the_named_challenges_want_more_than_their_providers_can_give(problem: Problem) -> None:
    problem = replace(problem, pins=frozenset(), at_least={})
    found = solve(problem)
    assume(isinstance(found, Infeasible))
    assert isinstance(found, Infeasible)
    names = found.conflict.challenges
    among = {name: problem.capacity[name] for name in found.conflict.providers}
    core = replace(problem, wanted={name: problem.wanted[name] for name in names}, capacity=among)
    givers = {pair for pair in product(names, problem.capacity) if pair not in problem.impossible}
    assert {pair[1] for pair in givers} == set(found.conflict.providers)
    assert not any(True for _ in _plans(core))
    for left_out in names:
        fewer = {name: count for name, count in core.wanted.items() if name != left_out}
        assert any(True for _ in _plans(replace(core, wanted=fewer)))


@SETTINGS
@given(problems())
def test_every_relaxation_helps_and_the_cheapest_comes_first(problem: Problem) -> None:
    found = solve(problem)
    assume(isinstance(found, Infeasible))
    assert isinstance(found, Infeasible)
    costs = [one.cost for one in found.relaxations]
    assert costs
    assert costs == sorted(costs)
    for one in found.relaxations:
        assert any(True for _ in _plans(applied(problem, one.edits)))
        assert one.change
    partial = found.best_partial
    assert partial.filled == len(partial.pairs)
    assert partial.total == pytest.approx(_total(problem, partial.pairs), abs=1e-6)
    assert not set(partial.pairs) & set(problem.impossible)
    if problem.rule is not Rule.ALL_OR_NOTHING and not problem.pins:
        free = replace(problem, rule=Rule.AT_MOST)
        plans = list(_plans(free)) or list(_plans(replace(free, at_least={})))
        assert (partial.filled, partial.total) == pytest.approx(
            max((len(plan), _total(problem, plan)) for plan in plans), abs=1e-6
        )


@SETTINGS
@given(problems(rules=(Rule.EXACT,)))
def test_fewest_places_are_given_up(problem: Problem) -> None:
    problem = replace(problem, pins=frozenset(), at_least={}, wanted=dict.fromkeys(problem.wanted, 2))
    found = solve(problem)
    assume(isinstance(found, Infeasible))
    assert isinstance(found, Infeasible)
    lowered = [one for one in found.relaxations if one.edits[0].field == "wanted"]
    counts = [
        sum(counts)
        for counts in product((0, 1), repeat=len(problem.wanted))
        if any(True for _ in _plans(replace(problem, wanted={
            name: 2 - fewer for name, fewer in zip(problem.wanted, counts, strict=True)
        })))
    ]  # fmt: skip
    assert [one.cost for one in lowered] == sorted(counts)[:1]


@given(problems())
@settings(max_examples=30, deadline=None)
def test_the_same_problem_gives_the_same_answer(problem: Problem) -> None:
    assert solve(problem) == solve(problem)


def _large(seed: int, challenges: int = 150, providers: int = 800, **more: Any) -> Problem:
    """Beyond the size where every pair is looked at from the start."""
    random = np.random.default_rng(seed)
    rows, columns = [f"C{index}" for index in range(challenges)], [f"P{index}" for index in range(providers)]
    top = int(random.choice([3, 1000]))
    cells = random.integers(0, top, (challenges, providers))
    countries = dict(zip(columns, random.choice(COUNTRIES, providers).tolist(), strict=True))
    return Problem(
        wanted=dict.fromkeys(rows, 2), capacity=dict.fromkeys(columns, 1), scores=Grid(rows, columns, cells),
        provider_country=countries, **more,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("distinct", [False, True])
def test_a_flow_over_promising_pairs_is_as_good_as_over_all(
    seed: int, distinct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = _large(seed, distinct_provider_countries=distinct, pins=frozenset({("C0", "P0")}))
    few = solve(problem)
    monkeypatch.setattr(flows, "SMALL", 10**9)
    all_ = solve(problem)
    assert isinstance(few, Plan)
    assert isinstance(all_, Plan)
    assert (few.total, few.worst_challenge, len(few.unplaced)) == (all_.total, all_.worst_challenge, len(all_.unplaced))
    costs = {one.provider: one.best_alternative for one in all_.unplaced}
    for one in few.unplaced:
        other = costs.get(one.provider)
        assert other is None or (one.best_alternative and one.best_alternative.costs == other.costs)


def test_nothing_impossible_even_where_every_score_is_zero() -> None:
    problem = Problem({"C": 1}, {"P": 1, "Q": 1}, impossible={("C", "P"): "same country"})
    found = solve(problem)
    assert isinstance(found, Plan)
    assert found.pairs == [("C", "Q")]
    assert found.unplaced[0].why == "same country"


def test_an_impossible_pin_says_why() -> None:
    pins, why = frozenset({("C", "P")}), {("C", "P"): "same country"}
    problem = Problem({"C": 1}, {"P": 1, "Q": 1}, impossible=why, pins=pins)
    found = solve(problem)
    assert isinstance(found, Infeasible)
    assert found.conflict.pins == [("C", "P")]
    assert "same country" in found.conflict.explanation


def test_an_impossible_pin_is_named_though_there_is_another_conflict() -> None:
    pins, why = frozenset({("C", "P")}), {("C", "P"): "same country"}
    found = solve(Problem({"C": 1, "D": 9}, {"P": 1, "Q": 1}, impossible=why, pins=pins))
    assert isinstance(found, Infeasible)
    assert found.conflict.pins == [("C", "P")]
    assert found.relaxations


def test_equal_totals_are_equal_where_a_decimal_cannot_hold_them() -> None:
    scores = {("C", "P"): 2 / 3, ("C", "Q"): 1 / 3, ("D", "P"): 1 / 3, ("E", "R"): 1.0}
    found = solve(Problem({"C": 1, "D": 1, "E": 1}, {"P": 1, "Q": 1, "R": 1}, scores))
    assert isinstance(found, Plan)
    assert found.worst_challenge == pytest.approx(1 / 3)
    assert found.total == pytest.approx(5 / 3)


def test_pinned_challenges_of_one_country_are_no_plan() -> None:
    problem = Problem(
        {"C": 1, "D": 1}, {"P": 2, "Q": 1}, pins=frozenset({("C", "P"), ("D", "P")}), rule=Rule.ALL_OR_NOTHING,
        challenge_country={"C": "BR", "D": "BR"}, distinct_challenge_countries=True,
    )  # fmt: skip
    found = solve(problem)
    assert isinstance(found, Infeasible)
    assert set(found.conflict.pins) == problem.pins


@pytest.mark.parametrize("rule", Rule)
def test_without_challenges_nobody_is_placed(rule: Rule) -> None:
    found = solve(Problem({}, {"P": 1}, rule=rule))
    assert isinstance(found, Plan)
    assert [one.why for one in found.unplaced] == ["there is no challenge"]


@pytest.mark.parametrize("rule", [Rule.EXACT, Rule.ALL_OR_NOTHING])
def test_a_tie_break_that_is_not_proven_says_so(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {("C", "P"): 3, ("C", "Q"): 2, ("D", "P"): 2, ("D", "Q"): 1}
    problem = Problem({"C": 1, "D": 1}, {"P": 1, "Q": 1}, scores, rule=rule)
    proven = solve(problem)
    assert isinstance(proven, Plan)
    assert (proven.tie_break_proven, proven.worst_challenge) == (True, 2)
    monkeypatch.setattr(fairness, "MOST_PAIRS", 0)
    found = solve(problem)
    assert isinstance(found, Plan)
    assert (found.status, found.total) == ("optimal", proven.total)
    assert found.tie_break_proven == (found.worst_challenge == 2)


@SETTINGS
@given(problems())
def test_a_conflict_told_in_haste_is_as_true(problem: Problem) -> None:
    case, late = arrays(problem), Deadline(0)
    assume(not feasible(problem))
    conflict = conflicts.conflict(problem, case, late)
    loads = {name: least for name, least in problem.at_least.items() if name in conflict.providers}
    assert not any(True for _ in _plans(replace(problem, pins=frozenset(conflict.pins), at_least=loads)))
    assert relaxations.relaxations(problem, case, late) == []


def test_no_time_at_all_finds_nothing() -> None:
    with pytest.raises(matching.NothingFoundError):
        solve(Problem({"C": 1}, {"P": 1}), time_limit=0)
