"""Introductions over several rounds: against brute force where that is possible, and true to the rules everywhere."""

from collections import Counter
from itertools import combinations
from math import fsum, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.solvers.introductions import Gathering, Rounds, solve
from bot.programme.solvers.introductions.likeness import Voice, likeness
from tests.test_worktime import MONDAY

Worth = tuple[int, int, float]
"""Resting, enlarged groups, and the negative score: the smaller is the better."""


def _teams(count: int) -> list[str]:
    return [f"T{number}" for number in range(count)]


def _all_pairs(teams: list[str]) -> list[frozenset[str]]:
    return [frozenset(pair) for pair in combinations(teams, 2)]


@st.composite
def gatherings(draw: st.DrawFn, most: int, rounds: int, sizes: tuple[int, ...] = (2, 3, 4)) -> Gathering:
    teams = _teams(draw(st.integers(0, most)))
    pairs = _all_pairs(teams)
    scores = draw(st.sampled_from([st.just(0), st.integers(0, 3), st.integers(0, 900), st.floats(0, 1)]))
    kept = draw(st.sampled_from([0, 1, 3]))
    banned = [pair for pair in pairs if kept and draw(st.integers(0, kept)) == 0]
    return Gathering(
        teams,
        draw(st.integers(1, rounds)),
        draw(st.sampled_from(sizes)),
        {pair: float(draw(scores)) for pair in pairs},
        dict.fromkeys(banned, "forbidden"),
    )


def _options(gathering: Gathering) -> dict[int, Worth]:
    """What one round can be, by the pairs that meet in it, as bits."""
    bit = {pair: 1 << number for number, pair in enumerate(_all_pairs(list(gathering.teams)))}
    groups = []
    for size in (gathering.group_size, gathering.group_size + 1):
        for group in combinations(gathering.teams, size):
            pairs = [frozenset(pair) for pair in combinations(group, 2)]
            if not any(pair in gathering.impossible for pair in pairs):
                score = sum(gathering.scores[pair] for pair in pairs)
                groups.append((set(group), sum(bit[pair] for pair in pairs), size > gathering.group_size, score))
    found: dict[int, Worth] = {}

    def grow(start: int, free: set[str], met: int, enlarged: int, score: float) -> None:
        found[met] = min(found.get(met, (99, 0, 0.0)), (len(free), enlarged, -score))
        for place in range(start, len(groups)):
            members, pairs, large, gain = groups[place]
            if members <= free:
                grow(place + 1, free - members, met | pairs, enlarged + large, score + gain)

    grow(0, set(gathering.teams), 0, 0, 0.0)
    return found


def brute_force(gathering: Gathering) -> Worth:
    options, states = _options(gathering), {0: (0, 0, 0.0)}
    for _ in range(gathering.rounds):
        after: dict[int, Worth] = {}
        for met, worth in states.items():
            for pairs, more in options.items():
                if not met & pairs:
                    added = (worth[0] + more[0], worth[1] + more[1], worth[2] + more[2])
                    after[met | pairs] = min(after.get(met | pairs, added), added)
        states = after
    return min(states.values())


def check(gathering: Gathering, found: Rounds) -> Worth:
    """Every rule holds, and the total is what it says."""
    met: Counter[frozenset[str]] = Counter()
    enlarged = 0
    assert len(found.rounds) == gathering.rounds
    for one in found.rounds:
        placed = [team for group in one.groups for team in group]
        assert sorted(placed + one.resting) == sorted(gathering.teams)
        assert {len(group) for group in one.groups} <= {gathering.group_size, gathering.group_size + 1}
        enlarged += sum(len(group) > gathering.group_size for group in one.groups)
        met.update(frozenset(pair) for group in one.groups for pair in combinations(group, 2))
    assert max(met.values(), default=1) == 1, "nobody meets the same team twice"
    assert not met.keys() & gathering.impossible.keys()
    assert isclose(found.total, fsum(gathering.scores.get(pair, 0.0) for pair in met), abs_tol=1e-6)
    assert found.bound >= found.total
    assert found.status == "feasible" or found.bound - found.total <= 1e-6
    return sum(len(one.resting) for one in found.rounds), enlarged, -found.total


@settings(deadline=None, max_examples=60)
@given(gatherings(most=6, rounds=2))
def test_two_rounds_of_a_few_teams_are_the_best_there_is(gathering: Gathering) -> None:
    found = solve(gathering)
    worth, best = check(gathering, found), brute_force(gathering)
    assert worth[:2] == best[:2]
    assert isclose(worth[2], best[2], abs_tol=1e-6)
    assert found.status == "optimal"


@settings(deadline=None, max_examples=25)
@given(gatherings(most=5, rounds=4))
def test_more_rounds_than_partners_are_the_best_there_is(gathering: Gathering) -> None:
    found = solve(gathering)
    worth, best = check(gathering, found), brute_force(gathering)
    assert worth[:2] == best[:2]
    assert isclose(worth[2], best[2], abs_tol=1e-6)
    assert found.status == "optimal"


@settings(deadline=None, max_examples=15)
@given(gatherings(most=8, rounds=1))
def test_one_round_is_the_best_there_is(gathering: Gathering) -> None:
    found = solve(gathering)
    worth, best = check(gathering, found), brute_force(gathering)
    assert worth[:2] == best[:2]
    assert isclose(worth[2], best[2], abs_tol=1e-6)


@settings(deadline=None, max_examples=15)
@given(gatherings(most=24, rounds=5, sizes=(2, 2, 3, 4)))
def test_the_rules_hold_for_anybody(gathering: Gathering) -> None:
    check(gathering, solve(gathering, time_limit=1))


def _random(count: int, rounds: int, size: int = 2, seed: int = 1) -> Gathering:
    """Scores that look like chance, the same every time."""
    teams = _teams(count)
    mixed = {pair: (number * 7919 + seed * 104729) % 1009 for number, pair in enumerate(_all_pairs(teams))}
    return Gathering(teams, rounds, size, {pair: float(score * score % 1009) for pair, score in mixed.items()})


@pytest.mark.parametrize(("count", "rounds"), [(30, 10), (31, 10), (42, 6), (8, 7), (20, 19), (101, 4)])
def test_all_rounds_in_pairs_are_proven_best_and_nobody_rests(count: int, rounds: int) -> None:
    gathering = _random(count, rounds)
    found = solve(gathering)
    assert found.status == "optimal"
    assert check(gathering, found)[:2] == (0, rounds * (count % 2))


def test_three_hundred_teams_in_ten_rounds() -> None:
    gathering = _random(300, 10)
    found = solve(gathering)
    assert found.status == "optimal"
    assert check(gathering, found)[:2] == (0, 0)


@pytest.mark.parametrize(("count", "rounds", "size"), [(30, 4, 3), (31, 3, 3), (32, 4, 4), (33, 2, 4)])
def test_larger_groups_place_everybody(count: int, rounds: int, size: int) -> None:
    gathering = _random(count, rounds, size)
    found = solve(gathering, time_limit=3)
    assert check(gathering, found)[:2] == (0, rounds * (count % size))
    assert found.total >= 0.85 * found.bound


def test_an_odd_team_out_joins_a_trio() -> None:
    found = solve(Gathering(_teams(3), scores={frozenset(("T0", "T2")): 700.0}))
    assert (found.status, found.total, found.bound) == ("optimal", 700, 700)
    assert found.rounds[0].groups == [["T0", "T1", "T2"]]


def test_pairs_stay_pairs_where_everybody_can_be_in_one() -> None:
    found = solve(_random(6, 1))
    assert [len(group) for group in found.rounds[0].groups] == [2, 2, 2]


def test_placing_everybody_comes_before_the_score() -> None:
    teams = _teams(4)
    scores = {frozenset(("T1", "T2")): 1000.0, frozenset(("T0", "T1")): 1.0, frozenset(("T2", "T3")): 1.0}
    apart = dict.fromkeys([frozenset(("T0", "T2")), frozenset(("T0", "T3")), frozenset(("T1", "T3"))], "forbidden")
    found = solve(Gathering(teams, scores=scores, impossible=apart))
    assert found.rounds[0].groups == [["T0", "T1"], ["T2", "T3"]]
    assert found.total == 2


def test_where_nobody_may_meet_everybody_rests() -> None:
    teams = _teams(5)
    found = solve(Gathering(teams, 2, impossible=dict.fromkeys(_all_pairs(teams), "forbidden")))
    assert (found.status, found.total, found.bound) == ("optimal", 0, 0)
    assert [(one.groups, one.resting) for one in found.rounds] == [([], teams)] * 2


def test_once_all_have_met_later_rounds_rest() -> None:
    found = solve(_random(4, 5))
    assert [len(one.resting) for one in found.rounds] == [0, 0, 0, 4, 4]
    assert found.status == "optimal"


def test_a_team_that_has_met_nearly_all_rests_and_nobody_else_does_needlessly() -> None:
    whole = _random(30, 4)
    met = {frozenset(("T0", team)): "already met" for team in whole.teams[3:]}
    gathering = Gathering(whole.teams, 4, 2, whole.scores, met)
    found = solve(gathering)
    # T0 has two partners left, so it rests twice; in those rounds a trio takes the odd one.
    assert check(gathering, found)[:2] == (2, 2)
    assert found.status == "optimal"


def test_two_blocs_that_may_only_meet_across_rest_the_surplus() -> None:
    whole = _random(30, 3)
    bloc, others = whole.teams[:17], whole.teams[17:]
    apart = {frozenset(pair): "same country" for side in (bloc, others) for pair in combinations(side, 2)}
    gathering = Gathering(whole.teams, 3, 2, whole.scores, apart)
    found = solve(gathering)
    assert check(gathering, found)[0] == 3 * 4
    assert found.status == "optimal"


def test_rounds_are_planned_again_when_a_team_leaves() -> None:
    whole = _random(12, 6)
    first = solve(whole)
    left = [team for team in whole.teams if team != "T5"]
    met = [frozenset(pair) for one in first.rounds[:2] for group in one.groups for pair in combinations(group, 2)]
    scores = {pair: score for pair, score in whole.scores.items() if "T5" not in pair}
    met_here = dict.fromkeys([pair for pair in met if "T5" not in pair], "already met")
    again = Gathering(left, 4, 2, scores, met_here)
    assert check(again, solve(again))[:2] == (0, 4)


def test_one_round_at_a_time_strands_nobody_early() -> None:
    whole, met = _random(10, 1), dict[frozenset[str], str]()
    for _ in range(4):
        gathering = Gathering(whole.teams, 1, 2, whole.scores, met)
        found = solve(gathering)
        assert check(gathering, found)[0] == 0
        pairs = [frozenset(pair) for group in found.rounds[0].groups for pair in combinations(group, 2)]
        met |= dict.fromkeys(pairs, "already met")


def test_the_same_gathering_gives_the_same_rounds() -> None:
    gatherings = [_random(16, 5), _random(9, 2, 3), _random(13, 3)]
    assert [solve(one) for one in gatherings] == [solve(one) for one in gatherings]


def test_without_time_there_is_still_a_plan_with_a_bound() -> None:
    gathering = _random(60, 5)
    found = solve(gathering, time_limit=0)
    assert check(gathering, found)[2] < 0
    assert found.status == "feasible"
    best = solve(gathering)
    assert found.total <= best.total <= found.bound


def test_likeness_counts_what_is_asked_and_offered_both_ways() -> None:
    both = Voice("both", offers=("impact evaluation",), asks=("scaling pilots",))
    mirror = Voice("mirror", offers=("scaling pilots",), asks=("impact evaluation",))
    half = Voice("half", offers=("scaling pilots",), asks=("procurement rules",))
    silent = Voice("silent")
    scores = likeness([both, mirror, half, silent], on=MONDAY.date())
    assert len(scores) == 6
    assert scores[frozenset(("both", "mirror"))] > scores[frozenset(("both", "half"))]
    assert scores[frozenset(("both", "half"))] > scores[frozenset(("both", "silent"))]
    assert all(0 <= score <= 1 for score in scores.values())
