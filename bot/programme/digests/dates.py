"""When each digest is due, and by what name its week goes."""

from datetime import UTC, date, datetime, time, timedelta

from bot.programme import worktime
from bot.programme.worktime import Week
from storage.loops import Loop

COHORT_AT = time(13)
"""On Fridays, UTC: an hour at which most of the world is awake."""
MONDAY_AT = time(9)
FRIDAY, FIRST = 5, 1
WEEK = timedelta(days=7)


def cohort_at(day: date) -> datetime:
    """The Friday of the day's ISO week."""
    year, week, _ = day.isocalendar()
    return datetime.combine(date.fromisocalendar(year, week, FRIDAY), COHORT_AT, UTC)


def monday_at(day: date, zone: str) -> datetime:
    year, week, _ = day.isocalendar()
    return worktime.instant(date.fromisocalendar(year, week, FIRST), MONDAY_AT, zone)


def workspace_at(loop: Loop, zone: str) -> datetime:
    """The first working day after the loop has closed."""
    closed = worktime.local_day(loop.closed_at, zone) if loop.closed_at else loop.closes_on
    week = Week(zone)
    return worktime.instant(worktime.working_days_after(min(closed, loop.closes_on), 1, week), worktime.ASK_AT, zone)


def week_name(kind: str, at: datetime, zone: str = "UTC") -> str:
    """`digest:2026-W43`, by the ISO week of the day on which it is due."""
    year, week, _ = worktime.local_day(at, zone).isocalendar()
    return f"{kind.replace('.', '-')}:{year}-W{week:02}"


def weeks(start: datetime, end: datetime) -> list[date]:
    """A day in each week that the span touches."""
    count = (end - start) // WEEK + 2
    return [start.date() + number * WEEK for number in range(count)]
