"""The score from text: what meets scores high, whatever the words and the language, and every reason can be checked."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.solvers.passages import LONGEST, split
from bot.programme.solvers.scoring import Profile, Scored, score

ON = date(2027, 1, 20)
SAMPLE = Path(__file__).parents[1] / "bot/samples/first-edition/edition-2023.json"
QUEUE = "Patients wait for months and nobody knows the waiting list."
HEAT = "Shaded squares and drinking fountains against the summer heat."
LIST = "We publish the waiting list, so that patients know where they stand."
NEEDS = [
    QUEUE,
    "Older people cannot use online services; they give up on their benefits.",
    "How can young people take part in the city's budget? They do not come to meetings.",
    "Os funcionários não sabem usar inteligência artificial com responsabilidade.",
    "Nobody buys from start-ups, because a tender takes a year.",
]
OFFERS = [
    LIST,
    HEAT,
    "Volunteers sit down with seniors and fill in digital applications. It doubled the take-up of benefits.",
    "Participatory budgeting in schools: pupils propose and vote.",
    "Guidance and training on responsible artificial intelligence for civil servants.",
    "Un procedimiento simplificado con el que los municipios contratan empresas emergentes.",
]


def pair(need: Profile, offer: Profile) -> Scored:
    return score([need], [offer], on=ON)[need.id, offer.id]


def alike(need: str, offer: str) -> float:
    return pair(Profile("CH", text=need), Profile("SP", text=offer)).score


def quotations(reason: str) -> list[str]:
    """Both passages of a reason that rests on text."""
    return [straight or curly for straight, curly in re.findall(r'"([^"]+)"|“(.+?)”(?: ↔|$)', reason)]


def struck(profile: Profile, passage: str) -> Profile:
    """The profile without that passage, wherever it stands."""
    texts = tuple(text.replace(passage, "") for text in profile.texts)
    title, text, tried = (value.replace(passage, "") for value in (profile.title, profile.text, profile.tried))
    return replace(profile, title=title, text=text, texts=texts, tried=tried)


def check_reasons(needs: list[Profile], offers: list[Profile]) -> int:
    """Without what a reason quotes, of one side or of both, the score is lower. Gives how many rest on text."""
    checked = 0
    for number, need in enumerate(needs):
        for place, offer in enumerate(offers):
            whole = score(needs, offers, on=ON)[need.id, offer.id]
            for reason in whole.reasons:
                if "↔" not in reason:
                    continue
                asked, given = quotations(reason)
                poorer, barer = struck(need, asked), struck(offer, given)
                assert poorer != need
                assert barer != offer
                for mine, theirs in ((poorer, offer), (need, barer), (poorer, barer)):
                    rest = score(
                        [*needs[:number], mine, *needs[number + 1 :]],
                        [*offers[:place], theirs, *offers[place + 1 :]],
                        on=ON,
                    )
                    assert rest[need.id, offer.id].score < whole.score, reason
                checked += 1
    return checked


def test_every_pair_is_scored_and_what_meets_scores_higher() -> None:
    found = score([Profile("CH-1", text=QUEUE)], [Profile("SP-1", text=HEAT), Profile("SP-2", text=LIST)], on=ON)
    assert found.keys() == {("CH-1", "SP-1"), ("CH-1", "SP-2")}
    assert found["CH-1", "SP-2"].score > 2 * found["CH-1", "SP-1"].score


def test_without_challenges_or_providers_there_is_nothing_to_score() -> None:
    assert score([], [Profile("SP")], on=ON) == {} == score([Profile("CH")], [], on=ON)


@pytest.mark.parametrize("text", [*NEEDS, *OFFERS, "待ち時間が長く、市民が困っている。", "سكان الأحياء الفقيرة", "AI"])
def test_a_text_meets_itself(text: str) -> None:
    assert alike(text, text) > 0.8


@pytest.mark.parametrize("text", ["", "   ", "and the of", "…", "🙂🙂", "— ? !"])
def test_a_text_that_says_nothing_meets_nothing(text: str) -> None:
    found = pair(Profile("CH", text=text), Profile("SP", text=LIST))
    assert found.score == pytest.approx(0.05, abs=0.01)
    assert not any("↔" in reason for reason in found.reasons)
    assert found.weakest


def test_the_same_texts_give_the_same_scores_in_any_order() -> None:
    needs = [Profile(f"CH-{number}", text=text) for number, text in enumerate(NEEDS)]
    offers = [Profile(f"SP-{number}", text=text) for number, text in enumerate(OFFERS)]
    first = score(needs, offers, on=ON)
    again = score(needs[::-1], offers[::-1], on=ON)
    assert {key: found.score for key, found in first.items()} == {key: found.score for key, found in again.items()}
    assert all(first[key].reasons == again[key].reasons for key in first)


def test_all_pairs_at_once_and_one_pair_taken_apart_have_the_same_score() -> None:
    from bot.programme.solvers import evidence, reasons, sides

    needs = [Profile(f"CH-{number}", text=text, title="Trust") for number, text in enumerate([*NEEDS, ""])]
    offers = [Profile(f"SP-{number}", texts=(text, *OFFERS[:2])) for number, text in enumerate([*OFFERS, ""])]
    asking, offering = sides.build(needs, offers)
    table = evidence.text_scores(asking, offering)
    for row in range(len(needs)):
        for column in range(len(offers)):
            apart = reasons.texts(asking, offering, row, column).without(set(), set())
            assert table[row, column] == pytest.approx(apart, abs=1e-5)


def test_memory_is_bounded_by_portions_and_the_scores_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.programme.solvers import evidence

    needs = [Profile(f"CH-{number}", text=text) for number, text in enumerate([*NEEDS, ""])]
    offers = [Profile(f"SP-{number}", text=text) for number, text in enumerate(OFFERS)]
    whole = {key: found.score for key, found in score(needs, offers, on=ON).items()}
    monkeypatch.setattr(evidence, "BOUND", 1)
    portions = {key: found.score for key, found in score(needs, offers, on=ON).items()}
    assert portions == pytest.approx(whole, abs=1e-5)


def test_reasons_quote_both_sides_and_without_them_the_score_is_lower() -> None:
    needs = [Profile(f"CH-{number}", title="Our need", text=text) for number, text in enumerate(NEEDS)]
    offers = [Profile(f"SP-{number}", texts=(text, OFFERS[number - 1])) for number, text in enumerate(OFFERS)]
    assert check_reasons(needs, offers) > len(NEEDS)


def test_reasons_hold_in_the_sample_edition() -> None:
    edition = json.loads(SAMPLE.read_text(encoding="utf-8"))
    needs = [Profile(item["id"], item["title"], item["need"], tried=item["question"]) for item in edition["challenges"]]
    offers = [Profile(item["id"], text=item["offer"]) for item in edition["providers"]]
    assert check_reasons(needs, offers) > 20


sentences = st.sampled_from([sentence for text in [*NEEDS, *OFFERS] for sentence in split(text)])
noise = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)
written = st.lists(st.one_of(sentences, sentences, noise), min_size=1, max_size=5).map(". ".join)


@settings(max_examples=60, deadline=None)
@given(written, written, written, st.lists(written, max_size=2))
def test_reasons_hold_for_whatever_is_written(need: str, tried: str, offer: str, more: list[str]) -> None:
    check_reasons([Profile("CH", text=need, tried=tried)], [Profile("SP", text=offer, texts=tuple(more))])


@settings(max_examples=100, deadline=None)
@given(st.lists(written, max_size=4).map("\n".join))
def test_passages_are_found_in_the_text_and_fit_into_a_quotation(text: str) -> None:
    for passage in split(text):
        assert passage in text
        assert len(passage) <= LONGEST
