"""Working time in every zone of the world: instants in gaps and folds, weeks, holidays."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.cli.matching import problems
from bot.programme import worktime
from bot.programme.introductions import pairs
from bot.programme.solvers.scoring import facts
from bot.programme.worktime import Fit, Week

PACIFIC = [pairs.Side(1, "One", "NZ", Week("Pacific/Auckland")), pairs.Side(2, "Other", "US", Week("America/New_York"))]

ODD = (
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Pago_Pago",
    "Pacific/Kiritimati",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Europe/Dublin",
)
ZONES = st.one_of(st.sampled_from(ODD), st.sampled_from(sorted(available_timezones())))
DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
TIMES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
COUNTRIES = st.sampled_from(["", "XX", *holidays.list_supported_countries()])
WEEKS = st.builds(
    Week,
    zone=ZONES,
    country=COUNTRIES,
    weekend=st.sets(st.integers(0, 6), max_size=3).map(lambda days: tuple(sorted(days))),
)

unhurried = settings(deadline=None)
"""A country's calendar is slow to read the first time."""


def _wall(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _first_instant(wanted: datetime, zone: str) -> datetime:
    """The same, found by looking at a clock on the wall every minute."""
    step, at = timedelta(minutes=1), wanted.replace(tzinfo=UTC) - timedelta(hours=39)
    while _wall(at + timedelta(hours=12), zone) < wanted:
        at += timedelta(hours=12)
    while _wall(at, zone) < wanted:
        at += step
    return at


def _changes(zone: str, first: date, last: date) -> list[datetime]:
    """Wall-clock times just before the clocks of a zone change, to the quarter of an hour."""
    start = datetime.combine(first, time(), UTC)
    quarters = [start + timedelta(minutes=15) * number for number in range((last - first).days * 96)]
    offsets = [(at, at.astimezone(ZoneInfo(zone)).utcoffset()) for at in quarters]
    return [_wall(before, zone) for (before, old), (_, new) in pairwise(offsets) if old != new]


@unhurried
@given(DAYS, TIMES, ZONES)
@example(date(2026, 9, 6), time(0, 30), "America/Santiago")  # midnight itself is skipped
@example(date(2027, 4, 4), time(1, 45), "Australia/Lord_Howe")  # half an hour comes twice
@example(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe")
@example(date(2011, 12, 30), time(9, 30), "Pacific/Apia")  # a whole day is skipped
@example(date(2026, 3, 29), time(2, 30), "Antarctica/Troll")  # two hours are skipped
@example(date(2026, 7, 1), time(9, 30), "Asia/Kathmandu")
def test_an_instant_is_the_first_at_which_the_wall_clock_says_so(day: date, at: time, zone: str) -> None:
    assert worktime.instant(day, at, zone) == _first_instant(datetime.combine(day, at), zone)


@pytest.mark.parametrize("zone", ODD)
def test_around_each_change_of_the_clocks_too(zone: str) -> None:
    for change in _changes(zone, date(2026, 1, 1), date(2028, 1, 1)):
        for minutes in range(-150, 151, 15):
            wanted = change + timedelta(minutes=minutes)
            assert worktime.instant(wanted.date(), wanted.time(), zone) == _first_instant(wanted, zone), wanted


@unhurried
@given(DAYS, ZONES)
def test_half_past_nine_is_half_past_nine_wherever_the_clocks_do_not_change_then(day: date, zone: str) -> None:
    asked = worktime.instant(day, worktime.ASK_AT, zone)
    assert _wall(asked, zone) == datetime.combine(day, worktime.ASK_AT)
    assert worktime.local_day(asked, zone) == day


@unhurried
@given(DAYS, st.integers(1, 10), WEEKS)
def test_working_days_are_counted_one_by_one(day: date, count: int, week: Week) -> None:
    end = worktime.working_days_after(day, count, week)
    between = [day + timedelta(days=ahead) for ahead in range(1, (end - day).days + 1)]
    assert sum(worktime.is_working_day(one, week) for one in between) == count
    assert worktime.is_working_day(end, week)
    assert end.weekday() not in week.weekend


@unhurried
@given(DAYS, TIMES, WEEKS)
def test_the_next_working_instant_is_in_working_time_and_nothing_was_missed(day: date, at: time, week: Week) -> None:
    now = datetime.combine(day, at, UTC)
    found = worktime.next_working_instant(now, week)
    local = _wall(found, week.zone)
    assert found >= now
    assert worktime.is_working_day(local.date(), week)
    assert worktime.WORK_FROM <= local.time() < worktime.WORK_UNTIL
    days = range(1, (local.date() - worktime.local_day(now, week.zone)).days)
    assert not any(worktime.is_working_day(_wall(now, week.zone).date() + timedelta(days=n), week) for n in days)


@unhurried
@given(DAYS, WEEKS, WEEKS)
def test_hours_in_common_are_the_same_from_both_sides(day: date, one: Week, other: Week) -> None:
    common = worktime.hours_in_common(one.zone, other.zone, day)
    assert 0 <= common == worktime.hours_in_common(other.zone, one.zone, day) <= 8
    assert worktime.hours_in_common(one.zone, one.zone, day) == 8


def test_hours_in_common_move_with_the_clocks() -> None:
    assert worktime.hours_in_common("America/Sao_Paulo", "America/New_York", date(2026, 7, 1)) == 7
    assert worktime.hours_in_common("America/Sao_Paulo", "America/New_York", date(2026, 12, 1)) == 6


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 10, 7), date(2026, 12, 2), date(2027, 4, 4)])
def test_auckland_and_new_york_share_no_hours_of_one_date(day: date) -> None:
    """Tuesday morning in Auckland is Monday afternoon in New York: hours of two dates, which nobody counts."""
    assert worktime.hours_in_common("Pacific/Auckland", "America/New_York", day) == 0
    assert pairs.barriers(PACIFIC, pairs.Past(), day) == {
        frozenset({1, 2}): "fewer than two working hours in common",
    }
    assert problems._too_few("Pacific/Auckland", "America/New_York", day, 2) == "0.0 working hours in common, 2 wanted"
    told = facts._hours("Pacific/Auckland", "America/New_York", day)
    assert told.value == 0


@pytest.mark.parametrize("country", sorted(holidays.list_supported_countries()))
def test_every_country_s_calendar_can_be_read(country: str) -> None:
    week = Week("UTC", country)
    year = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    names = [name for day in year if (name := worktime.holiday(day, week))]
    assert all(name.strip() for name in names)


def test_holidays_of_a_region_count_and_unknown_ones_do_not_hurt() -> None:
    munich, berlin = Week("Europe/Berlin", "DE", "BY"), Week("Europe/Berlin", "DE", "nowhere")
    epiphany, unity = date(2027, 1, 6), date(2026, 10, 3)
    assert worktime.next_working_day(epiphany, munich) == date(2027, 1, 7)
    assert worktime.next_working_day(epiphany, berlin) == epiphany
    assert worktime.holiday(unity, berlin) == "German Unity Day"
    assert worktime.holiday(unity, Week("UTC", "XX")) is None


def test_a_week_may_end_on_thursday() -> None:
    riyadh = Week("Asia/Riyadh", "SA", weekend=(4, 5))
    assert worktime.next_working_day(date(2026, 10, 9), riyadh) == date(2026, 10, 11)


def test_a_week_without_a_working_day_is_named() -> None:
    with pytest.raises(ValueError, match="no working day"):
        worktime.next_working_day(date(2026, 10, 9), Week("UTC", weekend=tuple(range(7))))


def _clocks(times: list[datetime], zone: str) -> list[str]:
    return [f"{_wall(at, zone):%a %d %H:%M}" for at in times]


MONDAY = datetime(2027, 1, 18, 12, tzinfo=UTC)
LIMA, PRAGUE, DELHI = Week("America/Lima", "PE"), Week("Europe/Prague", "CZ"), Week("Asia/Kolkata", "IN")


def test_three_times_that_suit_both_are_on_three_days_of_two_weeks() -> None:
    times = worktime.common_times([LIMA, PRAGUE], MONDAY, 3)
    assert _clocks(times, LIMA.zone) == ["Mon 18 09:30", "Thu 21 09:30", "Tue 26 09:30"]
    assert _clocks(times, PRAGUE.zone) == ["Mon 18 15:30", "Thu 21 15:30", "Tue 26 15:30"]
    assert {worktime.fit([LIMA, PRAGUE], at) for at in times} == {Fit.WORK}


def test_a_day_is_made_longer_only_where_no_working_hour_is_common() -> None:
    los_angeles = Week("America/Los_Angeles", "US", "CA")
    times = worktime.common_times([los_angeles, PRAGUE], MONDAY, 3)
    assert {worktime.fit([los_angeles, PRAGUE], at) for at in times} == {Fit.LONG}
    assert _clocks(times[:1], PRAGUE.zone) == ["Tue 19 17:00"]  # 08:00 in California; its Monday is a holiday


def test_where_no_hour_is_common_the_least_outside_is_returned_and_can_be_told() -> None:
    times = worktime.common_times([LIMA, DELHI], MONDAY, 3)
    assert len(times) == 3
    assert {worktime.fit([LIMA, DELHI], at) for at in times} == {Fit.OUTSIDE}
    assert {_wall(at, LIMA.zone).weekday() for at in times} <= {0, 1, 2, 3, 4}
    assert {_wall(at, DELHI.zone).weekday() for at in times} <= {0, 1, 2, 3, 4}


def test_zones_at_three_quarters_of_an_hour_share_their_one_hour() -> None:
    kathmandu, chatham = Week("Asia/Kathmandu", "NP", weekend=(5,)), Week("Pacific/Chatham")
    times = worktime.common_times([kathmandu, chatham], datetime(2027, 6, 7, tzinfo=UTC), 3)
    assert {f"{_wall(at, kathmandu.zone):%H:%M}" for at in times} == {"09:00"}
    assert {f"{_wall(at, chatham.zone):%H:%M}" for at in times} == {"16:00"}


def test_a_common_hour_may_fall_on_two_dates() -> None:
    tonga, pago = Week("Pacific/Tongatapu"), Week("Pacific/Pago_Pago")  # +13 and -11: the same clock, a day apart
    times = worktime.common_times([tonga, pago], MONDAY, 3)
    assert {worktime.fit([tonga, pago], at) for at in times} == {Fit.WORK}
    assert all(_wall(at, tonga.zone) - _wall(at, pago.zone) == timedelta(days=1) for at in times)
    assert {_wall(at, tonga.zone).weekday() for at in times} <= {1, 2, 3, 4}  # Tonga's Monday is Pago Pago's Sunday


def test_common_times_follow_the_clocks() -> None:
    new_york = Week("America/New_York", "US")
    before, after = datetime(2027, 3, 8, tzinfo=UTC), datetime(2027, 3, 15, tzinfo=UTC)
    winter = worktime.common_times([new_york, PRAGUE], before, 14)
    assert {_wall(at, new_york.zone).hour for at in winter if at < after - timedelta(days=1)} == {9}
    assert {_wall(at, PRAGUE.zone).hour for at in winter if at < after - timedelta(days=1)} == {15}
    assert {_wall(at, new_york.zone).hour for at in winter if at > after} == {10}  # five hours apart, for two weeks


def test_different_weekends_and_holidays_leave_the_days_of_both() -> None:
    riyadh, dublin = Week("Asia/Riyadh", "SA", weekend=(4, 5)), Week("Europe/Dublin", "IE")
    times = worktime.common_times([riyadh, dublin], datetime(2027, 3, 15, tzinfo=UTC), 14)
    days = {_wall(at, dublin.zone).date() for at in times}
    assert {day.weekday() for day in days} == {0, 1, 2, 3}
    assert date(2027, 3, 17) not in days  # Saint Patrick's Day


@settings(deadline=None, max_examples=60)
@given(DAYS, TIMES, st.lists(WEEKS, min_size=2, max_size=4), st.integers(1, 4))
def test_times_for_anybody_are_true_to_what_they_say(day: date, at: time, weeks: list[Week], count: int) -> None:
    start = datetime.combine(day, at, UTC)
    times = worktime.common_times(weeks, start, count)
    assert 1 <= len(times) <= count
    assert times == sorted(times)
    assert all(start <= one < start + worktime.MEET_WITHIN for one in times)
    assert len({_wall(one, weeks[0].zone).date() for one in times}) == len(times)
    fits = [worktime.fit(weeks, one) for one in times]
    assert Fit.OUTSIDE not in fits or set(fits) == {Fit.OUTSIDE}
    for one, found in zip(times, fits, strict=True):
        for local, week in ((_wall(one, week.zone), week) for week in weeks):
            if found is Fit.WORK:
                assert worktime.is_working_day(local.date(), week)
                assert time(9) <= local.time() <= time(16)
            if found is Fit.LONG:
                assert time(8) <= local.time() <= time(18)
