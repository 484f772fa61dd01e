"""What scores say, what is noticed as a conflict, regions and levels; plans of reviews against trying all of them."""

from collections import Counter
from dataclasses import replace
from itertools import chain, combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.reviews import regions, scoring
from bot.programme.reviews.allocation import Pool, Short, allocate
from bot.programme.reviews.conflicts import Applicant, Flag, flags
from bot.programme.reviews.profiles import Profile
from bot.programme.reviews.scoring import WEIGHTS, Rubric, severity, tally, total
from storage.calls import CallKind, Submission
from storage.people import Person
from tests.house import START

CHALLENGE = Rubric(WEIGHTS[CallKind.CHALLENGE])
LEVEL = st.integers(0, 5)
SCORES = st.fixed_dictionaries(dict.fromkeys(CHALLENGE.weights, LEVEL))


def flat(level: int, **other: int) -> dict[str, int]:
    return dict.fromkeys(CHALLENGE.weights, level) | other


def test_the_weights_make_a_hundred() -> None:
    assert {kind: sum(weights.values()) for kind, weights in WEIGHTS.items()} == {
        CallKind.CHALLENGE: 100,
        CallKind.SOLUTION: 100,
    }


def test_a_total_is_weighted_and_out_of_a_hundred() -> None:
    assert total(flat(0), CHALLENGE) == 0
    assert total(flat(5), CHALLENGE) == 100
    assert total(flat(0, relevance=5), CHALLENGE) == 20
    assert total(flat(0, people=5), CHALLENGE) == 5
    assert total(flat(3), CHALLENGE) == pytest.approx(60)


@given(SCORES)
def test_a_total_is_the_weighted_sum_whatever_the_scale_of_the_weights(scores: dict[str, int]) -> None:
    doubled = Rubric({name: weight * 2 for name, weight in CHALLENGE.weights.items()})
    by_hand = sum(CHALLENGE.weights[name] * score / 5 for name, score in scores.items())
    assert total(scores, CHALLENGE) == pytest.approx(by_hand)
    assert total(scores, doubled) == pytest.approx(by_hand)


def test_thresholds_are_met_exactly_at_their_value() -> None:
    assert tally([flat(3)], CHALLENGE).below == []
    assert tally([flat(3, people=1), flat(3, people=2)], CHALLENGE).below == ["people", "total"]
    assert tally([flat(3, people=2)], CHALLENGE).below == ["total"]
    assert tally([flat(4, people=1), flat(4, people=3)], CHALLENGE).below == []


def test_a_disagreement_is_two_levels_or_fifteen_points() -> None:
    assert tally([flat(4), flat(4, clarity=3)], CHALLENGE).apart == []
    assert tally([flat(4), flat(4, people=2)], CHALLENGE).apart == ["people"]
    one_each = flat(3, openness=4)
    assert total(flat(4), CHALLENGE) - total(one_each, CHALLENGE) == pytest.approx(17)
    assert tally([flat(4), one_each], CHALLENGE).apart == ["total"]
    fifteen = flat(4, relevance=3, clarity=3, transferability=3, openness=3)
    assert total(flat(4), CHALLENGE) - total(fifteen, CHALLENGE) == pytest.approx(15)
    assert tally([flat(4), fifteen], CHALLENGE).apart == ["total"]
    assert tally([flat(4), flat(4, relevance=3, clarity=3, transferability=3)], CHALLENGE).apart == []
    assert tally([], CHALLENGE).mean is None


@given(st.lists(SCORES, min_size=1, max_size=5))
def test_mean_and_spread_lie_between_the_extremes(reviews: list[dict[str, int]]) -> None:
    found = tally(reviews, CHALLENGE)
    totals = [total(scores, CHALLENGE) for scores in reviews]
    assert found.mean is not None
    assert min(totals) - 1e-9 <= found.mean <= max(totals) + 1e-9
    assert found.spread == pytest.approx(max(totals) - min(totals), abs=1e-5)
    assert found.count == len(reviews)


def test_severity_compares_on_the_same_submissions_only() -> None:
    found = severity({1: {7: 50.0, 8: 70.0, 9: 60.0}, 2: {7: 40.0, 8: 60.0}, 3: {9: 10.0}})
    assert [found[reviewer].count for reviewer in (7, 8, 9)] == [2, 2, 1]
    assert found[7].difference == pytest.approx((-15 + -20) / 2)
    assert found[8].difference == pytest.approx((15 + 20) / 2)
    assert found[9].difference == pytest.approx(0)


@given(st.dictionaries(st.integers(1, 4), st.floats(0, 100), min_size=2))
def test_on_one_submission_severities_cancel_out(totals: dict[int, float]) -> None:
    assert sum(one.difference for one in severity({1: totals}).values()) == pytest.approx(0, abs=1e-6)


def test_whoever_reviewed_alone_is_not_compared() -> None:
    assert severity({1: {7: 50.0}}) == {}
    assert scoring.tally([flat(2)], CHALLENGE).spread == 0


# Conflicts


IPE = Applicant(1, ("Ipê Lab", "Laboratório Ipê"), "BR", ("marina@ipe.gov.example",), ("Marina Teles",))


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        (Profile(9), []),
        (Profile(9, organisations=("LABORATORIO  ipe",)), [Flag.ORGANISATION]),
        (Profile(9, organisations=("Ipe Bakery",)), []),
        (Profile(9, submissions=(1,)), [Flag.ORGANISATION]),
        (Profile(9, emails=("Marina@ipe.gov.example",)), [Flag.ORGANISATION, Flag.DOMAIN]),
        (Profile(9, emails=("other@ipe.gov.example",)), [Flag.DOMAIN]),
        (Profile(9, emails=("other@gov.example",)), []),
        (Profile(9, country="BR"), [Flag.COUNTRY]),
        (Profile(9, knows=("teles, marina",)), [Flag.NAMED]),
    ],
)
def test_what_is_noticed(profile: Profile, found: list[Flag]) -> None:
    assert flags(profile, IPE) == found


def test_a_public_mail_provider_tells_nothing() -> None:
    lone = Applicant(2, ("Lone Team",), "CL", ("team@gmail.com",), ())
    assert flags(Profile(9, emails=("reviewer@gmail.com",)), lone) == []


# Where and on which level


def test_every_country_is_in_one_region() -> None:
    codes = [code for codes in regions.COUNTRIES.values() for code in codes.split()]
    assert len(codes) == len(set(codes)) >= 249
    assert regions.region("BR") == "005"
    assert regions.region("KE") == "014"
    assert regions.region(None) == ""


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("National / federal", "national"),
        ("Nacional", "national"),
        ("Estadual / regional", "regional"),
        ("Regional / autonómico", "regional"),
        ("Comunale", "local"),
        ("Municipal", "local"),
        ("Other", "Other"),
        ("", ""),
    ],
)
def test_levels_are_told_in_several_languages(words: str, level: str) -> None:
    assert regions.level(words) == level


# Giving out


def pool(seed: int, submissions: int, reviewers: int, per: int, load: int) -> Pool:
    """A small call whose countries, languages and organisations collide now and then."""
    draw = Random(seed)
    rows = [
        Submission(
            id=number,
            call_id=1,
            response_id=str(number),
            row=number,
            team=f"Team {number}",
            country=draw.choice(["BR", "CL", "KE"]),
            answers={"form_language": draw.choice(["en", "pt"]), "organisation": f"Office {draw.randint(1, 4)}"},
        )
        for number in range(1, submissions + 1)
    ]
    people = {number: Person(id=number, name=f"R{number}", created_at=START) for number in range(1, reviewers + 1)}
    profiles = {
        number: Profile(
            number,
            organisations=(f"Office {draw.randint(1, 6)}",),
            country=draw.choice(["BR", "NO"]),
            languages=tuple(draw.sample(["en", "pt"], draw.randint(1, 2))),
        )
        for number in people
    }
    return Pool(per, load, rows, people, profiles)


SMALL = st.builds(
    pool, st.integers(0, 10_000), st.integers(1, 3), st.integers(1, 4), st.integers(1, 2), st.integers(1, 3)
)


def possible(here: Pool) -> set[frozenset[tuple[int, int]]]:
    """Every full plan, by trying all."""
    free = {
        row.id: [person for person in here.people if not here.impossible((row.id, person))] for row in here.submissions
    }
    choices = [
        [[(row, person) for person in group] for group in combinations(people, here.per)]
        for row, people in free.items()
    ]
    plans = (frozenset(chain(*plan)) for plan in product(*choices))
    return {plan for plan in plans if all(sum(who == it for _, who in plan) <= here.load for it in here.people)}


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_a_plan_is_found_wherever_there_is_one_and_keeps_every_conflict_out(here: Pool) -> None:
    found, plans = allocate(here), possible(here)
    assert isinstance(found, Short) == (not plans)
    if isinstance(found, Short):
        assert len(found.pairs) == found.possible < found.wanted
        assert not any(here.impossible(pair) for pair in found.pairs)
        assert found.load is None or possible(replace(here, load=found.load))
        assert found.per is None or possible(replace(here, per=found.per))
    else:
        assert frozenset(found) in plans


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_loads_are_as_even_as_any_plan_with_a_reader_for_each(here: Pool) -> None:
    """Where nobody's language matters, the fullest load is the least that any plan has."""
    deaf = replace(here, submissions=[_without_language(row) for row in here.submissions])
    found, plans = allocate(deaf), possible(deaf)
    if not isinstance(found, Short):
        assert fullest(frozenset(found)) == min(fullest(plan) for plan in plans)


def test_a_reader_for_each_and_even_loads_go_together() -> None:
    """Four of six reviewers read Portuguese; every application is in it, and six would be a full load for two."""
    base = pool(1, 6, 6, 2, 6)
    rows = [_without_language(row) for row in base.submissions]
    for row in rows:
        row.answers = {"form_language": "pt"}
    readers = {number: Profile(number, languages=("pt",) if number <= 4 else ("en",)) for number in base.people}
    found = allocate(replace(base, submissions=rows, profiles=readers))
    assert not isinstance(found, Short)
    assert set(Counter(person for _, person in found).values()) == {2}
    assert {row for row, person in found if person <= 4} == {row.id for row in rows}


def _without_language(row: Submission) -> Submission:
    return Submission(**row.model_dump() | {"answers": {"organisation": row.answers["organisation"]}})


def fullest(plan: frozenset[tuple[int, int]]) -> int:
    return max(Counter(person for _, person in plan).values(), default=0)
