"""The score from text: what meets scores high, whatever the words and the language, and every reason can be checked."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.solvers.scoring import Profile, Scored, glossary, meaning, score, words
from bot.programme.solvers.scoring.passages import LONGEST, split
from bot.programme.solvers.scoring.sides import Side
from bot.programme.solvers.scoring.tokens import tokens

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


def left_over(side: Side, gone: int) -> Side:
    """The one profile of this side without that passage."""
    kept = [number for number in range(len(side.passages)) if number != gone]
    rows = side.weights[kept], side.meaning[kept], side.lexical[kept], side.belongs[:, kept]
    return Side([side.passages[number] for number in kept], [0, len(kept)], *rows)


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
    from bot.programme.solvers.scoring import evidence, pairs, sides

    needs = [Profile(f"CH-{number}", text=text, title="Trust") for number, text in enumerate([*NEEDS, ""])]
    offers = [Profile(f"SP-{number}", texts=(text, *OFFERS[:2])) for number, text in enumerate([*OFFERS, ""])]
    asking, offering = sides.build(needs, offers)
    table, apart = evidence.text_scores(asking, offering), pairs.Pairs(asking, offering)
    for row in range(len(needs)):
        for column in range(len(offers)):
            assert table[row, column] == pytest.approx(apart.texts(row, column).score, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(*[st.lists(st.sampled_from([*NEEDS, *OFFERS, "…", "AI"]), min_size=1, max_size=3) for _ in "12"])
def test_a_pair_without_a_passage_scores_what_it_would_if_nobody_had_written_it(
    need: list[str], offer: list[str]
) -> None:
    from bot.programme.solvers.scoring import evidence, pairs, sides

    asking, offering = sides.build([Profile("CH", texts=tuple(need))], [Profile("SP", texts=tuple(offer))])
    found = pairs.Pairs(asking, offering).texts(0, 0).without
    for row, column in np.ndindex(*found.shape):
        rest = evidence.text_scores(left_over(asking, row), left_over(offering, column))
        assert found[row, column] == pytest.approx(float(rest[0, 0]), abs=1e-5)


def test_memory_is_bounded_by_portions_and_the_scores_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.programme.solvers.scoring import evidence

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
    assert check_reasons(needs, offers) > 10


sentences = st.sampled_from([sentence for text in [*NEEDS, *OFFERS] for sentence in split(text)])
noise = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
written = st.lists(st.one_of(sentences, sentences, noise), min_size=1, max_size=5).map(". ".join)


@settings(max_examples=25, deadline=None)
@given(written, written, written, st.lists(written, max_size=2))
def test_reasons_hold_for_whatever_is_written(need: str, tried: str, offer: str, more: list[str]) -> None:
    check_reasons([Profile("CH", text=need, tried=tried)], [Profile("SP", text=offer, texts=tuple(more))])


@settings(max_examples=100, deadline=None)
@given(st.lists(written, max_size=4).map("\n".join))
def test_passages_are_found_in_the_text_and_fit_into_a_quotation(text: str) -> None:
    for passage in split(text):
        assert passage in text
        assert len(passage) <= LONGEST


def test_without_all_that_is_quoted_the_score_is_lower_still() -> None:
    need, offer = Profile("CH", text=" ".join(NEEDS)), Profile("SP", texts=tuple(OFFERS))
    whole = pair(need, offer)
    barer, poorer, before = need, offer, whole.score
    for reason in whole.reasons:
        asked, given = quotations(reason)
        barer, poorer = struck(barer, asked), struck(poorer, given)
    assert len(whole.reasons) == 3
    assert pair(barer, poorer).score < before


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("Nuestros hospitales tienen listas de espera muy largas.", "Shorter waiting times in hospitals."),
        ("Wir wollen Jugendliche am Haushalt beteiligen.", "Orçamento participativo com jovens."),
        ("Πρόσφυγες και μετανάστες δυσκολεύονται να βρουν δουλειά.", "Jobs for refugees and migrants."),
        ("Ældre borgere kan ikke bruge digital selvbetjening.", "Help desks where seniors learn to go online."),
        ("Elderly people", "Seniors"),
        ("Tenders are slow", "Fast procurement"),
    ],
)
def test_another_language_or_other_words_meet_all_the_same(need: str, offer: str) -> None:
    assert alike(need, offer) > alike(need, HEAT) + 0.05


def test_one_fitting_piece_of_past_work_among_others_is_found() -> None:
    need = Profile("CH", text=QUEUE)
    offers = [Profile("SP-1", texts=(HEAT, LIST, OFFERS[3])), Profile("SP-2", texts=(HEAT, OFFERS[3], OFFERS[5]))]
    found = score([need], offers, on=ON)
    assert found["CH", "SP-1"].score > found["CH", "SP-2"].score
    assert LIST in found["CH", "SP-1"].reasons[0]


def test_a_very_long_text_is_read_to_its_end_and_quoted_in_passages() -> None:
    padding = "The office keeps chairs, tables and lamps in several rooms. " * 100
    found = pair(Profile("CH", text=QUEUE), Profile("SP", text=padding + LIST))
    assert LIST in found.reasons[0]


def test_what_failed_and_what_worked_is_named_as_such() -> None:
    need = Profile("CH", text="Something else entirely: bridges.", tried="A paper form for seniors; nobody read it.")
    offer = Profile("SP", tried="We rewrote the paper form with seniors, and everybody read it.")
    assert any(reason.startswith("What failed there worked here: ") for reason in pair(need, offer).reasons)


FACTS: dict[str, Any] = {"languages": ("en", "es"), "time_zone": "Europe/Madrid", "themes": ("AI",), "level": "local"}
OTHER: dict[str, Any] = {
    "languages": ("fi",),
    "time_zone": "Pacific/Auckland",
    "themes": ("Health",),
    "level": "national",
}


@pytest.mark.parametrize("name", FACTS)
def test_a_missing_fact_lies_between_one_that_helps_and_one_that_hurts_on_either_side(name: str) -> None:
    need, offer = Profile("CH", text=QUEUE, **{name: FACTS[name]}), Profile("SP", text=LIST, **{name: FACTS[name]})
    missing = pair(replace(need, **{name: type(FACTS[name])()}), offer).score
    assert missing == pair(need, replace(offer, **{name: type(FACTS[name])()})).score == alike(QUEUE, LIST)
    assert pair(need, offer).score > missing > pair(need, replace(offer, **{name: OTHER[name]})).score


def test_texts_weigh_more_than_all_facts_together() -> None:
    need = Profile("CH", text=QUEUE, **FACTS)
    assert pair(need, Profile("SP", text=LIST, **OTHER)).score > pair(need, Profile("SP", text=HEAT, **FACTS)).score


def test_facts_are_told_in_words() -> None:
    need, offer = Profile("CH", **FACTS), Profile("SP", **(FACTS | {"languages": ("es", "en", "fr")}))
    assert pair(need, offer).reasons == [
        "Common languages: English, Spanish",
        f"8 working hours in common on {ON}",
        "Common theme: AI",
    ]
    assert pair(need, replace(offer, languages=("fi",))).weakest == "No common language stated"
    assert pair(need, replace(offer, time_zone="Pacific/Auckland")).weakest == f"No working hours in common on {ON}"


def test_a_morning_that_is_the_next_days_is_told_as_such() -> None:
    found = pair(Profile("CH", time_zone="America/Los_Angeles"), Profile("SP", time_zone="Pacific/Auckland"))
    assert found.weakest == "Working hours in common only across two dates: 5 between 2027-01-20 and 2027-01-21"


def test_the_weakest_point_is_nothing_that_a_reason_calls_answered() -> None:
    edition = json.loads(SAMPLE.read_text(encoding="utf-8"))
    needs = [Profile(item["id"], item["title"], item["need"]) for item in edition["challenges"]]
    offers = [Profile(item["id"], text=item["offer"]) for item in edition["providers"]]
    for found in score(needs, offers, on=ON).values():
        assert found.weakest
        for reason in found.reasons:
            assert f'"{quotations(reason)[0]}"' not in found.weakest


def test_what_failed_and_is_only_mentioned_elsewhere_did_not_work_there() -> None:
    need = Profile("CH", tried="A paper form for seniors; nobody read it.")
    offer = Profile("SP", text="We rewrote the paper form with seniors, and everybody read it.")
    assert pair(need, offer).reasons[0].startswith("What failed there meets experience here: ")


def test_the_weakest_point_quotes_what_is_not_answered() -> None:
    found = pair(Profile("CH", text=f"{QUEUE} The bridges are rusting."), Profile("SP", text=LIST))
    assert found.weakest == 'Little in the offer answers this: "The bridges are rusting."'


def test_a_longer_sentence_is_cut_at_its_clauses_and_script_without_spaces_at_its_full_stops() -> None:
    assert split(f"{'a' * 120}, {'b' * 120}") == ["a" * 120, "b" * 120]
    assert split("待ち時間が長い。市民は困っている！") == ["待ち時間が長い。", "市民は困っている！"]
    assert split("See e.g. the list. Then go…") == ["See e.g. the list.", "Then go…"]


def test_every_concept_has_words_in_every_language_and_a_known_concept_above_it() -> None:
    concepts = glossary.concepts()
    assert len(concepts) > 100
    for concept in concepts.values():
        assert len(concept.terms) == 17
        assert all(term.strip() for terms in concept.terms.values() for term in terms), concept.name
        assert not concept.broader or concept.broader in concepts
        for terms in concept.terms.values():
            assert all(len(term) > glossary.SHORTEST for term in terms if term.endswith("*")), concept.name


@pytest.mark.parametrize("language", words.languages())
def test_small_words_stand_for_no_concept(language: str) -> None:
    empty = words.small((language,))
    for word in sorted(empty):
        assert not glossary.spoken_of([word], frozenset((language,)), empty)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Participatory budgeting", "participatory_budget"),
        ("Künstliche Intelligenz", "ai"),
        ("les personnes âgées", "older_people"),
        ("hajléktalanok", "homeless"),
        ("штучний інтелект", "ai"),
    ],
)
def test_the_glossary_knows_inflected_words(text: str, concept: str) -> None:
    assert concept in glossary.spoken_of(tokens(text), frozenset(), frozenset())


def test_words_alone_decide_where_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_universal", "_hundred_languages"):
        monkeypatch.setattr(meaning, name, lambda: None)
    assert meaning.vectors([QUEUE]).shape == (1, 0)
    assert alike(QUEUE, LIST) > 2 * alike(QUEUE, HEAT)
    assert check_reasons([Profile("CH", text=QUEUE)], [Profile("SP", text=LIST)]) == 1
