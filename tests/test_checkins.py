"""Check-ins as conversations: asked at the team's own working hour, answered once, amended, reminded once."""

from storage import checkins
from storage.checkins import Checkin, CheckinState
from storage.db import Db
from tests.cast import FJORD, IPE, MAPLE
from tests.house import House

ANSWER = {
    "hypothesis": "A visible list lowers calls to the clinic",
    "tried": "A public board in two towns",
    "learned": "Data older than a week does harm",
    "result": "Mixed",
}


def _row(db: Db) -> Checkin:
    return next(row for row in checkins.of_loop(db, 1) if row.state == CheckinState.RECEIVED)


def test_a_team_is_asked_at_half_past_nine_its_own_time(house: House) -> None:
    house.until("2026-10-15T12:29:00+00:00")
    asked = [message.text for message in house.person(FJORD.lead).dm()]
    assert len(asked) == 1
    assert "Check-in 1" in asked[0]
    assert "Friday 30 October, 17:00 (Oslo time)" in asked[0]
    assert house.person(IPE.lead).dm() == []
    house.until("2026-10-15T12:31:00+00:00")
    assert len(house.person(IPE.lead).dm()) == 1


def test_an_answer_is_recorded_once_and_shown_in_the_workspace(house: House) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    marina = house.person(IPE.lead)
    marina.press("Answer")
    assert marina.submit(**ANSWER).errors == {}
    house.flush()
    cards = [message for message in house.person(MAPLE.lead).sees("room-challenge") if "We believed" in message.text]
    assert len(cards) == 1
    assert "A public board in two towns" in cards[0].text
    assert house.read(_row).result == "mixed"
