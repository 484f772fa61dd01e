"""Matchmaking in Slack: plans and what speaks for them, rules, drafts side by side, and the ways out."""

from datetime import datetime

import pytest

from storage import matching
from storage.db import Db
from storage.matching import Challenge, PairingState
from storage.teams import TeamKind
from tests.cast import FAY, FJORD, Cast
from tests.house import House
from tests.matchmaking import PROVIDERS, Stand, add_team, furnish, team

# Solving and explaining


def test_a_plan_is_kept_as_a_draft_with_reasons_and_the_weakest_point(stand: Stand) -> None:
    said = stand.says("solve")
    assert "*Draft 1*: 2 pairs" in said
    assert "no plan that keeps the rules has more" in said
    assert "Weakest point:" in said
    assert "Without a place:" in said
    draft = stand.draft(1)
    assert draft.total == pytest.approx(draft.bound)
    assert draft.total == pytest.approx(sum(pair["score"] for pair in draft.pairs), abs=1e-3)
    assert len(stand.pairs(PairingState.SUGGESTED)) == 2


def test_only_facilitators_see_a_plan(stand: Stand) -> None:
    stand.says("solve")
    for words in ("solve", "explain", "compare", "rule", "fits", "comments", "reserve 1 Telar", "rematch 1"):
        said = stand.house.person(FJORD.lead).command(f"/sweetspot match {words}")
        assert "nothing was changed" in said.text, words
        assert "Draft" not in said.text
        assert said.view is None


def test_an_answer_that_takes_its_time_comes_after_the_acknowledgement(stand: Stand) -> None:
    stand.house.bot.errands.patience = 0
    assert "Working on it" in stand.says("solve")
    stand.house.flush()
    assert "*Draft 1*: 2 pairs" in stand.fay.dm()[-1].text
    assert len(stand.read(lambda db: matching.drafts(db, 1))) == 1


def test_a_challenge_is_explained_with_everybody_and_what_each_would_cost(stand: Stand) -> None:
    stand.says("solve")
    said = stand.says("explain 1")
    for cast, _, _ in PROVIDERS:
        assert cast.name in said
    assert said.count("in the best plan") == 1
    assert "of the total" in said
    costs = stand.draft(1).total
    stand.says("pin 1 Kotare")
    stand.says("solve")
    dearer = stand.draft(2).total
    assert f"would cost {costs - dearer:.2f} of the total" in said.split("Kotare")[1]


def test_a_team_is_explained_with_every_challenge(stand: Stand) -> None:
    said = stand.says("explain Maple Desk")
    assert "challenge 1" in said
    assert "challenge 2" in said
    assert "There is no team" in stand.says("explain Nobody")


def test_a_pair_that_cannot_be_says_why(stand: Stand) -> None:
    def neighbours(db: Db, _: datetime) -> None:
        fjord = team(db, FJORD.name)
        fjord.country, fjord.languages = "BR", ["no"]

    stand.house.bot.writer.commit(neighbours)
    stand.says("exclude 1 Telar because they share a director")
    said = stand.says("explain 1")
    assert "impossible, same country" in said
    assert "impossible, excluded because they share a director" in said
    assert "impossible, no common working language" in stand.says("explain 2")


# Pins, exclusions, rules


def test_a_pin_stays_and_an_exclusion_keeps_away(stand: Stand) -> None:
    assert "stays with challenge 1" in stand.says("pin 1 Kotare")
    stand.says("exclude 2 Maple Desk because of a conflict")
    stand.says("solve")
    pairs = stand.pairs(PairingState.SUGGESTED)
    assert (1, "Kotare") in pairs
    assert (2, "Maple Desk") not in pairs
    assert "Take that back first" in stand.says("exclude 1 Kotare because of a whim")
    assert "free of pins" in stand.says("free 1 Kotare")
    stand.says("solve")
    assert (1, "Kotare") not in stand.pairs(PairingState.SUGGESTED)


def test_the_buttons_of_a_pair_pin_exclude_and_ask_why(stand: Stand) -> None:
    stand.says("solve")
    name = dict(stand.pairs())[1]
    assert "in the best plan" in stand.press("Why not another")
    assert f"{name} stays with challenge 1" in stand.fay.press("Pin", message=stand.plan()).text
    stand.says(f"free 1 {name}")
    stand.fay.press("Exclude", message=stand.plan())
    stand.fay.submit(reason="They would not have the time")
    stand.fay.close()
    stand.says("solve")
    assert (1, name) not in stand.pairs(PairingState.SUGGESTED)


def test_a_rule_is_changed_in_a_form_with_a_reason(stand: Stand) -> None:
    stand.says("rule")
    wrong = stand.fay.submit(reason="We may", wanted="7: 2", answer_days="many")
    assert set(wrong.errors) == {"wanted", "answer_days"}
    stand.fay.submit(wanted="1: 2\n2: 1", answer_days="3", filling="at_most", distinct_providers="yes")
    stand.fay.close()
    assert stand.read(lambda db: [row.wanted for row in matching.challenges(db, 1)]) == [2, 1]
    changes = stand.read(lambda db: [(row.what, row.reason) for row in matching.changes(db, 1)])
    assert ("places of challenge 1: 1 → 2", "We may") in changes
    assert "*Draft 1*: 3 pairs" in stand.says("solve")


def test_two_drafts_side_by_side_say_who_moves_and_what_it_costs(stand: Stand) -> None:
    stand.says("solve")
    first = dict(stand.pairs())
    stand.says("pin 1 Kotare")
    stand.says("solve")
    one, two = stand.draft(1), stand.draft(2)
    said = stand.says("compare 1 2")
    assert f"{two.total - one.total:+.2f} in all" in said
    assert f"{first[1]} leaves, Kotare comes" in said
    assert "there is no draft 9" in stand.says("compare 1 9").lower()
    assert "Draft 1" in stand.says("compare")
    assert "*Draft 1*" in stand.press("Use draft 1")
    assert stand.pairs(PairingState.SUGGESTED) == set(first.items())


def test_a_draft_whose_inputs_changed_says_so(stand: Stand) -> None:
    stand.says("solve")
    assert "out of date" not in stand.says("explain")
    stand.says("exclude 1 Telar because of a whim")
    assert "out of date" in stand.says("explain")
    assert "out of date" not in stand.says("solve")


# Where there is no plan


def test_without_a_plan_the_conflict_is_named_and_a_way_out_is_a_button(stand: Stand) -> None:
    for name in ("Fjord Services", "Telar", "Kotare", "Maple Desk"):
        stand.says(f"exclude 1 {name} because of a conflict")
    said = stand.says("solve")
    assert "There is no such plan" in said
    assert "Waiting lists that people can see" in said
    assert stand.pairs() == set()
    stand.press("Way out 1")
    assert stand.fay.submit().errors
    stand.fay.submit(reason="Better one place than none")
    stand.house.flush()
    assert stand.read(lambda db: len(matching.drafts(db, 1))) == 2
    assert stand.read(lambda db: [row.reason for row in matching.changes(db, 1)])[-1] == "Better one place than none"


def test_a_great_edition_fits_into_slacks_limits(empty_house: House) -> None:
    installation = empty_house.bot.installations.here()

    def many(db: Db, now: datetime) -> None:
        edition = furnish(db, now, installation.id)
        for number in range(3, 41):
            cast = Cast(f"Owner {number}", TeamKind.OWNER, "IT", "Europe/Rome", FJORD.lead, FJORD.deputy)
            owner = add_team(db, edition, cast, TeamKind.OWNER, f"Challenge {number}", "", now)
            title = f"Challenge {number} " + "on a matter of some length " * 8
            db.add(Challenge(edition_id=edition.id, team_id=owner.id, number=number, title=title, wanted=1))
        for number in range(60):
            cast = Cast(f"Provider {number}", TeamKind.PROVIDER, "GR", "Europe/Athens", FJORD.lead, FJORD.deputy)
            add_team(db, edition, cast, TeamKind.PROVIDER, f"Offer {number}", "We have done this before. " * 30, now)

    empty_house.bot.writer.commit(many)
    stand = Stand(empty_house, empty_house.person(FAY))
    stand.says("solve")
    empty_house.flush()
    assert "*Draft 1*: 40 pairs" in stand.plan().text
    assert "Page 2 of 4" in stand.fay.press("More", message=stand.plan()).text
    stand.says("explain 1")
    empty_house.flush()
    assert "(page 1 of 6)" in stand.fay.dm()[-1].text
