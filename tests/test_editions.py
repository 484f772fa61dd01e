"""From an empty workspace to published workspaces, by slash commands and buttons."""

from storage import editions, matching, sessions, teams
from storage.calls import CallKind
from storage.matching import PairingState
from tests.cast import FAY, FJORD, IPE, MAPLE, SETU
from tests.house import House
from tests.importing import bring_in

ROWS = {
    CallKind.CHALLENGE: [("1", IPE), ("2", SETU)],
    CallKind.SOLUTION: [("7", FJORD), ("8", MAPLE)],
}
COUNTRIES = {"BR": "Brasil", "IN": "INDIA", "NO": "Norge", "CA": "Canada"}


def _import(house: House, kind: CallKind) -> None:
    lines = ["Response ID;Team name;Organisation (official name);Country;Contact person;E-mail;Working languages"]
    for number, cast in ROWS[kind]:
        organisation = f"{cast.name} (fictitious)"
        country = COUNTRIES[cast.country]
        lines.append(f"{number};{cast.name};{organisation};{country};{cast.lead.name};{cast.lead.email};English")
    bring_in(house, kind, lines)


def _selected(house: House) -> None:
    fay = house.person(FAY)
    fay.command("/sweetspot edition new Second edition")
    for kind in ROWS:
        _import(house, kind)
    fay.command("/sweetspot call decide challenge 1 select because the need is clear")
    fay.command("/sweetspot call decide solutions 7,8 select because they have done it")


def _published(house: House) -> None:
    _selected(house)
    fay = house.person(FAY)
    fay.command("/sweetspot match solve")
    fay.command("/sweetspot match propose")
    house.until("2026-10-01T14:00:00+00:00")
    for cast in (IPE, IPE, FJORD, MAPLE):
        house.person(cast.lead).press("Agree")
    assert "1 workspace is being made" in fay.command("/sweetspot match publish").text


def test_only_an_administrator_starts_the_first_edition(empty_house: House) -> None:
    refused = empty_house.person(SETU.lead).command("/sweetspot edition new Mine").text
    assert "nothing was changed" in refused
    assert "is started" in empty_house.person(FAY).command("/sweetspot edition new Second edition").text
    assert [edition.name for edition in empty_house.read(editions.active)] == ["Second edition"]


def test_a_name_is_taken_once(empty_house: House) -> None:
    fay = empty_house.person(FAY)
    fay.command("/sweetspot edition new Second edition")
    assert "Give it another name" in fay.command("/sweetspot edition new Second edition").text


def test_a_copy_has_the_rhythm_and_nobody(house: House) -> None:
    fay = house.person(FAY)
    fay.command("/sweetspot session plan Open experimentation")
    fay.submit(day_a="2026-10-21", time_a="14:00", preparation="A secret of last year")
    fay.close()
    fay.command("/sweetspot edition new Edition Two from Edition One")
    two = house.read(lambda db: editions.by_name(db, "Edition Two"))
    assert two
    assert "you work in *Edition One*" in fay.command("/sweetspot edition use Edition One").text
    assert house.read(lambda db: teams.active(db, two.id)) == []
    copied = house.read(lambda db: sessions.of_edition(db, two.id))
    assert [(row.title, row.preparation) for row in copied] == [("Open experimentation", "")]


def test_a_decision_has_a_reason_and_the_funnel_adds_up(empty_house: House) -> None:
    _selected(empty_house)
    fay = empty_house.person(FAY)
    assert "Please give a reason" in fay.command("/sweetspot call decide challenge 2 decline").text
    assert "has no submission 9" in fay.command("/sweetspot call decide challenge 2,9 decline because of places").text
    board = fay.command("/sweetspot call board challenge").text
    assert "2 submitted, 1 partial, 1 selected" in board
    assert "`2` Jan Setu (IN)" in board


def test_who_is_not_known_here_is_told_the_way_in(empty_house: House) -> None:
    said = empty_house.person(SETU.lead).command("/sweetspot me").text
    assert "does not know this Slack account" in said
    assert "Ask your facilitator" in said


def test_both_sides_are_asked_and_both_must_agree(empty_house: House) -> None:
    _selected(empty_house)
    fay = empty_house.person(FAY)
    plan = fay.command("/sweetspot match solve").text
    assert "Fjord Services (NO)" in plan
    assert "common languages: English" in plan
    fay.command("/sweetspot match propose")
    empty_house.until("2026-10-01T14:00:00+00:00")
    assert "we suggest that you work with *Ipê Lab*" in empty_house.person(FJORD.lead).dm()[-1].text
    empty_house.person(FJORD.lead).press("Agree")
    assert "2 pairings wait" in fay.command("/sweetspot match publish").text
    empty_house.person(MAPLE.lead).press("Decline")
    empty_house.person(MAPLE.lead).submit()
    states = empty_house.read(lambda db: {row.state for row in matching.pairings(db, 1)})
    assert states == {PairingState.PROPOSED, PairingState.ENDED}


def test_an_outsider_cannot_sign(empty_house: House) -> None:
    _selected(empty_house)
    fay = empty_house.person(FAY)
    fay.command("/sweetspot match solve")
    fay.command("/sweetspot match propose")
    empty_house.until("2026-10-01T14:00:00+00:00")
    question = empty_house.person(FJORD.lead).dm()[-1]
    empty_house.person(MAPLE.lead).press("match.agree", message=question)
    assert empty_house.read(lambda db: [row.provider_agreed for row in matching.pairings(db, 1)]) == [None, None]


def test_a_pin_and_an_exclusion_are_kept(empty_house: House) -> None:
    _selected(empty_house)
    fay = empty_house.person(FAY)
    fay.command("/sweetspot match exclude 1 Maple Desk because of a conflict of interest")
    assert "There is no such plan" in fay.command("/sweetspot match solve").text
    assert "There is no team “Nobody”" in fay.command("/sweetspot match pin 1 Nobody").text


def test_publishing_makes_a_private_room_with_its_people_and_brief(empty_house: House) -> None:
    _published(empty_house)
    empty_house.until("2026-10-03T00:00:00+00:00")
    room = next(item for item in empty_house.sandbox.state.channels.values() if item.name.startswith("ch1"))
    assert room.kind == "private"
    inside = {empty_house.sandbox.state.users[user].email for user in room.members}
    assert inside >= {FAY.email, IPE.lead.email, FJORD.lead.email, MAPLE.lead.email}
    assert SETU.lead.email not in inside
    assert len(room.pins) == 1
    assert [item["title"] for item in room.bookmarks] == ["Brief"]
    assert "Who can read this room" in room.messages[0].text
    assert "7 of 7 steps" in empty_house.person(FAY).command("/sweetspot workspace status").text


def test_the_vocabulary_is_listed_and_the_nearest_word_named(house: House) -> None:
    fay, ananya = house.person(FAY), house.person(SETU.lead)
    assert "*session*: plan · publish" in fay.command("/sweetspot help").text
    assert "`team thank`" in ananya.command("/sweetspot help").text
    assert "Did you mean `/sweetspot session publish`" in fay.command("/sweetspot session pubish 1").text
    assert "comes in a later version" in fay.command("/sweetspot feedback reply").text
    assert "Jan Setu" in ananya.command("/sweetspot me").text
    assert "This is what you can do now" in ananya.command("/sweetspot").text


def test_home_shows_what_is_asked(house: House) -> None:
    shown = house.person(IPE.lead).home()
    assert shown
    assert "Marina Teles" in str(shown.payload)
    fay = house.person(FAY)
    fay.home()
    board = fay.press_at_home("monday.show").view
    assert board
    assert "*Monday*" in str(board.payload)
