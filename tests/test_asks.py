"""Asks as conversations: sent to who may know, taken up, answered, and closed; never more than one message each."""

from datetime import datetime

import pytest
from sqlmodel import select

from bot.programme.asks import offering as offering_of
from storage import asks
from storage.asks import AskState, RouteState
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.people import by_email
from tests.asking import NAMED, NEED, UNNAMED, WORKDAY, ask, got, offering, one, routes, staff_reads
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TEAMS, TELAR
from tests.house import House, arrived


def _withdrawn(db: Db) -> list[str]:
    query = select(Delivery).where(Delivery.kind == "ask.routed", Delivery.state == DeliveryState.SKIPPED)
    return [str(row.reason) for row in db.exec(query)]


# Asked without a name


def test_an_ask_without_a_name_reaches_who_may_know_and_names_nobody(house: House) -> None:
    offering(house)
    ask(house, tried="Pictures in two villages", wanted="Ten minutes", sharing=UNNAMED)
    house.until(WORKDAY)
    for lead in (FJORD.lead, KOTARE.lead, TELAR.lead):
        (asked,) = got(house, lead)
        assert "you may have met this. You offered" in asked.text
        assert "Jan Setu" not in asked.text + str(asked.blocks)
        assert 9 <= arrived(asked, lead.zone).hour < 17
    assert [got(house, team.deputy) for team in TEAMS] == [[]] * len(TEAMS)
    assert got(house, MAPLE.lead) == []
    assert "Jan Setu" not in house.person(FJORD.lead).command("/sweetspot ask offer").text


def test_who_offers_help_learns_the_name_only_when_it_is_given(house: House) -> None:
    offering(house)
    ananya = ask(house, sharing=UNNAMED)
    ingrid = house.person(FJORD.lead)
    ingrid.press("I can help")
    house.flush()
    assert "Jan Setu" not in "".join(message.text for message in ingrid.dm())
    (offer,) = got(house, SETU.lead, "They learn it if you accept")
    assert "Ingrid Dahl" in offer.text
    ananya.press("Accept their help")
    house.flush()
    (told,) = got(house, FJORD.lead, "It is *Jan Setu* who asks")
    assert "Oslo time), there" in told.text
    assert one(house).state == AskState.PICKED_UP


def test_who_wrote_an_answer_can_still_be_told_who_asked(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})
    ananya = ask(house, sharing=UNNAMED)
    ingrid = house.person(FJORD.lead)
    ingrid.press("I can help")
    house.flush()
    ingrid.press("Answer in writing")
    ingrid.submit(text="By voice")
    ingrid.close()
    house.flush()
    ananya.press("Accept their help")
    house.flush()
    assert len(got(house, FJORD.lead, "It is *Jan Setu* who asks")) == 1


def test_who_wrote_an_answer_can_offer_more(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})
    ananya = ask(house, sharing=UNNAMED)
    ingrid = house.person(FJORD.lead)
    asked = got(house, FJORD.lead)[0]
    ingrid.press("Answer in writing")
    ingrid.submit(text="By voice")
    ingrid.close()
    ingrid.press("I can help", message=asked)
    house.flush()
    ananya.press("No, thank you")
    house.flush()
    assert [route.state for route in routes(house)] == [RouteState.WROTE]
    assert got(house, FJORD.lead, "gone another way") == []


def test_an_offer_that_is_not_taken_stays_without_a_name_and_others_are_asked(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})
    ananya = ask(house, sharing=UNNAMED)
    house.person(FJORD.lead).press("I can help")
    house.flush()
    ananya.press("No, thank you")
    house.flush()
    house.until(WORKDAY)
    assert "gone another way" in house.person(FJORD.lead).dm()[-1].text
    assert "Jan Setu" not in "".join(message.text for message in house.person(FJORD.lead).dm())
    assert one(house).state == AskState.OPEN


def test_words_that_say_whose_it_is_are_not_sent_without_a_name(house: House) -> None:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot ask new")
    assert "Jan Setu" in ananya.submit(text="How did others than Jan Setu do it?", sharing=UNNAMED).errors["text"]
    assert ananya.submit(text="What would help in India?", sharing=UNNAMED).errors == {}
    assert house.read(lambda db: asks.of_edition(db, house.edition_id)) == []
    assert "It says India" in str(ananya.view.payload if ananya.view else "")
    assert ananya.submit(sure="Yes, as it is").errors == {}
    assert one(house).text == "What would help in India?"


# Asked with a name


def test_help_for_a_named_ask_puts_the_two_in_touch_at_once(house: House) -> None:
    offering(house)
    ask(house, sharing=NAMED)
    ingrid = house.person(FJORD.lead)
    assert "*Jan Setu* asks" in got(house, FJORD.lead)[0].text
    ingrid.press("I can help")
    house.person(FJORD.lead).command("/sweetspot ask offer")
    house.flush()
    assert "It is *Jan Setu* who asks" in got(house, FJORD.lead)[0].text
    assert len(got(house, SETU.lead, "can help")) == 1
    house.until(WORKDAY)
    assert got(house, TELAR.lead) == []
    assert "somebody can help" in house.read(_withdrawn)


def test_not_me_asks_the_next_and_tells_nobody(house: House) -> None:
    offering(house, {cast: "Consent of people who cannot read" for cast in TEAMS if cast is not SETU})
    ask(house, sharing=NAMED)
    before = {route.person_id for route in routes(house)}
    assert len(before) == 3
    lead = next(team.lead for team in TEAMS if got(house, team.lead) and team is not SETU)
    house.person(lead).press("Not me")
    house.flush()
    assert len(routes(house)) == 4
    assert len(routes(house, "asked")) == 3
    assert "That is all right" in house.person(lead).dm()[-1].text
    assert got(house, SETU.lead, "cannot read") == []


def test_two_working_days_without_an_answer_ask_the_next_and_three_a_person(house: House) -> None:
    offering(house, {cast: "Consent of people who cannot read" for cast in TEAMS if cast is not SETU})
    ask(house, sharing=NAMED)
    house.until("2026-10-05T12:00:00+00:00")
    assert len(routes(house)) == 3
    house.until("2026-10-06T12:00:00+00:00")
    assert len(routes(house)) == 5
    assert staff_reads(house, "asked for help and has no answer so far") == []
    house.until("2026-10-07T12:00:00+00:00")
    (stale,) = staff_reads(house, "asked for help and has no answer so far")
    fay = house.person(FAY)
    fay.press("Send it to somebody", message=stale)
    assert NEED in str(fay.view.payload if fay.view else "")
    for team in TEAMS:
        assert len(got(house, team.lead)) <= 1


def test_nobody_who_may_know_is_said_to_the_facilitators_at_once(house: House) -> None:
    ask(house, sharing=UNNAMED)
    house.until("2026-10-01T09:00:00+00:00")
    (raised,) = staff_reads(house, "we found nobody")
    fay = house.person(FAY)
    fay.press("Send it to somebody", message=raised)
    assert fay.submit(to="Maple Desk").errors == {}
    fay.close()
    house.until(WORKDAY)
    (sent,) = got(house, MAPLE.lead)
    assert "your facilitator thinks" in sent.text
    assert "Jan Setu" not in sent.text
    fay.press("Send it to somebody", message=raised)
    assert "Maple Desk" not in str(fay.view.payload if fay.view else "")


def test_an_ask_of_a_workspace_is_read_there_and_nowhere_else(house: House) -> None:
    offering(house)
    ask(house, IPE.lead, sharing="Our workspace only")
    house.until(WORKDAY)
    for team in (FJORD, MAPLE):
        assert "you work in the same workspace" in got(house, team.lead)[0].text
    assert got(house, KOTARE.lead) == []
    assert NEED not in house.person(KOTARE.lead).command("/sweetspot ask offer").text
    assert NEED in house.person(MAPLE.deputy).command("/sweetspot ask offer").text
    assert NEED in house.person(FAY).command("/sweetspot ask offer").text


# Answered


def test_a_written_answer_ends_the_ask_when_it_was_useful(house: House) -> None:
    offering(house)
    ask(house, sharing=UNNAMED)
    house.until(WORKDAY)
    ingrid, mereana = house.person(FJORD.lead), got(house, KOTARE.lead)[0]
    ingrid.press("Answer in writing")
    assert ingrid.submit(text="A <witness> & a recording").errors == {}
    ingrid.close()
    house.flush()
    house.until("2026-10-05T06:00:00+00:00")
    (answer,) = got(house, SETU.lead, "Was it useful?")
    assert "A &lt;witness&gt; &amp; a recording" in answer.text
    assert "Ingrid Dahl, Fjord Services" in answer.text
    house.person(SETU.lead).press("It was useful", message=answer)
    house.until("2026-10-05T10:00:00+00:00")
    assert (one(house).state, one(house).useful) == (AskState.ANSWERED, True)
    assert "found your help useful" in house.person(FJORD.lead).dm()[-1].text
    assert "Jan Setu" not in "".join(message.text for message in ingrid.dm())
    house.flush()
    asked = next(message for message in house.person(KOTARE.lead).dm() if message.ts == mereana.ts)
    assert "has been answered" in asked.text
    assert got(house, KOTARE.lead) == []


def test_an_answer_that_was_not_useful_lets_the_ask_go_on(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})
    ask(house, sharing=NAMED)
    ingrid = house.person(FJORD.lead)
    ingrid.press("Answer in writing")
    ingrid.submit(text="Ask a lawyer")
    ingrid.close()
    house.flush()
    house.person(SETU.lead).press("Not useful")
    assert one(house).state == AskState.OPEN
    assert one(house).route_at


def test_answered_is_said_by_who_asked_and_may_become_an_insight(house: House) -> None:
    offering(house)
    ask(house, sharing=NAMED)
    house.person(FJORD.lead).press("I can help")
    house.flush()
    vikram = house.person(SETU.deputy)
    said = vikram.command("/sweetspot ask close")
    assert NEED in said.text
    vikram.press("Answered")
    assert vikram.submit(helper="Ingrid Dahl, Fjord Services", useful="Yes", lesson="A witness is enough").errors == {}
    assert "Propose an insight" in str(vikram.view.payload if vikram.view else "")
    assert one(house).lesson == "A witness is enough"
    (answer,) = house.read(lambda db: asks.answers(db, one(house).id))
    assert answer.useful
    assert "You have no open ask" in vikram.command("/sweetspot ask close").text


def test_after_help_was_offered_the_asker_is_asked_once_how_it_went(house: House) -> None:
    offering(house)
    ask(house, sharing=NAMED)
    house.person(FJORD.lead).press("I can help")
    house.until("2026-10-09T12:00:00+00:00")
    (asked,) = got(house, SETU.lead, "Has it been answered?")
    house.until("2026-10-14T12:00:00+00:00")
    assert len(got(house, SETU.lead, "Has it been answered?")) == 1
    assert staff_reads(house, "has no answer so far") == []
    house.person(SETU.lead).press("Answered", message=asked)


# Closed


def test_closing_takes_back_what_is_queued(house: House) -> None:
    offering(house)
    ananya = ask(house, sharing=UNNAMED)
    asked = got(house, FJORD.lead)[0]
    ananya.command(f"/sweetspot ask close {one(house).id}")
    house.flush()
    house.until(WORKDAY)
    assert got(house, KOTARE.lead) == got(house, TELAR.lead) == []
    assert "nobody need answer it now" in house.read(_withdrawn)
    now = next(message for message in house.person(FJORD.lead).dm() if message.ts == asked.ts)
    assert "This ask is closed" in now.text
    assert {route.state for route in routes(house)} == {RouteState.PASSED}


def test_nobody_closes_the_ask_of_others(house: House) -> None:
    ask(house, sharing=NAMED)
    assert one(house).state == AskState.OPEN
    house.person(KOTARE.lead).command(f"/sweetspot ask close {one(house).id}")
    assert one(house).state == AskState.OPEN
    assert "There is no ask 99" in house.person(SETU.lead).command("/sweetspot ask close 99").text


def test_an_ask_whose_day_has_passed_is_closed_and_can_be_asked_again(house: House) -> None:
    offering(house)
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot ask new")
    assert "has passed" in ananya.submit(text=NEED, due_on="2026-09-30", sharing=NAMED).errors["due_on"]
    assert ananya.submit(due_on="2026-10-02").errors == {}
    ananya.close()
    house.until("2026-10-05T12:00:00+00:00")
    assert one(house).state == AskState.CLOSED
    assert len(got(house, SETU.lead, "The day has passed")) == 1
    ananya.press("Ask again")
    assert ananya.submit().errors == {}
    assert len(house.read(lambda db: asks.of_edition(db, house.edition_id))) == 2


# Whom it falls to


def test_nobody_has_two_asks_of_others_before_them(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})
    ask(house, sharing=NAMED)
    ask(house, KOTARE.lead, text="What is consent worth to people who cannot read?", sharing=NAMED)
    assert len(got(house, FJORD.lead, "cannot read?")) == 0
    assert len([message for message in house.person(FJORD.lead).dm() if "asks:" in message.text]) == 1
    house.person(FJORD.lead).press("Not me")
    house.until("2026-10-02T12:00:00+00:00")
    assert len([message for message in house.person(FJORD.lead).dm() if "asks:" in message.text]) == 1


def test_whoever_wants_no_asks_gets_none_until_they_do(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})
    ask(house, sharing=NAMED)
    ingrid = house.person(FJORD.lead)
    ingrid.press("Not me")
    ingrid.press("Send me no asks")
    ask(house, KOTARE.lead, text="Is consent by voice enough?", sharing=NAMED)
    assert got(house, FJORD.lead, "by voice") == []
    assert len(got(house, FJORD.deputy, "by voice")) == 1
    ingrid.command("/sweetspot ask offer")
    ingrid.press("Send me asks again")
    assert house.read(asks.muted) == set()


def test_the_list_is_paged_and_helps_in_place(house: House) -> None:
    for number in range(6):
        ask(house, text=f"Question {number}", sharing=NAMED)
    hemi = house.person(KOTARE.deputy)
    assert "page 1 of 2" in hemi.command("/sweetspot ask offer").text
    second = hemi.press("Next page")
    assert "Question 5" in second.text
    assert "Question 0" not in second.text
    hemi.press("I can help", message=second.messages[-1])
    house.flush()
    assert one(house).state == AskState.PICKED_UP
    assert len(got(house, SETU.lead, "Hemi Walker")) == 1
    mine = house.person(SETU.lead).command("/sweetspot ask offer").text
    assert "You:" in mine


def test_help_offered_twice_is_offered_once(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})
    ask(house, sharing=UNNAMED)
    said = [house.bot.writer.commit(lambda db, now: _offer(db, now, one(house).id)) for _ in range(2)]
    assert said == [1, 0]
    assert [route.state for route in routes(house)] == [RouteState.OFFERED]


def _offer(db: Db, now: datetime, ask_id: int) -> int:
    ingrid = by_email(db, FJORD.lead.email)
    assert ingrid
    return len(offering_of.offer(db, now, ingrid, ask_id)[1])


def test_pages_at_home_take_the_place_of_one_another(house: House) -> None:
    for number in range(6):
        ask(house, text=f"Question {number}", sharing=NAMED)
    hemi = house.person(KOTARE.deputy)
    hemi.home()
    hemi.press_at_home("Open asks")
    hemi.press("Next page")
    assert "Question 5" in str(hemi.view.payload if hemi.view else "")
    hemi.close()
    assert hemi.view is None


def test_home_offers_to_ask_and_to_help(house: House) -> None:
    ask(house, sharing=NAMED)
    vikram, hemi = house.person(SETU.deputy), house.person(KOTARE.deputy)
    hemi.home()
    hemi.press_at_home("Open asks")
    assert NEED in str(hemi.view.payload if hemi.view else "")
    hemi.press("Answer in writing")
    assert hemi.submit(text="By voice").errors == {}
    assert one(house).state == AskState.PICKED_UP
    vikram.home()
    vikram.press_at_home("Ask for criticism")
    assert "critical reading" in str(vikram.view.payload if vikram.view else "")


@pytest.mark.parametrize("words", ["", "x" * 501])
def test_what_cannot_be_asked_is_said_at_the_field(house: House, words: str) -> None:
    ananya = house.person(SETU.lead)
    ananya.command(f"/sweetspot ask new {words}")
    assert ananya.submit(text=words or "  ", sharing=NAMED).errors.keys() == {"text"}
