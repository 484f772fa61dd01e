"""Working days and hours of teams and people, each in their own zone, week and holidays."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

ASK_AT = time(9, 30)
WORK_FROM, WORK_UNTIL = time(9), time(17)


zone_info = cache(ZoneInfo)
"""Zones stay in memory: the library's own cache keeps eight, and an edition has thirty."""


@dataclass(frozen=True)
class Week:
    """What decides about a working day: weekend days with Monday 0, country and subdivision as in ISO 3166."""

    zone: str
    country: str = ""
    subdivision: str = ""
    weekend: tuple[int, ...] = (5, 6)


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant of a local time: in a gap the first valid instant, in a fold the first of the two."""
    local = datetime.combine(day, at, zone_info(zone))
    there_and_back = local.astimezone(UTC).astimezone(zone_info(zone))
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        return _end_of_gap(local)
    return local.astimezone(UTC)


def _end_of_gap(local: datetime) -> datetime:
    """Inside a gap, fold 0 has the offset from before and fold 1 the one from after the change."""
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    shift = (after or timedelta()) - (before or timedelta())
    step = local.astimezone(UTC) - shift
    while step.astimezone(local.tzinfo).utcoffset() == before:
        step += timedelta(minutes=1)
    return step


def local_day(now: datetime, zone: str) -> date:
    return now.astimezone(zone_info(zone)).date()


def is_working_day(day: date, week: Week) -> bool:
    return day.weekday() not in week.weekend and holiday(day, week) is None


def next_working_day(day: date, week: Week) -> date:
    """The day itself if it is one."""
    for ahead in range(60):
        candidate = day + timedelta(days=ahead)
        if is_working_day(candidate, week):
            return candidate
    raise ValueError(f"no working day in the sixty days after {day} for {week}")


def working_days_after(day: date, count: int, week: Week) -> date:
    """The `count`-th working day after the given one."""
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), week)
    return day


def working_days_before(day: date, count: int, week: Week) -> date:
    """The `count`-th working day before the given one."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day, week)
    return day


def next_working_instant(now: datetime, week: Week, at: time = ASK_AT) -> datetime:
    """Now if it is working time there, else the next working day's `at`."""
    local = now.astimezone(zone_info(week.zone))
    if is_working_day(local.date(), week) and WORK_FROM <= local.time() < WORK_UNTIL:
        return now
    first = local.date() if local.time() < WORK_FROM else local.date() + timedelta(days=1)
    return instant(next_working_day(first, week), at, week.zone)


def holiday(day: date, week: Week) -> str | None:
    """The name of the public holiday, in English where the calendar has it."""
    return _calendar(week.country, week.subdivision, day.year).get(day)


@cache
def _calendar(country: str, subdivision: str, year: int) -> dict[date, str]:
    if not country:
        return {}
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language="en_US")
    except NotImplementedError:  # a country, or a subdivision, that the calendar does not know
        return _calendar(country, "", year) if subdivision else {}
    return {day: str(name) for day, name in found.items()}


def overlap(first: Week, second: Week, on: datetime) -> float:
    """Hours of 09:00-17:00 local that both have on that day, whatever day of the week it is."""
    spans = []
    for week in (first, second):
        day = local_day(on, week.zone)
        spans.append((instant(day, WORK_FROM, week.zone), instant(day, WORK_UNTIL, week.zone)))
    start, end = max(span[0] for span in spans), min(span[1] for span in spans)
    return max((end - start).total_seconds() / 3600, 0.0)
