"""Check-ins as conversations: asked at the team's own working hour, answered once, amended, reminded once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.programme.checkins.answering import takes
from bot.sandbox.keyboard import Keyboard
from bot.sandbox.state import Message
from storage import checkins
from storage.checkins import Amendment, Checkin, CheckinState
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.loops import Loop, LoopState
from tests.cast import FAY, FJORD, IPE, MAPLE, Actor, Cast
from tests.house import House

ANSWER = {
    "hypothesis": "A visible list lowers calls to the clinic",
    "tried": "A public board in two towns",
    "learned": "Data older than a week does harm",
    "result": "Mixed",
}
ASKED, NUDGED = "2026-10-15T14:00:00+00:00", "2026-10-19T14:00:00+00:00"
"""Just after the last of the three teams is asked, and after it is reminded."""
CLOSED = "2026-10-31T12:00:00+00:00"


def _row(db: Db) -> Checkin:
    return next(row for row in checkins.of_loop(db, 1) if row.state != CheckinState.MISSED)


def _answer(house: House, actor: Actor, **more: Any) -> Keyboard:
    person = house.person(actor)
    person.command("/sweetspot checkin answer")
    assert person.submit(**(ANSWER | more)).errors == {}
    person.close()
    house.flush()
    return person


def _dms(house: House, team: Cast) -> list[int]:
    """How often lead and deputy were written to about a check-in."""
    said = [[one.text for one in house.person(actor).dm()] for actor in (team.lead, team.deputy)]
    return [len([text for text in texts if "Check-in" in text]) for texts in said]


def _questions(house: House) -> list[Message]:
    return [item for item in house.person(IPE.lead).dm() if "Check-in 1" in item.text]


def _cards(house: House) -> list[Message]:
    return [item for item in house.person(MAPLE.lead).sees("room-challenge") if "*Result*" in item.text]


def _skipped(house: House, reason: str) -> int:
    query = select(Delivery).where(Delivery.state == DeliveryState.SKIPPED, col(Delivery.reason) == reason)
    return len(house.read(lambda db: list(db.exec(query))))


# Asked, and reminded once


def test_a_team_is_asked_at_half_past_nine_its_own_time(house: House) -> None:
    house.until("2026-10-15T12:29:00+00:00")
    asked = [message.text for message in house.person(FJORD.lead).dm()]
    assert len(asked) == 1
    assert "Check-in 1" in asked[0]
    assert "Friday 30 October, 17:00 (Oslo time)" in asked[0]
    assert _questions(house) == []
    house.until("2026-10-15T12:31:00+00:00")
    assert len(_questions(house)) == 1


def test_only_who_has_not_answered_is_reminded_and_once(house: House) -> None:
    house.until(ASKED)
    _answer(house, FJORD.deputy)
    before = _dms(house, FJORD)
    house.until("2026-10-30T12:00:00+00:00")
    assert _dms(house, FJORD) == before
    assert _dms(house, MAPLE) == [2, 1]
    assert "the only reminder" in house.person(MAPLE.deputy).dm()[0].text


def test_the_deputy_is_asked_while_the_lead_is_away(house: House) -> None:
    house.person(FJORD.lead).command("/sweetspot team away 2026-10-12 2026-10-25")
    before = _dms(house, FJORD)
    house.until(NUDGED)
    assert _dms(house, FJORD) == [before[0], 2]


def test_a_late_start_asks_and_does_not_remind_the_same_day(house: House) -> None:
    house.person(FAY).command("/sweetspot pause all")
    house.until("2026-10-19T18:00:00+00:00")
    assert _dms(house, MAPLE) == [0, 0]
    house.person(FAY).command("/sweetspot resume all")
    house.until("2026-10-30T12:00:00+00:00")
    assert _dms(house, MAPLE) == [1, 0]
    assert _skipped(house, "asked the same day") == 6


# Answered once, amended in place


def test_an_answer_is_recorded_once_and_shown_in_the_workspace(house: House) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    marina = house.person(IPE.lead)
    marina.press("Answer")
    assert marina.submit(**ANSWER).errors == {}
    house.flush()
    assert len(_cards(house)) == 1
    assert "A public board in two towns" in _cards(house)[0].text
    assert house.read(_row).result == "mixed"


def test_another_member_amends_and_the_card_is_rewritten(house: House) -> None:
    house.until(ASKED)
    _answer(house, IPE.lead)
    first = _cards(house)[0].ts
    davi = house.person(IPE.deputy)
    davi.press("Amend")
    assert davi.submit(learned="A week is long; <two> days & it is stale").errors == {}
    house.flush()
    assert [card.ts for card in _cards(house)] == [first]
    assert "&lt;two&gt; days &amp; it is stale" in _cards(house)[0].text
    assert "version 2" in _cards(house)[0].text
    assert house.read(_row).hypothesis == ANSWER["hypothesis"]
    assert len(house.read(lambda db: list(db.exec(select(Amendment))))) == 2


def test_partners_read_an_answer_and_cannot_amend_it(house: House) -> None:
    house.until(ASKED)
    _answer(house, IPE.lead)
    june = house.person(MAPLE.lead)
    june.press("Amend", _cards(house)[0])
    assert june.view is None


def test_what_was_next_becomes_the_next_hypothesis(house: House) -> None:
    house.until(ASKED)
    _answer(house, IPE.lead, next_step="Show only this week's data", confidence="3")
    house.until("2026-11-12T14:00:00+00:00")
    marina = house.person(IPE.lead)
    marina.press("Answer")
    assert marina.view
    fields = {block["block_id"]: block for block in marina.view.payload["blocks"] if "element" in block}
    assert fields["hypothesis"]["element"]["initial_value"] == "Show only this week's data"
    assert fields["confidence"]["hint"]["text"] == "Last time: 3"


# What is wrong is said at its field


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"tried": "  "}, {"tried"}),
        ({"hypothesis": "", "tried": ""}, {"hypothesis", "tried"}),
        ({"next_on": "2026-10-14"}, {"next_on"}),
        ({"One line on Maple Desk for the facilitators, if you like": "They never call"}, {"line_3"}),
        ({"hypothesis": "", "tried": "", "learned": "", "result": "Nothing yet"}, set()),
        ({"next_on": "2026-10-15"}, set()),
    ],
)
def test_the_form_stays_open_until_it_is_right(house: House, given: dict[str, str], wrong: set[str]) -> None:
    house.until(ASKED)
    marina = house.person(IPE.lead)
    marina.press("Answer")
    assert marina.submit(**(ANSWER | given)).errors.keys() == wrong
    assert len(house.read(lambda db: checkins.of_loop(db, 1))) == (0 if wrong else 1)


def test_a_promised_day_that_has_passed_may_stay(house: House) -> None:
    house.until(ASKED)
    _answer(house, IPE.lead, next_on="2026-10-16")
    house.until("2026-10-20T14:00:00+00:00")
    _answer(house, IPE.lead, learned="More")
    assert house.read(_row).revision == 2


# Late, left out, missed


DAY = datetime(2026, 10, 30, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "answered", "now", "taken"),
    [
        (LoopState.PLANNED, None, timedelta(0), False),
        (LoopState.OPEN, None, timedelta(0), True),
        (LoopState.OPEN, timedelta(days=-5), timedelta(0), True),
        (LoopState.CLOSED, None, timedelta(days=6), True),
        (LoopState.CLOSED, None, timedelta(days=7), False),
        (LoopState.CLOSED, timedelta(days=-5), timedelta(days=1), False),
        (LoopState.CLOSED, timedelta(days=1), timedelta(days=2), True),
    ],
)
def test_what_is_taken_when(state: LoopState, answered: timedelta | None, now: timedelta, taken: bool) -> None:
    loop = Loop(edition_id=1, number=1, opens_on=DAY, checkin_on=DAY, due_on=DAY, closes_on=DAY, state=state)
    loop.closed_at = DAY if state == LoopState.CLOSED else None
    row = Checkin(loop_id=1, team_id=1, answered_at=DAY + answered if answered else None)
    assert takes(loop, row, DAY + now) is taken
    assert answered or takes(loop, None, DAY + now) is taken


def test_late_is_said_and_welcome_until_the_loop_closes(house: House) -> None:
    house.until("2026-10-21T14:00:00+00:00")
    _answer(house, IPE.lead)
    assert "Late, and welcome" in _cards(house)[0].text


def test_an_answer_in_time_is_not_late_when_it_is_amended_later(house: House) -> None:
    house.until(ASKED)
    _answer(house, IPE.lead)
    house.until("2026-10-21T14:00:00+00:00")
    _answer(house, IPE.deputy, learned="More")
    assert "Late" not in _cards(house)[0].text
    assert not house.read(_row).late


def test_after_the_close_what_was_counted_stays_and_the_words_are_taken(house: House) -> None:
    house.until(ASKED)
    marina = house.person(IPE.lead)
    marina.press("Answer")
    house.until(CLOSED)
    assert marina.submit(**ANSWER).errors == {}
    assert "what was counted stays" in str(marina.view.payload if marina.view else "")
    house.flush()
    (card,) = _cards(house)
    assert "Came after the loop had closed" in card.text
    assert card.thread_ts == next(
        item.ts for item in house.person(MAPLE.lead).sees("room-challenge") if "Loop 1" in item.text
    )
    mine = house.read(lambda db: next(row for row in checkins.of_loop(db, 1) if row.answered))
    assert (mine.state, mine.late) == (CheckinState.MISSED, True)


def test_a_late_answer_comes_by_command_and_is_amended_in_its_week(house: House) -> None:
    house.until(CLOSED)
    _answer(house, IPE.lead)
    _answer(house, IPE.deputy, learned="More")
    (card,) = _cards(house)
    assert "version 2" in card.text


def test_an_answer_in_time_stands_once_the_loop_has_closed(house: House) -> None:
    house.until(ASKED)
    _answer(house, IPE.lead)
    house.until(CLOSED)
    assert "takes no answers now" in house.person(IPE.lead).press("Amend").text


def test_a_week_after_the_close_nothing_is_taken_and_the_words_stay_in_the_form(house: House) -> None:
    house.until(ASKED)
    marina = house.person(IPE.lead)
    marina.press("Answer")
    house.until("2026-11-08T12:00:00+00:00")
    assert "takes no answers now" in marina.submit(**ANSWER).errors["hypothesis"]
    marina.close()
    assert "takes no answers now" in marina.press("Answer").text
    states = {row.state for row in house.read(lambda db: checkins.of_loop(db, 1))}
    assert states == {CheckinState.MISSED}


def test_a_loop_is_left_out_with_a_reason(house: House) -> None:
    house.until(ASKED)
    ingrid = house.person(FJORD.lead)
    ingrid.press("Skip this loop")
    assert ingrid.submit(reason="Budget month").errors == {}
    house.until("2026-11-01T12:00:00+00:00")
    assert _dms(house, FJORD) == [1, 0]
    row = house.read(_row)
    assert (row.state, row.reason) == (CheckinState.SKIPPED, "Budget month")


def test_a_team_that_left_the_loop_out_may_answer_after_all(house: House) -> None:
    house.until(ASKED)
    house.person(FJORD.lead).command("/sweetspot checkin skip because of the budget")
    assert house.read(_row).state == CheckinState.SKIPPED
    _answer(house, FJORD.deputy)
    row = house.read(_row)
    assert (row.state, row.reason) == (CheckinState.RECEIVED, "")


def test_what_is_answered_is_not_skipped(house: House) -> None:
    house.until(ASKED)
    _answer(house, FJORD.deputy)
    ingrid = house.person(FJORD.lead)
    assert "has answered already" in ingrid.press("Skip this loop").text
    assert ingrid.view is None
    said = house.person(FAY).command("/sweetspot checkin skip Fjord Services because of an election").text
    assert "has answered already" in said
    assert house.read(_row).state == CheckinState.RECEIVED


# The facilitators' lane


def test_a_facilitator_records_what_came_by_mail(house: House) -> None:
    house.until(ASKED)
    fay = house.person(FAY)
    fay.command("/sweetspot checkin record fjord services")
    assert fay.submit(**ANSWER).errors == {}
    house.flush()
    assert FJORD.name in _cards(house)[0].text
    assert "not yours to do" in house.person(IPE.lead).command("/sweetspot checkin record Fjord Services").text


def test_asking_again_is_for_waking_hours_and_once_a_day(house: House) -> None:
    house.until("2026-10-21T09:00:00+00:00")
    _answer(house, MAPLE.lead)
    before, fay = [_dms(house, team)[0] for team in (FJORD, IPE, MAPLE)], house.person(FAY)
    said = fay.command("/sweetspot checkin ask").text
    assert "Asked now: Fjord Services." in said
    assert "Ipê Lab is asked on Wednesday 21 October, 14:30 (Paris time)" in said
    again = fay.command("/sweetspot checkin ask").text
    assert "Asked that day already: Ipê Lab, Fjord Services." in again
    house.until("2026-10-22T05:00:00+00:00")
    assert [_dms(house, team)[0] for team in (FJORD, IPE, MAPLE)] == [before[0] + 1, before[1] + 1, before[2]]


def test_one_team_is_asked_by_name_and_not_reminded_the_same_day(house: House) -> None:
    house.until("2026-10-18T12:00:00+00:00")
    said = house.person(FAY).command("/sweetspot checkin ask Fjord Services").text
    assert "Fjord Services is asked on Monday 19 October, 09:30" in said
    house.until(NUDGED)
    assert _dms(house, FJORD) == [2, 0]
    assert _dms(house, IPE) == [2, 1]


def test_nobody_is_left_to_ask(house: House) -> None:
    house.until(ASKED)
    _answer(house, FJORD.deputy)
    assert "Nobody is left" in house.person(FAY).command("/sweetspot checkin ask Fjord Services").text
    assert "not yours to do" in house.person(IPE.lead).command("/sweetspot checkin ask").text
