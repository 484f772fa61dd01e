"""Advisors as conversations: a question with the brief that the team allowed, advice, and office hours."""

from datetime import UTC, date, datetime, time

from sqlmodel import select

from bot.programme.advisors import slots
from bot.programme.advisors.slots import Offer
from bot.sandbox.state import Message
from storage import advisors, checkins, commitments, loops, teams
from storage.advisors import AdvisorSetting, Effect, QuestionState
from storage.checkins import Checkin, CheckinState, Result, Sharing
from storage.db import Db
from tests.advising import MONDAY, OBI, SAKI, with_advisors
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, Cast
from tests.house import House

QUESTION = "How do we reach people without a computer?"


def _answered(house: House, team: Cast, tried: str, sharing: Sharing) -> None:
    def work(db: Db, now: datetime) -> None:
        row, loop = teams.by_name(db, house.edition_id, team.name), loops.numbered(db, house.edition_id, 1)
        assert row
        assert loop
        made = Checkin(loop_id=loop.id, team_id=row.id, state=CheckinState.RECEIVED, tried=tried, sharing=sharing)
        made.learned, made.result, made.answered_at = f"{tried} taught us", Result.MIXED, now
        db.add(made)

    house.bot.writer.commit(work)


def _ask(house: House, team: Cast = IPE, **allowed: list[str]) -> str:
    """What the team is told at the end."""
    lead = house.person(team.lead)
    lead.command("/sweetspot ask advisor")
    shown = lead.submit(question=QUESTION)
    assert shown.view, shown.errors
    lead.submit(**allowed)
    said = str(lead.view.payload) if lead.view else ""
    while lead.view:
        lead.close()
    house.flush()
    return said


def _seen(house: House, who: str, words: str) -> list[Message]:
    return [item for item in house.person(who).dm() if words in item.text]


def test_an_advisor_reads_what_the_team_allowed_and_nothing_else(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _answered(house, IPE, "A wall of paper numbers", Sharing.WORKSPACE)
    _answered(house, FJORD, "A telephone tree", Sharing.EDITION)
    lead = house.person(IPE.lead)
    lead.command("/sweetspot ask advisor")
    shown = lead.submit(question=QUESTION, links="https://list.example/board")
    assert shown.view
    seen = str(shown.view.payload)
    assert "A wall of paper numbers" in seen
    assert "telephone tree" not in seen
    boxes = next(block for block in shown.view.payload["blocks"] if block.get("block_id") == "parts")
    ticked = [item["value"] for item in boxes["element"]["initial_options"]]
    assert ticked == ["challenge"]
    assert "Obi Eze gets your question" in str(lead.submit().view)
    house.flush()
    told = _seen(house, OBI.email, QUESTION)
    assert len(told) == 1
    assert "Waiting lists that people can see" in told[0].text
    assert "https://list.example/board" in told[0].text
    assert "paper numbers" not in told[0].text
    assert "telephone tree" not in told[0].text


def test_what_the_team_ticks_goes_with_it_as_it_stood(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _answered(house, IPE, "A wall of paper numbers", Sharing.WORKSPACE)
    _ask(house, parts=["tried-1"])
    told = _seen(house, OBI.email, QUESTION)[0].text
    assert "A wall of paper numbers" in told
    assert "taught us" not in told
    assert "Waiting lists" not in told


def test_once_a_month_unless_they_ask_for_more(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _ask(house)
    assert "free again on Friday 6 November" in _ask(house, KOTARE)
    assert len(_seen(house, OBI.email, QUESTION)) == 1
    house.person(OBI).press("You may ask me more often")
    assert "gets your question" in _ask(house, SETU)
    assert len(_seen(house, OBI.email, QUESTION)) == 2
    house.until("2026-11-05T15:00:00+00:00")
    assert len(_seen(house, OBI.email, "*Kotare* has one question")) == 1


def test_whoever_is_free_is_offered_first(house: House) -> None:
    with_advisors(house, OBI, SAKI)
    house.until(MONDAY)
    _ask(house)
    assert "Saki Mori gets" in _ask(house, KOTARE)


def test_advice_is_carried_into_the_workspace_and_its_effect_asked_once(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _ask(house)
    obi = house.person(OBI)
    obi.press("Answer")
    assert obi.submit(text="Ask at the pharmacy", caveat="It takes a month").errors == {}
    house.flush()
    posted = [item for item in house.person(MAPLE.lead).sees("room-challenge") if "Ask at the pharmacy" in item.text]
    assert len(posted) == 1
    assert "It takes a month" in posted[0].text
    house.until("2026-11-02T14:00:00+00:00")
    assert len(_seen(house, IPE.lead.email, "Did it change anything")) == 1
    marina = house.person(IPE.lead)
    marina.press("Tell what came of it")
    assert marina.submit(effect="Yes, it changed something", line="Two pharmacies help").errors == {}
    house.until("2026-12-15T14:00:00+00:00")
    heard = _seen(house, OBI.email, "Two pharmacies help")
    assert len(heard) == 1
    assert house.read(lambda db: advisors.ledger(db, house.edition_id))[0].effect == Effect.CHANGED
    assert len(_seen(house, IPE.lead.email, "Did it change anything")) == 1
    assert _seen(house, OBI.email, "still waiting") == []


def test_a_team_without_a_workspace_gets_the_advice_itself(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _ask(house, SETU)
    obi = house.person(OBI)
    obi.press("Answer")
    obi.submit(text="Ask at the pharmacy")
    house.until("2026-10-06T08:00:00+00:00")
    assert len(_seen(house, SETU.lead.email, "Ask at the pharmacy")) == 1
    assert not [item for item in house.person(MAPLE.lead).sees("room-challenge") if "pharmacy" in item.text]


def test_one_reminder_then_the_facilitator(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _ask(house)
    house.until("2026-10-30T14:00:00+00:00")
    assert len(_seen(house, OBI.email, "still waiting")) == 1
    raised = [item for item in house.person(FAY).sees("room-facilitators") if "waits for an advisor" in item.text]
    assert len(raised) == 1
    listed = house.person(FAY).command("/sweetspot advisor list").text
    assert "Obi Eze: 1 waiting, 0 answered" in listed


def test_a_declined_question_goes_on_only_with_the_teams_word(house: House) -> None:
    with_advisors(house, OBI, SAKI)
    house.until(MONDAY)
    _ask(house)
    obi = house.person(OBI)
    obi.press("Hand on or decline")
    assert obi.submit(suggested="Saki Mori").errors == {}
    house.flush()
    assert _seen(house, SAKI.email, QUESTION) == []
    assert "Obi Eze suggests Saki Mori" in _seen(house, IPE.lead.email, "cannot take")[0].text
    house.person(IPE.lead).press("Ask Saki Mori")
    house.until("2026-10-06T06:00:00+00:00")
    assert len(_seen(house, SAKI.email, QUESTION)) == 1
    states = [row.state for row in house.read(lambda db: advisors.of_edition(db, house.edition_id))]
    assert states == [QuestionState.ASKED]
    assert house.read(lambda db: commitments.open_of(db, [1])) == []
    assert house.read(lambda db: checkins.open_signals(db, house.edition_id)) == []


def _offer(house: House, **given: str) -> dict[str, str]:
    obi = house.person(OBI)
    obi.command("/sweetspot advisor hours")
    obi.press("Offer office hours")
    values = {"day": "2026-10-13", "starts": "14:00", "ends": "15:00", "minutes": "30"} | given
    errors = obi.submit(**values).errors
    while obi.view:
        obi.close()
    return errors


def _book(house: House, team: Cast, message: Message | None = None) -> str:
    lead = house.person(team.lead)
    if message is None:
        message = lead.command("/sweetspot advisor book").messages[-1]
    lead.press(next(it["action_id"] for it in _buttons(message) if it["action_id"].startswith("slot.book")), message)
    shown = str(lead.submit(question=QUESTION).view)
    while lead.view:
        lead.close()
    house.flush()
    return shown


def _buttons(message: Message) -> list[dict[str, str]]:
    return [item for block in message.blocks for item in block.get("elements", ()) if "action_id" in item]


def test_a_slot_is_booked_by_one_team_and_freed_when_cancelled(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    assert _offer(house) == {}
    lists = {
        team.name: house.person(team.lead).command("/sweetspot advisor book").messages[-1] for team in (IPE, FJORD)
    }
    assert "Tuesday 13 October, 10:00 (Sao Paulo time), 30 minutes with Obi Eze" in lists[IPE.name].text
    assert "Booked" in _book(house, IPE, lists[IPE.name])
    assert "Somebody else was faster" in _book(house, FJORD, lists[FJORD.name])
    assert len(_seen(house, OBI.email, "Office hour with Ipê Lab")) == 1
    assert len(_seen(house, IPE.lead.email, "Office hour with Obi Eze")) == 1
    house.person(IPE.lead).press("slot.cancel", message=_seen(house, IPE.lead.email, "Office hour with Obi Eze")[0])
    house.flush()
    assert len(_seen(house, OBI.email, "is cancelled")) == 1
    assert "Booked" in _book(house, FJORD, lists[FJORD.name])
    house.until("2026-10-13T14:00:00+00:00")
    assert [len(_seen(house, who, "*Reminder:*")) for who in (OBI.email, FJORD.lead.email, IPE.lead.email)] == [1, 1, 0]
    reminder = _seen(house, OBI.email, "*Reminder:*")[0]
    assert QUESTION in reminder.text
    assert datetime.fromtimestamp(float(reminder.ts), UTC).date() == date(2026, 10, 12)
    assert len(_seen(house, OBI.email, "You have just met Fjord Services")) == 1


def test_a_withdrawn_slot_is_told_to_the_team_that_had_it(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _offer(house, ends="14:30")
    _book(house, IPE)
    obi = house.person(OBI)
    desk = obi.command("/sweetspot advisor hours").messages[-1]
    assert "Ipê Lab" in desk.text
    off = next(it["action_id"] for it in _buttons(desk) if it["action_id"].startswith("slot.withdraw"))
    obi.press(off, desk)
    house.flush()
    assert len(_seen(house, IPE.lead.email, "is cancelled")) == 1
    assert "No office hour is free" in house.person(KOTARE.lead).command("/sweetspot advisor book").text


def test_what_cannot_be_offered_is_said_at_its_field(house: House) -> None:
    with_advisors(house, OBI)
    assert "such as 14:00" in _offer(house, starts="two")["starts"]
    assert "no room for 90" in _offer(house, minutes="90")["ends"]
    assert _offer(house) == {}
    assert "overlaps" in _offer(house)["day"]


def test_hours_keep_their_local_time_over_a_clock_change() -> None:
    given = Offer(date(2026, 10, 19), date(2026, 10, 26), time(9), time(10), 60)
    hours = [at.hour for at in slots.times(given, "Europe/Paris")]
    assert hours == [7, 8]


def test_an_advisor_chooses_among_the_editions_themes_and_adds_their_own(house: House) -> None:
    with_advisors(house, OBI)

    def theme(db: Db, _now: datetime) -> None:
        for cast, words in ((IPE, ["Health", "Waiting"]), (KOTARE, ["health"])):
            row = teams.by_name(db, house.edition_id, cast.name)
            assert row
            row.themes = words

    house.bot.writer.commit(theme)
    obi = house.person(OBI)
    obi.command("/sweetspot advisor hours")
    obi.press("Settings")
    assert obi.submit(chosen=["Waiting"], themes="Buses, waiting", languages="en").errors == {}
    obi.close()
    said = house.read(lambda db: [row.themes for row in db.exec(select(AdvisorSetting))])
    assert said == [["Buses", "Waiting"]]
    obi.command("/sweetspot advisor hours")
    obi.press("Settings")
    assert obi.view
    assert "Buses" in str(obi.view.payload)


def test_what_waits_for_an_advisor_who_leaves_goes_back_to_its_team(house: House) -> None:
    with_advisors(house, OBI, SAKI)
    house.until(MONDAY)
    _ask(house)
    obi = house.person(OBI)
    obi.command("/sweetspot advisor hours")
    obi.press("Stop advising")
    assert obi.submit().errors == {}
    obi.close()
    house.flush()
    (told,) = _seen(house, IPE.lead.email, "Obi Eze")
    assert "Saki Mori" in told.text + str(told.blocks)
    assert [row.state for row in house.read(lambda db: advisors.of_edition(db, house.edition_id))] == [
        QuestionState.UNANSWERED
    ]
    assert "not yours to do" in obi.command("/sweetspot advisor hours").text
    assert "no one advisor" in house.person(FAY).command("/sweetspot advisor leave Obi Eze").text
    assert "Saki Mori advises no longer" in house.person(FAY).command("/sweetspot advisor leave Saki Mori").text
