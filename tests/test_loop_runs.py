"""A workspace's loop as a conversation: intention, peer call, capture, learning card."""

from datetime import date

import pytest

from bot.programme.loops import promises
from bot.programme.loops.promises import Promise
from bot.sandbox.state import Message
from storage import commitments, loops
from storage.commitments import CommitmentState
from tests.cast import FJORD, IPE, KOTARE, MAPLE
from tests.house import House

OPEN = "2026-10-05T08:00:00+00:00"
LINES = "Fjord Services: send the template by 2026-10-22\nJune: ask two towns"


def _room(house: House, words: str) -> list[Message]:
    return [item for item in house.person(FJORD.lead).sees("room-challenge") if words in item.text]


def _dm(house: House, words: str) -> list[str]:
    return [item.text for item in house.person(IPE.lead).dm() if words in item.text]


def _capture(house: House) -> None:
    davi = house.person(IPE.deputy)
    davi.command("/sweetspot loop capture")
    assert davi.submit(decided="One list for both towns", actions=LINES, noted="Staff read it first").errors == {}
    davi.close()
    house.flush()


def test_any_member_writes_the_intention_and_the_opening_is_rewritten_in_place(house: House) -> None:
    house.until(OPEN)
    (first,) = _room(house, "Loop 1 is open")
    olav = house.person(FJORD.deputy)
    olav.press("Write the intention", first)
    assert olav.submit(intention=" ").errors.keys() == {"intention"}
    assert olav.submit(intention="A <visible> list lowers calls", trying="A board").errors == {}
    house.flush()
    (again,) = _room(house, "Loop 1 is open")
    assert again.ts == first.ts
    assert "A &lt;visible&gt; list lowers calls" in again.text
    assert "Olav Moen" in again.text
    house.until("2026-10-09T20:00:00+00:00")
    assert _dm(house, "has no intention yet") == []


def test_a_missing_intention_is_reminded_of_once(house: House) -> None:
    house.until("2026-10-07T12:29:00+00:00")
    assert _dm(house, "has no intention yet") == []
    house.until("2026-10-14T12:00:00+00:00")
    assert len(_dm(house, "has no intention yet")) == 1


def test_others_have_no_say_in_a_workspace(house: House) -> None:
    house.until(OPEN)
    assert "Which workspace?" in house.person(KOTARE.lead).command("/sweetspot loop capture").text


def test_a_time_is_proposed_picked_and_told_to_each_in_its_own_time(house: House) -> None:
    house.until("2026-10-12T08:00:00+00:00")
    (proposed,) = _room(house, "which time?")
    assert "(unless somebody picks another)" in proposed.text
    house.person(MAPLE.lead).press("Time 1", proposed)
    house.flush()
    house.person(MAPLE.lead).press("Time 1", proposed)
    house.flush()
    (told,) = _room(house, "Fjord Services: ")[-1:]
    assert "(Oslo time)" in told.text
    assert "(Sao Paulo time)" in told.text
    assert len([item for item in _room(house, "*Peer call of loop 1*") if "Amend" not in item.text]) == 1


def test_the_call_is_prepared_on_the_working_day_before_and_captured_in_one_form(house: House) -> None:
    house.until("2026-10-23T20:00:00+00:00")
    (prep,) = _room(house, "Prepare the peer call")
    assert "Working hours that all have" in prep.text
    assert "Nothing is open" in prep.text
    assert len(_dm(house, "only reminder")) >= 1
    _capture(house)
    (posted,) = _room(house, "One list for both towns")
    assert "June Mercer, Maple Desk: ask two towns" in posted.text
    assert "Fjord Services: send the template, by Thursday 22 October" in posted.text
    davi = house.person(IPE.deputy)
    davi.press("Amend", posted)
    assert davi.submit(actions="June: ask three towns").errors == {}
    house.flush()
    (again,) = _room(house, "One list for both towns")
    assert again.ts == posted.ts
    rows = house.read(lambda db: commitments.of_origin(db, "capture-1"))
    open_ = [row.text for row in rows if row.state == CommitmentState.OPEN]
    assert open_ == ["ask three towns"]


def test_what_was_promised_is_asked_about_on_its_day_once(house: House) -> None:
    house.until("2026-10-19T12:00:00+00:00")
    _capture(house)
    ingrid = house.person(FJORD.lead)
    house.until("2026-10-22T07:29:00+00:00")
    assert [item for item in ingrid.dm() if "Is it done?" in item.text] == []
    house.until("2026-10-22T07:31:00+00:00")
    (asked,) = [item for item in ingrid.dm() if "send the template" in item.text]
    ingrid.press("Done", asked)
    states = {row.text: row.state for row in house.read(lambda db: commitments.of_origin(db, "capture-1"))}
    assert states == {"send the template": CommitmentState.DONE, "ask two towns": CommitmentState.OPEN}


def test_a_late_promise_is_moved_to_a_new_day(house: House) -> None:
    house.until("2026-10-19T12:00:00+00:00")
    _capture(house)
    house.until("2026-10-23T07:31:00+00:00")
    assert len(house.read(lambda db: commitments.late(db, house.edition_id, date(2026, 10, 23)))) == 1
    ingrid = house.person(FJORD.lead)
    ingrid.press("New date")
    assert ingrid.submit(due_on="2026-10-01").errors.keys() == {"due_on"}
    assert ingrid.submit(due_on="2026-10-27").errors == {}
    assert house.read(lambda db: commitments.late(db, house.edition_id, date(2026, 10, 26))) == []


def test_the_learning_card_plans_the_next_intention(house: House) -> None:
    house.until("2026-10-22T12:00:00+00:00")
    _capture(house)
    house.until("2026-11-02T14:00:00+00:00")
    (card,) = _room(house, "Loop 1, in short")
    assert "Staff read it first" in card.text
    assert "Not confirmed yet" in card.text
    marina = house.person(IPE.lead)
    marina.press("Edit the learning card", card)
    assert marina.submit(learned="Staff first", course="Change it", next_step="Start with staff").errors == {}
    house.flush()
    (again,) = _room(house, "Loop 1, in short")
    assert again.ts == card.ts
    assert "Confirmed by Marina Teles" in again.text
    (opening,) = _room(house, "Loop 2 is open")
    marina.press("Write the intention", opening)
    assert marina.view
    fields = {block["block_id"]: block for block in marina.view.payload["blocks"]}
    assert fields["intention"]["element"]["initial_value"] == "Start with staff"


def test_the_owner_states_its_goal_when_the_first_loop_opens(house: House) -> None:
    house.until("2026-10-05T13:00:00+00:00")
    (asked,) = [item for item in house.person(IPE.lead).dm() if "want to have reached" in item.text]
    marina = house.person(IPE.lead)
    marina.press("State the goal", asked)
    assert marina.submit(text="A list that people trust", standing="2").errors == {}
    house.until("2026-10-12T13:00:00+00:00")
    assert _dm(house, "is not stated yet") == []


def test_a_run_has_common_hours_of_all_its_teams(house: House) -> None:
    house.until(OPEN)
    (run,) = house.read(lambda db: loops.runs_of(db, 1))
    assert len(run.proposals) == 3
    assert all("2026-10-19" <= at[:10] <= "2026-10-23" for at in run.proposals)


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("Ana: send it by 2026-10-23", Promise("Ana", "send it", date(2026, 10, 23))),
        ("- Ana will send it by Friday", Promise("Ana", "send it", date(2026, 10, 23))),
        ("2) Ana: send it, 3 Nov", Promise("Ana", "send it", date(2026, 11, 3))),
        ("Ana: send it until October 30th.", Promise("Ana", "send it", date(2026, 10, 30))),
        ("Ana: send it (by 5.1.)", Promise("Ana", "send it", date(2027, 1, 5))),
        ("Ana: send it tomorrow", Promise("Ana", "send it", date(2026, 10, 20))),
        ("Send it some day", Promise("", "Send it some day", None)),
        ("Ana: send it by 31 February", Promise("Ana", "send it by 31 February", None)),
    ],
)
def test_a_line_is_understood_as_far_as_it_goes(line: str, understood: Promise) -> None:
    assert promises.parse(line, date(2026, 10, 19)) == [understood]
