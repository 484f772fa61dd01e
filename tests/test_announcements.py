"""Announcements as conversations: seen before they are sent, sent once, put right for whoever had them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.programme.announcements import daytime
from tests.cast import FAY, IPE, KOTARE, SETU, TEAMS, TELAR
from tests.house import House

WORDS = "The symposium is in May, in Paris"
ZONES = sorted({team.zone for team in TEAMS} | {"Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"})


def _got(house: House, *words: str) -> list[str]:
    return [
        actor.name
        for team in TEAMS
        for actor in (team.lead, team.deputy)
        for message in house.person(actor).dm()
        if all(word in message.text for word in words)
    ]


def _draft(house: House, audience: str) -> None:
    house.bot.ticks.tick()
    fay = house.person(FAY)
    fay.command(f"/sweetspot edition announce {audience}")
    fay.submit(text=WORDS)


def test_the_preview_sends_nothing_and_says_who_and_when(house: House) -> None:
    _draft(house, "cohort")
    house.flush()
    view = house.person(FAY).view
    assert view
    shown = str(view.payload)
    assert "6 people" in shown
    assert "For 4 of them it is night" in shown
    assert "Thursday 1 October, 13:30 (Kolkata time)" in shown
    assert "Friday 2 October, 09:30 (Auckland time)" in shown
    assert _got(house, WORDS) == []


def test_sent_once_to_each_in_their_daytime_with_a_receipt(house: House) -> None:
    _draft(house, "cohort")
    fay = house.person(FAY)
    fay.press("Send")
    house.flush()
    assert sorted(_got(house, WORDS)) == ["Ananya Rao", "Vikram Iyer"]
    house.until("2026-10-02T12:00:00+00:00")
    everyone = sorted(actor.name for team in (SETU, KOTARE, TELAR) for actor in (team.lead, team.deputy))
    assert sorted(_got(house, WORDS)) == everyone
    assert "is on its way" in fay.dm()[-1].text


def test_a_correction_reaches_who_had_it_and_the_others_get_it_right(house: House) -> None:
    _draft(house, "cohort")
    fay = house.person(FAY)
    fay.press("Send")
    house.flush()
    fay.close()
    fay.press("Correct")
    assert fay.submit(changed="It is in June", text="The symposium is in June").errors == {}
    house.until("2026-10-02T12:00:00+00:00")
    assert sorted(_got(house, "A correction", "It is in June")) == ["Ananya Rao", "Vikram Iyer"]
    assert len(_got(house, WORDS)) == 2
    assert "The symposium is in June" in house.person(TELAR.lead).dm()[-1].text


def test_a_trial_goes_to_the_sender_alone(house: House) -> None:
    _draft(house, "everyone")
    house.person(FAY).press("Send to me")
    house.flush()
    assert WORDS in house.person(FAY).dm()[-1].text
    assert _got(house, WORDS) == []


def test_workspaces_get_it_in_their_room(house: House) -> None:
    _draft(house, "workspaces")
    house.person(FAY).press("Send")
    house.flush()
    assert [WORDS in item.text for item in house.person(IPE.lead).sees("room-challenge")].count(True) == 1
    assert _got(house, WORDS) == []


def test_only_who_runs_the_edition_announces_and_to_known_audiences(house: House) -> None:
    assert "not yours to do" in house.person(IPE.lead).command("/sweetspot edition announce everyone").text
    assert "There is: everyone, owners" in house.person(FAY).command("/sweetspot edition announce world").text


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(ZoneInfo("UTC"))),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
def test_daytime_is_between_seven_and_nine_in_the_evening_and_within_a_day(now: datetime, zone: str) -> None:
    at = daytime(now, zone)
    assert 7 <= at.astimezone(ZoneInfo(zone)).hour < 21
    assert 0 <= (at - now).total_seconds() <= 24 * 3600
