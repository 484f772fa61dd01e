"""Sessions as conversations: told and reminded in local time, never at night, and once where once will do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.programme import reminders
from bot.sandbox.keyboard import Keyboard
from storage import feedback, sessions
from tests.cast import FAY, KOTARE, SETU, TEAMS, TELAR
from tests.house import House

ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _plan(house: House, kind: str = "Thematic") -> None:
    """Two sittings on 21 October 2026: 02:30 and 14:00 UTC."""
    fay = house.person(FAY)
    fay.command("/sweetspot session plan Open experimentation")
    given_ = {"day_a": "2026-10-21", "time_a": "02:30", "day_b": "2026-10-21", "time_b": "14:00"}
    assert fay.submit(kind=kind, preparation="Bring one thing that did not work.", **given_).errors == {}
    fay.close()
    fay.command("/sweetspot session publish 1")


def _texts(house: House, who: object) -> list[str]:
    return [message.text for message in house.person(who).dm()]  # type: ignore[arg-type]


@given(MOMENTS, st.sampled_from(ZONES), st.booleans())
def test_a_reminder_never_comes_at_night(starts_at: datetime, zone: str, accepted: bool) -> None:
    found = reminders.reminders(starts_at, zone, accepted=accepted)
    for reminder in found:
        local = reminder.due_at.astimezone(ZoneInfo(zone))
        assert 7 <= local.hour < 21
        assert reminder.due_at < starts_at
    assert len({reminder.due_at for reminder in found}) == len(found)
    assert ("T-7d" in {reminder.tag for reminder in found}) <= (not accepted)


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_day_before_is_the_same_local_time(starts_at: datetime, zone: str) -> None:
    local = starts_at.astimezone(ZoneInfo(zone))
    day_before = [one for one in reminders.reminders(starts_at, zone, accepted=False) if one.tag == "T-1d"]
    for reminder in day_before:
        there = reminder.due_at.astimezone(ZoneInfo(zone))
        if 7 <= local.hour < 21 and there.hour == local.hour:
            assert (local.date() - there.date()).days == 1
            assert there.minute == local.minute


def test_everybody_of_the_cohort_is_told_in_working_hours_and_local_time(house: House) -> None:
    house.until("2026-10-05T10:00:00+00:00")
    _plan(house)
    house.until("2026-10-06T12:00:00+00:00")
    for actor, words in ((SETU.lead, "08:00 (Kolkata time)"), (TELAR.lead, "11:00 (Santiago time)")):
        text = _texts(house, actor)[-1]
        assert words in text
        assert "Bring one thing that did not work." in text
    for cast in TEAMS[:3]:
        assert not any("Open experimentation" in text for text in _texts(house, cast.lead))


def test_who_declines_is_not_reminded_and_who_goes_is_not_told_twice(house: House) -> None:
    house.until("2026-10-05T10:00:00+00:00")
    _plan(house)
    house.until("2026-10-07T12:00:00+00:00")
    ananya, catalina = house.person(SETU.lead), house.person(TELAR.lead)
    ananya.press("Can't come")
    assert "not reminded" in ananya.dm()[-1].text
    assert "We expect you" in catalina.press("Going: 11:00 (Santiago time)").text
    house.until("2026-10-21T14:00:00+00:00")
    occasions = [one["occasion"].rpartition(":")[2] for one in _of_sessions(catalina)]
    assert occasions == ["announced", "T-1d", "T-1h", "start"]
    assert [one["kind"] for one in _of_sessions(ananya)] == ["session.announced"]


def _of_sessions(person: Keyboard) -> list[dict[str, Any]]:
    """The marks of what somebody was told about sessions, without the other questions to their team."""
    marks = [message.metadata["event_payload"] for message in person.dm() if message.metadata]
    return [mark for mark in marks if mark["kind"].startswith("session.")]


def test_a_move_is_told_once_and_the_old_time_is_forgotten(house: House) -> None:
    house.until("2026-10-05T10:00:00+00:00")
    _plan(house)
    house.until("2026-10-07T12:00:00+00:00")
    fay = house.person(FAY)
    fay.command("/sweetspot session move 1")
    assert fay.submit(day_a="2026-10-22", time_a="14:00").errors == {}
    house.flush()
    assert "has moved" in _texts(house, TELAR.lead)[-1]
    house.until("2026-10-23T00:00:00+00:00")
    reminded = [text for text in _texts(house, TELAR.lead) if text.startswith("*Open experimentation*: ")]
    assert all("Thursday 22 October, 11:00" in text for text in reminded[1:])
    assert len([text for text in _texts(house, TELAR.lead) if "has moved" in text]) == 1


def test_a_cancelled_session_says_nothing_more(house: House) -> None:
    house.until("2026-10-05T10:00:00+00:00")
    _plan(house)
    house.until("2026-10-07T12:00:00+00:00")
    house.person(FAY).command("/sweetspot session cancel 1")
    house.flush()
    assert "is cancelled" in _texts(house, KOTARE.lead)[-1]
    count = len(house.person(KOTARE.lead).dm())
    house.until("2026-10-23T00:00:00+00:00")
    assert len(house.person(KOTARE.lead).dm()) == count


def test_wrong_times_are_said_at_their_field(house: House) -> None:
    fay = house.person(FAY)
    fay.command("/sweetspot session plan Open experimentation")
    wrong = fay.submit(day_a="2026-10-21", time_a="two o'clock", minutes="long").errors
    assert wrong.keys() == {"time_a", "minutes"}
    assert fay.view is not None


def test_a_participant_cannot_plan(house: House) -> None:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot session plan My own")
    ananya.submit(day_a="2026-10-21", time_a="14:00")
    assert house.read(lambda db: sessions.of_edition(db, house.edition_id)) == []


def _held(house: House) -> None:
    """The cohort's six people come, and five of them answer."""
    house.until("2026-10-05T10:00:00+00:00")
    _plan(house)
    house.until("2026-10-08T12:00:00+00:00")
    for cast in TEAMS[3:]:
        for actor in (cast.lead, cast.deputy):
            house.person(actor).press("session.going")
    house.until("2026-10-21T14:30:00+00:00")
    for cast in TEAMS[3:]:
        for actor in (cast.lead, cast.deputy):
            house.person(actor).press("I am here")
    house.until("2026-10-23T12:00:00+00:00")


def _answer(house: House, count: int) -> None:
    actors = [actor for cast in TEAMS[3:] for actor in (cast.lead, cast.deputy)]
    for number, actor in enumerate(actors[:count]):
        person = house.person(actor)
        person.press("feedback.answer")
        assert person.submit(useful=str(number % 5 + 1), change=f"Idea {number}").errors == {}


def test_feedback_is_opened_together_a_week_later(house: House) -> None:
    _held(house)
    _answer(house, 5)
    fay = house.person(FAY)
    assert "Too few answers" in fay.command("/sweetspot feedback results 1").text
    assert house.read(lambda db: len(feedback.sealed(db, 1))) == 5
    house.until("2026-10-30T00:00:00+00:00")
    said = fay.command("/sweetspot feedback results 1").text
    assert "5 answers" in said
    assert "Idea 3" in said
    assert house.read(lambda db: feedback.sealed(db, 1)) == []


def test_fewer_than_five_answers_are_destroyed_unread(house: House) -> None:
    _held(house)
    _answer(house, 4)
    house.until("2026-10-30T00:00:00+00:00")
    assert house.read(lambda db: (feedback.sealed(db, 1), feedback.released(db, 1))) == ([], [])
    assert "Too few answers" in house.person(FAY).command("/sweetspot feedback results 1").text


def test_nobody_answers_twice(house: House) -> None:
    _held(house)
    _answer(house, 1)
    ananya = house.person(SETU.lead)
    ananya.close()
    ananya.press("feedback.answer")
    ananya.submit(useful="1")
    assert ananya.view is not None
    assert "answered already" in str(ananya.view.payload)
    assert house.read(lambda db: len(feedback.sealed(db, 1))) == 1


def test_names_are_for_facilitators_and_counts_for_all(house: House) -> None:
    _held(house)
    said = house.person(FAY).command("/sweetspot session attendance 1").text
    assert "Present: 6 people of 3 teams" in said
    assert "not yours to do" in house.person(SETU.lead).command("/sweetspot session attendance 1").text


def test_a_day_is_not_24_hours() -> None:
    """The clocks go back in the night before Sunday 25 October: the day before begins 25 hours earlier."""
    exact = datetime(2026, 10, 25, 12, tzinfo=UTC)
    day = next(one for one in reminders.reminders(exact, "Europe/Paris", accepted=True) if one.tag == "T-1d")
    assert exact - day.due_at == timedelta(hours=25)
