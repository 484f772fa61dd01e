"""Thanks as conversations: read by the thanked team first, by the others only if it allows."""

from storage import thanks
from storage.teams import Team
from storage.thanks import ThanksState
from tests.cast import IPE, KOTARE, MAPLE, SETU
from tests.house import House

MONDAY = "2026-10-05T06:00:00+00:00"


def _state(house: House) -> ThanksState:
    return house.read(lambda db: thanks.of_edition(db, house.edition_id)[0].state)


def test_thanks_reach_the_lead_and_are_shown_only_when_allowed(house: House) -> None:
    house.until(MONDAY)
    said = house.person(KOTARE.lead).command("/sweetspot team thank Jan Setu for <!channel> the interview guide")
    assert "Jan Setu will read it" in said.text
    house.flush()
    ananya = house.person(SETU.lead)
    assert "Kotare thanks Jan Setu" in ananya.dm()[-1].text
    assert "<!channel>" not in ananya.dm()[-1].text
    assert _state(house) == ThanksState.GIVEN
    ananya.press("Allow sharing")
    assert _state(house) == ThanksState.SHOWN
    assert "next weekly digest" in ananya.dm()[-1].text
    ananya.press("Keep it here")
    assert _state(house) == ThanksState.KEPT


def test_nobody_thanks_their_own_team(house: House) -> None:
    said = house.person(KOTARE.lead).command("/sweetspot team thank Kotare for being us")
    assert 'no other team "Kotare"' in said.text
    assert house.read(lambda db: thanks.of_edition(db, house.edition_id)) == []


def test_the_form_offers_the_other_teams(house: House) -> None:
    marina = house.person(IPE.lead)
    assert marina.command("/sweetspot team thank").view
    assert marina.submit(team="Telar", text="Ten honest minutes").errors == {}
    rows = house.read(lambda db: thanks.of_edition(db, house.edition_id))
    assert [row.text for row in rows] == ["Ten honest minutes"]


def test_only_the_thanked_team_decides(house: House) -> None:
    house.until(MONDAY)
    house.person(KOTARE.lead).command("/sweetspot team thank Jan Setu for the guide")
    house.flush()
    question = house.person(SETU.lead).dm()[-1]
    house.person(IPE.lead).press("thanks.allow", message=question)
    assert _state(house) == ThanksState.GIVEN


def test_a_team_is_thanked_from_its_check_in_and_from_the_notes_of_a_call(house: House) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    marina, june = house.person(IPE.lead), house.person(MAPLE.lead)
    marina.press("Answer")
    assert marina.submit(hypothesis="x", tried="y", learned="Old data does harm", result="Mixed").errors == {}
    marina.close()
    house.flush()
    card = next(message for message in june.sees("room-challenge") if "Old data does harm" in message.text)
    june.press("Say thank you", message=card)
    assert june.submit(text="Told openly").errors == {}
    june.close()
    june.command("/sweetspot loop capture")
    assert june.submit(noted="Data has to be dated").errors == {}
    june.close()
    house.flush()
    notes = next(message for message in june.sees("room-challenge") if "Data has to be dated" in message.text)
    june.press("Say thank you", message=notes)
    assert june.submit(team="Telar", text="For the data").errors == {}
    rows = house.read(lambda db: thanks.of_edition(db, house.edition_id))
    names = house.read(lambda db: [db.get_one(Team, row.to_team_id).name for row in rows])
    assert list(zip(names, [row.text for row in rows], strict=True)) == [
        (IPE.name, "Told openly"),
        ("Telar", "For the data"),
    ]
