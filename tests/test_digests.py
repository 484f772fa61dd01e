"""Digests as conversations: the cohort's Friday, a workspace's loop, the facilitators' Monday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.programme.digests.dates import cohort_at, monday_at, week_name
from storage import insights
from storage.db import Db
from storage.loops import Loop
from storage.sessions import Session, SessionState, Sitting
from tests.cast import FAY, FJORD, IPE, KOTARE, SETU, TELAR
from tests.house import House

UNNAMED = "The edition, without names"
WORDS = "A letter by post reached more people than the app"
FRIDAY = "2026-10-09T13:00:30+00:00"


def _published(db: Db, now: datetime, edition_id: int) -> None:
    row = Session(
        edition_id=edition_id, number=1, title="Citizen involvement", state=SessionState.PUBLISHED, published_at=now
    )
    db.add(row)
    db.flush()
    db.add(Sitting(session_id=row.id, label="A", starts_at=datetime(2026, 10, 20, 14, tzinfo=UTC)))


def _share(house: House) -> None:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot insight propose")
    ananya.submit(text=WORDS, sharing=UNNAMED)


def _digests(house: House) -> list[str]:
    return [message.text for message in house.person(TELAR.lead).sees("room-cohort") if "The week" in message.text]


def test_nothing_to_say_is_not_said(house: House) -> None:
    house.until("2026-10-11T00:00:00+00:00")
    assert _digests(house) == []
    assert "nothing to say" in house.person(FAY).command("/sweetspot digest preview cohort").text


def test_the_cohort_reads_sessions_insights_and_thanks_on_friday_once(house: House) -> None:
    house.until("2026-10-05T00:00:00+00:00")
    house.bot.writer.commit(lambda db, now: _published(db, now, house.edition_id))
    _share(house)
    house.person(KOTARE.lead).command("/sweetspot team thank Jan Setu for the guide")
    house.until("2026-10-05T06:00:00+00:00")
    house.person(SETU.lead).press("Allow sharing")
    house.until(FRIDAY)
    (said,) = _digests(house)
    assert "Citizen involvement" in said
    assert "<!date^1792504800^" in said
    assert WORDS in said
    assert "Kotare thanks Jan Setu: the guide" in said
    assert said.count("Jan Setu") == 1
    house.until("2026-10-16T14:00:00+00:00")
    assert [WORDS in text for text in _digests(house)] == [True, False]


def test_a_retraction_takes_it_out_of_the_digest_that_had_it(house: House) -> None:
    _share(house)
    house.until(FRIDAY)
    number = house.read(lambda db: insights.of_edition(db, house.edition_id)[0].id)
    house.person(SETU.lead).command(f"/sweetspot insight retract {number}")
    house.flush()
    (said,) = _digests(house)
    assert WORDS not in said
    assert "was taken back" in said


def test_posted_early_with_an_opening_line_and_not_again_on_friday(house: House) -> None:
    _share(house)
    fay = house.person(FAY)
    fay.command("/sweetspot digest edit cohort")
    assert fay.submit(opening="Good to read before Tuesday").errors == {}
    assert "Good to read before Tuesday" in fay.command("/sweetspot digest preview").text
    fay.command("/sweetspot digest post cohort")
    house.flush()
    house.until(FRIDAY)
    (said,) = _digests(house)
    assert "Good to read before Tuesday" in said


def test_each_workspace_reads_its_loop_on_the_working_day_after_it_closes(house: House) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    marina = house.person(IPE.lead)
    marina.press("Answer")
    given = marina.submit(
        hypothesis="A board helps",
        tried="Two towns",
        learned="Old data does harm",
        result="Mixed",
        sharing="Our workspace only",
        next_step="Show the date",
        next_on="2026-11-06",
    )
    assert given.errors == {}
    closes = house.read(lambda db: db.get_one(Loop, 1).closes_on)
    house.until(datetime.combine(closes, datetime.min.time(), UTC) + timedelta(days=3, hours=12))
    seen = [message.text for message in house.person(FJORD.lead).sees("room-challenge") if "in short" in message.text]
    assert len(seen) == 1
    assert "Old data does harm" in seen[0]
    assert "Show the date, by Friday 6 November" in seen[0]
    assert "Nothing handed in by Fjord Services, Maple Desk" in seen[0]


DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))


@given(DAYS)
def test_every_week_has_one_friday_and_one_name(day: date) -> None:
    at = cohort_at(day)
    assert at.isoweekday() == 5
    assert abs(at.date() - day) < timedelta(days=7)
    assert week_name("digest.cohort", at) != week_name("digest.cohort", at + timedelta(days=7))


@given(DAYS, st.sampled_from(["Europe/Paris", "America/Santiago", "Pacific/Auckland", "Asia/Kathmandu"]))
def test_monday_is_nine_o_clock_there_whatever_the_clocks_do(day: date, zone: str) -> None:
    local = monday_at(day, zone).astimezone(ZoneInfo(zone))
    assert (local.isoweekday(), local.hour, local.minute) == (1, 9, 0)
