"""Insights as conversations: proposed, released by every team concerned, found by who may, retracted by any."""

from bot.programme import sharing
from bot.programme.insights import reusing
from bot.programme.sharing import Here, Place, seen
from bot.sandbox.keyboard import Keyboard
from bot.sandbox.state import Message
from storage import insights
from storage.checkins import Sharing
from storage.insights import Insight, InsightState
from storage.teams import Team, TeamKind
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TELAR
from tests.house import START, House

WORDS = "People trust a queue that they can see"
MONDAY_NOON = "2026-10-05T13:00:00+00:00"
UNNAMED, NAMED = "The edition, without names", "The edition, with our name"


def _one(house: House) -> Insight:
    return house.read(lambda db: insights.of_edition(db, house.edition_id)[-1])


def _propose(house: House, text: str = WORDS, sharing: str = NAMED) -> dict[str, str]:
    marina = house.person(IPE.lead)
    marina.command("/sweetspot insight propose")
    return marina.submit(text=text, sharing=sharing).errors


def test_each_text_is_seen_where_its_level_reaches() -> None:
    team = Team(id=1, edition_id=1, kind=TeamKind.COHORT, name="Jan Setu", created_at=START)
    reached = {(level, place): seen("x", level, team, Here(place)) is not None for level in Sharing for place in Place}
    assert {pair for pair, shown in reached.items() if shown} == {
        (Sharing.EDITION_UNNAMED, Place.EDITION),
        (Sharing.EDITION, Place.EDITION),
        (Sharing.PUBLIC, Place.EDITION),
        (Sharing.PUBLIC, Place.PUBLIC),
    }
    unnamed = seen("x", Sharing.EDITION_UNNAMED, team, sharing.COHORT_ROOM)
    assert unnamed
    assert unnamed.team == ""
    at_home = seen("x", Sharing.WORKSPACE, team, Here(Place.WORKSPACE, frozenset({1})))
    assert at_home
    assert at_home.team == "Jan Setu"


def test_released_only_when_every_team_of_the_workspace_allows(house: House) -> None:
    house.until(MONDAY_NOON)
    assert _propose(house) == {}
    house.flush()
    assert _one(house).state == InsightState.PROPOSED
    house.person(FJORD.lead).press("Allow sharing")
    assert "Nothing that you may read" in house.person(KOTARE.lead).command("/sweetspot insight find queue").text
    assert WORDS in house.person(MAPLE.lead).command("/sweetspot insight find queue").text
    house.until("2026-10-05T14:00:00+00:00")
    house.person(MAPLE.lead).press("Allow sharing")
    assert _one(house).state == InsightState.RELEASED
    found = house.person(KOTARE.lead).command("/sweetspot insight find queue see").text
    assert WORDS in found
    assert "Ipê Lab" in found


def test_one_team_keeps_it_and_nobody_reads_it(house: House) -> None:
    house.until(MONDAY_NOON)
    _propose(house)
    house.flush()
    house.person(FJORD.lead).press("Keep it here")
    assert _one(house).state == InsightState.KEPT
    house.until("2026-10-06T14:00:00+00:00")
    house.person(MAPLE.lead).press("Allow sharing")
    assert _one(house).state == InsightState.KEPT


def test_a_text_without_names_may_not_name_its_team(house: House) -> None:
    errors = _propose(house, "We at ipê lab saw that", UNNAMED)
    assert "Ipê Lab" in errors["text"]
    assert house.read(lambda db: insights.of_edition(db, house.edition_id)) == []


def test_a_cohort_team_releases_alone_and_retracts(house: House) -> None:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot insight propose")
    assert ananya.submit(text=WORDS, sharing=UNNAMED).errors == {}
    assert _one(house).state == InsightState.RELEASED
    kotare = house.person(KOTARE.lead)
    found = kotare.command("/sweetspot insight find").text
    assert WORDS in found
    assert "Jan Setu" not in found
    kotare.command(f"/sweetspot insight retract {_one(house).id}")
    assert _one(house).state == InsightState.RELEASED
    house.person(SETU.deputy).command(f"/sweetspot insight retract {_one(house).id}")
    assert _one(house).state == InsightState.RETRACTED
    assert "Nothing that you may read" in kotare.command("/sweetspot insight find queue").text


def test_a_marked_message_is_read_only_after_its_author_agreed_and_they_are_asked_once(house: House) -> None:
    house.until(MONDAY_NOON)
    said = house.person(FJORD.lead).say("room-challenge", "Our form failed for older people")
    for _ in range(2):
        house.person(MAPLE.lead).react(said, "bulb")
    house.flush()
    ingrid = house.person(FJORD.lead)
    asked = [message for message in ingrid.dm() if "worth sharing" in message.text]
    assert len(asked) == 1
    assert "older people" not in asked[0].text
    ingrid.press("Allow sharing", message=asked[0])
    assert ingrid.view
    assert "older people" in str(ingrid.view.payload)
    assert house.read(lambda db: insights.of_edition(db, house.edition_id)) == []
    assert ingrid.submit(text="Older people need a second way in", sharing=NAMED).errors == {}
    assert _one(house).text == "Older people need a second way in"


def test_who_runs_the_edition_sees_whose_word_is_missing_but_not_the_text(house: House) -> None:
    _propose(house)
    said = house.person("fay@secretariat.example").command("/sweetspot insight release").text
    assert "Fjord Services, Maple Desk" in said
    assert WORDS not in said


def _released(house: House) -> int:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot insight propose")
    assert ananya.submit(text=WORDS, sharing=UNNAMED).errors == {}
    return _one(house).id


def test_words_that_may_tell_whose_it_is_are_shown_before_it_goes_on(house: House) -> None:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot insight propose")
    ananya.submit(text="In India 412 people wait", sharing=UNNAMED)
    assert house.read(lambda db: insights.of_edition(db, house.edition_id)) == []
    assert ananya.view
    assert "India, 412" in str(ananya.view.payload)
    ananya.submit(text="In India 412 people wait", sharing=UNNAMED)
    assert _one(house).state == InsightState.RELEASED


def test_who_used_it_is_told_once_and_named_only_where_they_wish(house: House) -> None:
    number = _released(house)
    house.until(MONDAY_NOON)
    mereana = house.person(KOTARE.lead)
    mereana.command("/sweetspot insight find queue")
    mereana.press("We used this")
    assert mereana.submit(how="Adapted: we changed it to fit", line="At the desk too", sharing=UNNAMED).errors == {}
    house.until("2026-10-06T08:00:00+00:00")
    told = [message for message in house.person(SETU.lead).dm() if "your insight" in message.text]
    assert len(told) == 1
    assert "At the desk too" in told[0].text
    assert "Kotare" not in told[0].text
    found = house.person(MAPLE.lead).command("/sweetspot insight find queue").text
    assert "Adapted by another team: At the desk too" in found
    assert house.read(lambda db: reusing.figures(db, house.edition_id))["adapted"] == 1
    assert number


def test_a_question_hides_it_and_names_nobody_until_a_facilitator_decides(house: House) -> None:
    _released(house)
    mereana, fay = house.person(KOTARE.lead), house.person(FAY)
    mereana.command("/sweetspot insight find queue")
    assert "until Fay Lindqvist has looked at it" in mereana.press("Was this meant to be shared?").text
    house.flush()
    assert "Nothing that you may read" in mereana.command("/sweetspot insight find queue").text
    (asked,) = [message for message in fay.dm() if "meant to be shared" in message.text]
    assert "Mereana" not in asked.text
    fay.press("It was meant to be shared", message=asked)
    assert WORDS in mereana.command("/sweetspot insight find queue").text


def test_a_wish_goes_to_the_proposer_and_every_team_is_asked_about_the_new_text(house: House) -> None:
    house.until(MONDAY_NOON)
    _propose(house)
    house.flush()
    ingrid = house.person(FJORD.lead)
    ingrid.press("Allow if changed")
    assert ingrid.submit(wish="Leave out the word queue").errors == {}
    house.flush()
    marina = house.person(IPE.lead)
    marina.press("Change the text")
    assert marina.submit(text="People trust what they can see").errors == {}
    house.flush()
    asked = [message for message in ingrid.dm() if "May this be shared?" in message.text]
    assert "People trust what they can see" in asked[-1].text
    assert _one(house).state == InsightState.PROPOSED


def test_a_team_that_the_text_names_has_a_word_in_it(house: House) -> None:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot insight propose")
    assert ananya.submit(text="The desk of kotare taught us patience", sharing=NAMED).errors == {}
    assert _one(house).state == InsightState.PROPOSED
    house.until(MONDAY_NOON)
    house.person(KOTARE.lead).press("Allow sharing")
    assert _one(house).state == InsightState.RELEASED


DIGEST = "2026-10-09T13:00:30+00:00"


def _digest(house: House) -> Message:
    return next(message for message in house.person(FJORD.lead).sees("room-cohort") if "The week" in message.text)


def test_from_the_digest_it_is_said_to_be_used_and_asked_about_and_shown_again_as_it_was(house: House) -> None:
    number = _released(house)
    house.until(DIGEST)
    mereana, before = house.person(KOTARE.lead), _digest(house).text
    mereana.press("We used this", message=_digest(house))
    assert mereana.submit(how="Adopted: we took it as it is", sharing=NAMED).errors == {}
    mereana.close()
    mereana.press("Was this meant to be shared?", message=_digest(house))
    house.flush()
    assert WORDS not in _digest(house).text
    assert "not shown" in _digest(house).text
    house.until("2026-10-12T09:00:00+00:00")
    fay = house.person(FAY)
    (asked,) = [message for message in fay.dm() if f"insight {number} meant" in message.text]
    assert "Mereana" not in asked.text
    fay.press("It was meant to be shared", message=asked)
    house.flush()
    assert _digest(house).text == before


def test_who_uses_what_is_taken_back_hears_it_and_not_by_whom(house: House) -> None:
    number = _released(house)
    house.until(MONDAY_NOON)
    for who, how in (
        (KOTARE, "Adopted: we took it as it is"),
        (TELAR, "Decided against: we looked, and it did not fit"),
    ):
        house.person(who.lead).command("/sweetspot insight find queue")
        house.person(who.lead).press("We used this")
        assert house.person(who.lead).submit(how=how, line="At our desk", sharing=NAMED).errors == {}
    house.person(SETU.lead).command(f"/sweetspot insight retract {number}")
    house.until("2026-10-07T08:00:00+00:00")
    (told,) = [message for message in house.person(KOTARE.lead).dm() if "taken back" in message.text]
    assert "At our desk" in told.text
    assert WORDS not in told.text
    assert "Jan Setu" not in told.text
    assert [message for message in house.person(TELAR.lead).dm() if "taken back" in message.text] == []


def test_where_it_stood_with_a_name_a_notice_says_that_it_was_taken_back(house: House) -> None:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot insight propose")
    assert ananya.submit(text=WORDS, sharing=NAMED).errors == {}
    house.until(DIGEST)
    ananya.command(f"/sweetspot insight retract {_one(house).id}")
    house.flush()
    (notice,) = [message for message in ananya.sees("room-cohort") if "A correction" in message.text]
    assert notice.thread_ts == _digest(house).ts
    assert WORDS not in notice.text
    assert "Jan Setu" not in notice.text + _digest(house).text


def test_a_team_that_the_proposer_names_has_a_word_in_it(house: House) -> None:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot insight propose")
    assert ananya.submit(text=WORDS, sharing=NAMED, concerned=["Kotare"]).errors == {}
    assert _one(house).state == InsightState.PROPOSED
    house.until(MONDAY_NOON)
    house.person(KOTARE.lead).press("Allow sharing")
    assert _one(house).state == InsightState.RELEASED


def test_the_edition_chooses_its_emoji(house: House) -> None:
    house.until(MONDAY_NOON)
    fay, june = house.person(FAY), house.person(MAPLE.lead)
    assert "Which emoji" in fay.command("/sweetspot edition marking a lamp").text
    assert "not yours to do" in june.command("/sweetspot edition marking star").text
    assert ":star:" in fay.command("/sweetspot edition marking :star:").text
    said = house.person(FJORD.lead).say("room-challenge", "Our form failed")
    june.react(said, "bulb")
    house.flush()
    assert _asked_to_share(house.person(FJORD.lead)) == []
    june.react(said, "star")
    house.flush()
    assert len(_asked_to_share(house.person(FJORD.lead))) == 1


def _asked_to_share(person: Keyboard) -> list[Message]:
    return [message for message in person.dm() if "worth sharing" in message.text]


def test_a_marked_reply_in_a_thread_is_read_too(house: House) -> None:
    house.until(MONDAY_NOON)
    ingrid = house.person(FJORD.lead)
    first = ingrid.say("room-challenge", "How did it go?")
    reply = ingrid.say("room-challenge", "Older people gave up", thread_ts=first.ts)
    house.person(MAPLE.lead).react(reply, "bulb")
    house.flush()
    ingrid.press("Allow sharing", message=_asked_to_share(ingrid)[0])
    assert ingrid.view
    assert "Older people gave up" in str(ingrid.view.payload)


def test_a_mark_on_a_check_in_asks_the_team_whose_it_is(house: House) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    marina, june = house.person(IPE.lead), house.person(MAPLE.lead)
    marina.press("Answer")
    given = marina.submit(hypothesis="x", tried="y", learned="Old data does harm", result="Mixed")
    assert given.errors == {}
    marina.close()
    house.flush()
    card = next(message for message in june.sees("room-challenge") if "Old data does harm" in message.text)
    june.react(card, "bulb")
    house.flush()
    (asked,) = _asked_to_share(marina)
    assert "your team's words" in asked.text
    marina.press("Allow sharing", message=asked)
    assert marina.view
    assert "Old data does harm" in str(marina.view.payload)
    assert marina.submit(text="Old data harms", sharing=UNNAMED).errors == {}
    assert _one(house).text == "Old data harms"
    assert _asked_to_share(june) == []
