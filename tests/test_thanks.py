"""Thanks as conversations: read by the thanked team first, by the others only if it allows."""

from storage import thanks
from storage.thanks import ThanksState
from tests.cast import IPE, KOTARE, SETU
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
