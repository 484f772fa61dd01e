"""Forms of check-ins as conversations: nothing that was written is lost, and nobody writes over another unseen."""

import pytest
from sqlmodel import select

from bot.sandbox.keyboard import Keyboard
from storage import checkins
from storage.checkins import Checkin, CheckinDraft, CheckinState
from tests.cast import FAY, FJORD, IPE, TELAR, Actor
from tests.house import House
from tests.test_checkins import ANSWER, ASKED, NUDGED

SECRET = "Zanzibar"  # a word that stands nowhere else


def _opened(house: House, who: Actor) -> Keyboard:
    person = house.person(who)
    person.command("/sweetspot checkin answer")
    return person


def _start(person: Keyboard, name: str) -> str:
    """What a field starts with."""
    assert person.view
    element = next(block["element"] for block in person.view.payload["blocks"] if block.get("block_id") == name)
    return str(element.get("initial_value") or element.get("initial_option", {}).get("value", ""))


def _text(person: Keyboard) -> str:
    return str(person.view.payload) if person.view else ""


def _drafts(house: House) -> list[CheckinDraft]:
    return house.read(lambda db: list(db.exec(select(CheckinDraft))))


def _row(house: House) -> Checkin | None:
    rows = house.read(lambda db: [row for row in checkins.of_loop(db, 1) if row.answered])
    return rows[0] if rows else None


def _leave(person: Keyboard, how: str) -> None:
    if how == "saves":
        person.press("Save for later")
    person.close()


# Drafts


@pytest.mark.parametrize("how", ["saves", "closes"])
def test_a_draft_is_the_teams_and_says_whose_words_it_holds(house: House, how: str) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead)
    marina.fill(tried=SECRET, result="Mixed")
    _leave(marina, how)
    davi = _opened(house, IPE.deputy)
    assert "Draft by Marina Teles" in _text(davi)
    assert (_start(davi, "tried"), _start(davi, "result")) == (SECRET, "mixed")
    assert davi.submit(hypothesis="Shorter lists").errors == {}
    row = _row(house)
    assert row
    assert (row.tried, row.hypothesis) == (SECRET, "Shorter lists")
    assert _drafts(house) == []


def test_a_form_that_is_only_looked_at_leaves_no_draft(house: House) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead)
    _leave(marina, "saves")
    _leave(_opened(house, IPE.lead), "closes")
    assert _drafts(house) == []


def test_a_draft_never_leaves_the_form(house: House) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead)
    marina.fill(learned=SECRET)
    _leave(marina, "saves")
    (kept,) = _drafts(house)
    assert SECRET.encode() not in kept.box, "sealed at rest"
    assert SECRET not in _text(_opened(house, FJORD.lead))
    fay = house.person(FAY)
    fay.command(f"/sweetspot checkin record {IPE.name}")
    assert SECRET not in _text(fay)
    fay.close()
    house.until("2026-11-05T12:00:00+00:00")
    assert not any(SECRET in item.text + str(item.blocks) for _, item in house.sandbox.messages())
    states = {row.state for row in house.read(lambda db: checkins.of_loop(db, 1))}
    assert states == {CheckinState.MISSED}, "a draft is no answer"


def test_who_has_a_draft_is_reminded_all_the_same(house: House) -> None:
    house.until(ASKED)
    before = len(house.person(IPE.lead).dm())
    marina = _opened(house, IPE.lead)
    marina.fill(learned=SECRET)
    _leave(marina, "closes")
    house.until(NUDGED)
    assert len(house.person(IPE.lead).dm()) == before + 1


def test_a_draft_goes_on_where_it_was_left(house: House) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead)
    marina.fill(tried="One")
    marina.press("Save for later")
    marina.press("Go on")
    assert _start(marina, "tried") == "One"
    marina.fill(learned="Two")
    _leave(marina, "saves")
    again = _opened(house, IPE.lead)
    assert (_start(again, "tried"), _start(again, "learned")) == ("One", "Two")
    assert len(_drafts(house)) == 1


def test_a_draft_is_thrown_away(house: House) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead)
    marina.fill(tried=SECRET)
    _leave(marina, "saves")
    marina = _opened(house, IPE.lead)
    marina.press("Throw the draft away")
    assert _drafts(house) == []
    marina.press("Answer")
    assert _start(marina, "tried") == ""


def test_two_drafts_at_once_are_both_kept(house: House) -> None:
    house.until(ASKED)
    marina, davi = _opened(house, IPE.lead), _opened(house, IPE.deputy)
    for person, words in ((marina, "From Marina"), (davi, "From Davi")):
        person.fill(tried=words)
        _leave(person, "closes")
    marina = _opened(house, IPE.lead)
    assert _start(marina, "tried") == "From Davi"
    assert "*Marina Teles*: From Marina" in _text(marina)


def test_a_draft_that_was_written_beside_an_answer_stays(house: House) -> None:
    house.until(ASKED)
    marina, davi = _opened(house, IPE.lead), _opened(house, IPE.deputy)
    davi.fill(learned="From Davi")
    _leave(davi, "closes")
    assert marina.submit(**ANSWER).errors == {}
    davi = _opened(house, IPE.deputy)
    assert "Marina Teles has changed this check-in meanwhile" in _text(davi)
    assert _start(davi, "learned") == "From Davi"
    assert f"*Marina Teles*: {ANSWER['learned']}" in _text(davi)
    assert _start(davi, "tried") == ANSWER["tried"], "what they did not touch is the newer"


# Two at once


def test_the_second_sees_what_the_first_has_changed_and_decides(house: House) -> None:
    house.until(ASKED)
    marina, davi = _opened(house, IPE.lead), _opened(house, IPE.deputy)
    assert marina.submit(**ANSWER).errors == {}
    assert davi.submit(**(ANSWER | {"learned": "Weekly is too <slow> & rare", "result": "Refuted"})).errors == {}
    row = _row(house)
    assert row
    assert (row.learned, row.revision) == (ANSWER["learned"], 1), "nothing was written over"
    assert "Marina Teles has changed this check-in meanwhile" in _text(davi)
    assert _start(davi, "learned") == "Weekly is too <slow> & rare"
    assert f"*Marina Teles*: {ANSWER['learned']}" in _text(davi)
    assert "*Marina Teles*: Mixed" in _text(davi)
    assert davi.submit().errors == {}
    row = _row(house)
    assert row
    assert (row.learned, row.result, row.revision) == ("Weekly is too <slow> & rare", "refuted", 2)


def test_who_changed_it_last_stands_in_the_form_and_on_the_card(house: House) -> None:
    house.until(ASKED)
    for who, learned in ((IPE.lead, "One"), (IPE.deputy, "Two")):
        person = _opened(house, who)
        assert person.submit(**(ANSWER | {"learned": learned})).errors == {}
        person.close()
        house.flush()
    assert "Last changed by Davi Nunes, Thursday 15 October, 11:00 (Sao Paulo time)" in _text(_opened(house, IPE.lead))
    (card,) = [item for item in house.person(FJORD.lead).sees("room-challenge") if "*Result*" in item.text]
    assert "Changed by Davi Nunes on " in card.text


# The other questions


def test_help_for_advisors_and_facilitators_is_not_posted(house: House) -> None:
    house.until(ASKED)
    for who, cast in (("An advisor", IPE), ("The facilitators only", FJORD)):
        person = _opened(house, cast.lead)
        assert person.submit(**ANSWER, help_wanted=SECRET, help_from=who).errors == {}
    ingrid = _opened(house, FJORD.deputy)
    assert _start(ingrid, "help_from") == "facilitator"
    house.until("2026-11-05T12:00:00+00:00")
    assert not any(SECRET in item.text for item in house.person(FJORD.lead).sees("room-challenge"))


def test_the_close_of_the_loop_is_asked_and_said(house: House) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead)
    given = {"next_step": "Show last week only", "next_by": "Davi", "course": "Change", "statement_changed": "Yes"}
    assert marina.submit(**ANSWER, **given, thank_to=TELAR.name, thank_for="patience").errors == {}
    assert "statement.open" in _text(marina), "who signs for the owner is offered to reframe it"
    house.until("2026-10-16T14:00:00+00:00")
    (card,) = [item for item in house.person(FJORD.lead).sees("room-challenge") if "*Result*" in item.text]
    assert "*Next*: Show last week only (Davi)" in card.text
    assert "*From here*: Change" in card.text
    assert "has changed for this team" in card.text
    assert len([item for item in house.person(TELAR.lead).dm() if "patience" in item.text]) == 1
    again = _opened(house, IPE.lead)
    assert (_start(again, "thank_for"), _start(again, "course")) == ("", "change")


def test_thanks_want_both_a_team_and_words(house: House) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead)
    assert marina.submit(**ANSWER, thank_for="patience").errors.keys() == {"thank_for"}
    assert marina.submit(thank_for="", thank_to=TELAR.name).errors.keys() == {"thank_for"}
