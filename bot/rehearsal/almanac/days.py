"""Days and hours as people keep them, worked out from zones and public holidays alone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

zone_info = cache(ZoneInfo)
FIRST_WORD = time(9, 30)
WORK_FROM, WORK_UNTIL = time(9), time(17)


@dataclass(frozen=True)
class Expected:
    kind: str
    reader: str
    """An e-mail address, or `#` and what the room is for."""
    at: datetime | None = None
    """Exactly then (within a tick); `None` where it follows from somebody's action."""


def at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, zone_info(zone)).astimezone(UTC)


@cache
def _holidays(country: str) -> set[date]:
    """None for whoever works for no country."""
    return set(holidays.country_holidays(country, years=range(2026, 2028))) if country else set()


def working_day(day: date, country: str, count: int = 0) -> date:
    """The day itself or the next working day; then `count` working days on."""
    off = _holidays(country)
    while day.weekday() >= 5 or day in off:
        day += timedelta(days=1)
    return day if count == 0 else working_day(day + timedelta(days=1), country, count - 1)


def working_day_before(day: date, country: str, count: int) -> date:
    """The `count`-th working day before the given one."""
    off = _holidays(country)
    for _ in range(count):
        day -= timedelta(days=1)
        while day.weekday() >= 5 or day in off:
            day -= timedelta(days=1)
    return day


def working_instant(moment: datetime, country: str, zone: str) -> datetime:
    """Then, if people work there then; else the morning of the next working day."""
    local = moment.astimezone(zone_info(zone))
    day = working_day(local.date(), country)
    if day == local.date() and WORK_FROM <= local.time() < WORK_UNTIL:
        return moment
    if day == local.date() and local.time() >= WORK_UNTIL:
        day = working_day(day + timedelta(days=1), country)
    return at(day, FIRST_WORD, zone)
