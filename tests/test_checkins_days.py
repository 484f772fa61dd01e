"""When a check-in is asked for, due and closed: in every zone of the world, through a whole year."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.programme import checkins, worktime
from bot.programme.worktime import Week
from storage.loops import Loop

EVERYWHERE = sorted(available_timezones())
FIRST_MONDAY = date(2026, 10, 5)
YEAR = [FIRST_MONDAY + timedelta(weeks=number) for number in range(53)]
MONDAYS = st.sampled_from(YEAR)
WEEKENDS = st.sampled_from([(5, 6), (4, 5), (5,), (6,), (4,), ()])
WEEKS = st.builds(
    Week,
    zone=st.sampled_from(EVERYWHERE),
    country=st.sampled_from(["", "NO", "BR", "NP", "TO", "AS", "SA", "EG", "JP", "IN", "CL", "IL", "CN"]),
    weekend=WEEKENDS,
)
KATHMANDU = Week("Asia/Kathmandu", "NP", weekend=(5,))
TONGA = Week("Pacific/Tongatapu", "TO")
SAMOA = Week("Pacific/Pago_Pago", "AS")
NOTICE = 2
"""Thursday's question is hoped for by Monday: two working days after it."""


def _loop(monday: date) -> Loop:
    return Loop(
        edition_id=1,
        number=1,
        opens_on=monday,
        checkin_on=monday + timedelta(days=10),
        due_on=monday + timedelta(days=14),
        closes_on=monday + timedelta(days=25),
    )


def _wall(at: datetime, week: Week) -> datetime:
    return at.astimezone(ZoneInfo(week.zone)).replace(tzinfo=None)


def _works(day: date, week: Week) -> bool:
    return day.weekday() not in week.weekend and day not in _calendar(week.country, day.year)


@cache
def _calendar(country: str, year: int) -> set[date]:
    return set(holidays.country_holidays(country, years=year)) if country else set()


def _counted(day: date, count: int, week: Week) -> date:
    """The first working day from `day`, and `count` more."""
    while count or not _works(day, week):
        count -= _works(day, week)
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize("letter", sorted({zone[0] for zone in EVERYWHERE}))
def test_in_every_zone_and_week_of_a_year_the_wall_clock_is_the_same(letter: str) -> None:
    for zone in (zone for zone in EVERYWHERE if zone[0] == letter):
        week = Week(zone)
        for monday in YEAR:
            loop = _loop(monday)
            assert _wall(checkins.ask_at(loop, week), week) == datetime.combine(loop.checkin_on, time(9, 30)), zone
            assert _wall(checkins.due_at(loop, week), week) == datetime.combine(loop.due_on, time(17)), zone
            assert _wall(checkins.closes_at(loop, week), week) == datetime.combine(loop.closes_on, time(17)), zone


@settings(deadline=None)
@given(MONDAYS, WEEKS)
@example(date(2026, 10, 5), KATHMANDU)
@example(date(2026, 12, 14), TONGA)
@example(date(2026, 11, 16), SAMOA)
@example(date(2027, 3, 15), Week("Europe/Oslo", "NO"))
def test_each_is_on_a_working_day_of_the_team(monday: date, week: Week) -> None:
    loop = _loop(monday)
    asked, closed = _counted(loop.checkin_on, 0, week), _counted(loop.closes_on, 0, week)
    due = min(_counted(asked, NOTICE, week), closed)
    assert _wall(checkins.ask_at(loop, week), week) == datetime.combine(asked, time(9, 30))
    assert _wall(checkins.closes_at(loop, week), week) == datetime.combine(closed, time(17))
    assert _wall(checkins.due_at(loop, week), week) == datetime.combine(due, time(17))


@settings(deadline=None)
@given(MONDAYS, WEEKS)
@example(date(2026, 10, 5), KATHMANDU)
@example(date(2026, 10, 5), TONGA)
@example(date(2026, 10, 5), SAMOA)
def test_everybody_has_the_same_notice_and_no_less(monday: date, week: Week) -> None:
    loop = _loop(monday)
    asked, nudged = checkins.ask_at(loop, week), checkins.nudge_at(loop, week)
    due, closed = checkins.due_at(loop, week), checkins.closes_at(loop, week)
    assert asked < due <= closed
    assert asked < nudged
    if due < closed:
        assert sum(_works(day, week) for day in _after(asked, due, week)) == NOTICE
        assert nudged < due


def _after(start: datetime, end: datetime, week: Week) -> list[date]:
    first, last = _wall(start, week).date(), _wall(end, week).date()
    return [first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1)]


def test_at_the_ends_of_the_world() -> None:
    loop = _loop(FIRST_MONDAY)
    asked = {week.zone: checkins.ask_at(loop, week) for week in (KATHMANDU, TONGA, SAMOA)}
    assert asked == {
        "Asia/Kathmandu": datetime(2026, 10, 15, 3, 45, tzinfo=UTC),
        "Pacific/Tongatapu": datetime(2026, 10, 14, 20, 30, tzinfo=UTC),
        "Pacific/Pago_Pago": datetime(2026, 10, 15, 20, 30, tzinfo=UTC),
    }
    assert worktime.local_day(checkins.due_at(loop, SAMOA), SAMOA.zone) == loop.due_on
