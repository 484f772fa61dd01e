"""The facilitators' Monday and their outlook: who is due, late or quiet; what is to come; pause and resume."""

from datetime import timedelta

from sqlmodel import select

from bot.messages.kinds import kind_name
from bot.messages.reader import Reader
from schedules import registry
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from tests.cast import FAY, FJORD, IPE, KOTARE
from tests.house import House

DAY_AFTER_ASKED = "2026-10-16T08:00:00+00:00"
AFTER_DUE = "2026-10-20T08:00:00+00:00"


def _monday(house: House) -> str:
    return house.person(FAY).command("/sweetspot monday").text


def test_due_then_late_then_quiet(house: House) -> None:
    assert "Nothing waits for you" in _monday(house)
    house.until(DAY_AFTER_ASKED)
    said = _monday(house)
    assert "Asked, not answered yet*: Ipê Lab, Fjord Services, Maple Desk" in said
    assert "Telar (15 days)" in said
    house.until(AFTER_DUE)
    assert "Late with their check-in*: Ipê Lab, Fjord Services, Maple Desk" in _monday(house)


def test_a_sign_of_life_ends_the_quiet(house: House) -> None:
    house.until(DAY_AFTER_ASKED)
    house.person(KOTARE.lead).command("/sweetspot team thank Telar for patience")
    said = _monday(house)
    assert "Kotare (" not in said
    assert "Telar (" in said


def test_it_comes_to_the_facilitators_room_on_monday_at_nine(house: House) -> None:
    house.until("2026-10-05T06:59:00+00:00")
    assert [item for item in house.person(FAY).sees("room-facilitators") if "Monday" in item.text] == []
    house.until("2026-10-05T07:00:00+00:00")
    assert len([item for item in house.person(FAY).sees("room-facilitators") if "Monday" in item.text]) == 1


def test_what_cannot_be_delivered_is_told(house: House) -> None:
    def fail(db: Db) -> None:
        row = db.exec(select(Delivery).where(Delivery.kind == "thanks.received")).one()
        row.state, row.reason = DeliveryState.FAILED, "user_not_found"

    house.person(KOTARE.lead).command("/sweetspot team thank Telar for patience")
    house.bot.writer.commit(lambda db, _: fail(db))
    assert "thanks from another team to Catalina Rojas: user_not_found" in _monday(house)


def test_it_is_for_facilitators(house: House) -> None:
    assert "not yours to do" in house.person(IPE.lead).command("/sweetspot monday").text


def test_the_preview_counts_kinds_and_gives_local_times(house: House) -> None:
    said = house.person(FAY).command("/sweetspot preview 20").text
    assert "3 × the check-in question, first Thursday 15 October, 09:30 (Oslo time) to Ingrid Dahl" in said
    team = house.person(FAY).command("/sweetspot preview fjord services 20").text
    assert "Thursday 15 October, 09:30 (Oslo time): the check-in question, to Ingrid Dahl" in team
    assert "Olav Moen (if not answered)" in team
    assert "Marina" not in team
    assert 'no team "Nobody"' in house.person(FAY).command("/sweetspot preview Nobody").text
    assert "from 1 to 60" in house.person(FAY).command("/sweetspot preview 400").text


def test_nothing_goes_out_while_paused_and_the_rest_after(house: House) -> None:
    house.until("2026-10-15T07:00:00+00:00")
    fay, ingrid = house.person(FAY), house.person(FJORD.lead)
    assert "Paused" in fay.command("/sweetspot pause").text
    house.clock.advance(timedelta(hours=1))
    house.bot.ticks.tick()
    assert ingrid.dm() == []
    assert "1 message goes out now" in fay.command("/sweetspot resume").text
    house.flush()
    assert "Check-in 1" in ingrid.dm()[-1].text


def test_every_kind_of_message_has_words() -> None:
    for kind in registry.kinds():
        assert kind_name(Reader(), kind)
