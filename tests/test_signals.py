"""Signals as conversations: each raised once, for the facilitators alone, with a draft; and a person to talk to."""

from bot.sandbox.state import Message
from storage import asks, checkins, workspaces
from storage.checkins import Signal
from storage.db import Db
from storage.workspaces import WorkspaceKind
from tests.cast import FAY, FJORD, IPE, MAPLE
from tests.house import House

ASKED = "2026-10-15T14:00:00+00:00"
ANSWER = {"hypothesis": "Fewer calls", "tried": "A public board", "result": "Mixed"}


def _room(house: House, words: str) -> list[Message]:
    return [item for item in house.person(FAY).sees("room-facilitators") if words in item.text]


def _open(house: House) -> list[Signal]:
    return house.read(lambda db: checkins.open_signals(db, house.edition_id))


def test_two_misses_in_a_row_are_a_signal_and_one_is_none(house: House) -> None:
    house.until("2026-11-02T12:00:00+00:00")
    assert _room(house, "two check-ins in a row") == []
    house.until("2026-11-12T15:00:00+00:00")
    olav = house.person(FJORD.deputy)
    olav.command("/sweetspot checkin answer")
    olav.submit(**ANSWER)
    house.until("2026-11-30T12:00:00+00:00")
    raised = " ".join(item.text for item in _room(house, "two check-ins in a row"))
    assert [team.name in raised for team in (IPE, FJORD, MAPLE)] == [True, False, True]
    assert "Marina Teles or Davi Nunes" in raised


def test_help_that_is_asked_for_is_an_ask_and_no_signal_besides(house: House) -> None:
    house.until(ASKED)
    marina = house.person(IPE.lead)
    marina.command("/sweetspot checkin answer")
    marina.submit(**ANSWER, help_wanted="How do you reach people without a computer?")
    house.flush()
    assert _open(house) == []
    assert len(house.read(lambda db: asks.of_edition(db, house.edition_id))) == 1


def _light(house: House, colour: str) -> None:
    marina = house.person(IPE.lead)
    marina.command("/sweetspot checkin answer")
    assert marina.view
    names = [block.get("block_id", "") for block in marina.view.payload["blocks"]]
    marina.submit(**(ANSWER | {next(name for name in names if name.startswith("light_")): colour}))
    marina.close()
    house.flush()


def test_a_red_light_reaches_the_facilitators_once_and_no_partner(house: House) -> None:
    house.until(ASKED)
    _light(house, "red")
    _light(house, "red")
    assert len(_room(house, "marked a pairing red")) == 1
    seen = [item.text for item in house.person(FJORD.lead).sees("room-challenge")]
    assert not any("red" in text.split() for text in seen)


def test_a_red_light_that_is_taken_back_is_settled_and_wakes_when_it_is_red_again(house: House) -> None:
    house.until(ASKED)
    _light(house, "red")
    _light(house, "amber")
    assert _open(house) == []
    _light(house, "red")
    assert [signal.kind for signal in _open(house)] == ["red light"]


def test_a_signal_that_is_seen_to_says_by_whom_and_stays_so(house: House) -> None:
    house.until(ASKED)
    _light(house, "red")
    house.person(FAY).press("Seen to")
    assert _open(house) == []
    assert len(_room(house, "seen to by Fay Lindqvist")) == 1
    _light(house, "red")
    assert _open(house) == []


def test_somebody_who_would_rather_talk_is_named_to_the_facilitators_alone(house: House) -> None:
    house.until(ASKED)
    said = house.person(MAPLE.lead).press("Talk to a person").text
    assert "two working days" in said
    house.person(MAPLE.lead).press("Talk to a person")
    house.flush()
    notes = _room(house, "would like to talk to a person")
    assert len(notes) == 1
    assert "June Mercer" in notes[0].text
    assert MAPLE.lead.email in notes[0].text
    assert [signal.kind for signal in _open(house)] == ["talk to a person"]
    house.until("2026-10-15T15:00:00+00:00")
    assert len(_room(house, MAPLE.name)) == 1
    house.person(FAY).press("Seen to", notes[0])
    assert _open(house) == []
    house.until("2026-10-16T14:00:00+00:00")
    assert [item for item in house.person(IPE.lead).sees("room-challenge") if "June" in item.text] == []


def test_without_a_room_each_facilitator_is_told(house: House) -> None:
    def close_room(db: Db) -> None:
        room = workspaces.of_edition(db, house.edition_id, WorkspaceKind.FACILITATORS)[0]
        db.delete(room)

    house.until(ASKED)
    house.bot.writer.commit(lambda db, _: close_room(db))
    house.person(MAPLE.lead).press("Talk to a person")
    house.flush()
    assert len([item for item in house.person(FAY).dm() if "June Mercer" in item.text]) == 1
