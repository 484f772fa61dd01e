"""Working days and hours of teams and people, each in their own zone, week and holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

import holidays

ASK_AT = time(9, 30)
WORK_FROM, WORK_UNTIL = time(9), time(17)
LONG_FROM, LONG_UNTIL = time(8), time(19)
MEETING = timedelta(hours=1)
MEET_WITHIN = timedelta(days=14)


zone_info = cache(ZoneInfo)
"""Zones stay in memory: the library's own cache keeps eight, and an edition has thirty."""


def known(zone: str) -> bool:
    """Whether there is a time zone of that name."""
    try:
        return bool(zone_info(zone))
    except (KeyError, ValueError, OSError):
        return False


@dataclass(frozen=True)
class Week:
    """What decides about a working day: weekend days with Monday 0, country and subdivision as in ISO 3166.

    A team's has the usual hours; a person's may have their own, a quiet time of the day, and days on which they are
    away (first and last).
    """

    zone: str
    country: str = ""
    subdivision: str = ""
    weekend: tuple[int, ...] = (5, 6)
    hours: tuple[time, time] = (WORK_FROM, WORK_UNTIL)
    quiet: tuple[time, time] | None = None
    away: tuple[tuple[date, date], ...] = ()

    def open_at(self, at: time) -> bool:
        """Whether a message may come at that time of a working day."""
        return self.hours[0] <= at < self.hours[1] and not (self.quiet and self.quiet[0] <= at < self.quiet[1])

    def begins(self, at: time) -> time:
        """The first time of a working day for a message that is meant for `at`."""
        later = self.quiet[1] if self.quiet else at
        return next((one for one in (at, self.hours[0], later) if self.open_at(one)), self.hours[0])


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
    """None is a day off, a public holiday, or one on which the person is away."""
    if day.weekday() in week.weekend or any(first <= day <= last for first, last in week.away):
        return False
    return holiday(day, week) is None


def next_working_day(day: date, week: Week) -> date:
    """The day itself if it is one."""
    back = max([last for _, last in week.away if last >= day], default=day)
    for ahead in range(60 + (back - day).days):
        candidate = day + timedelta(days=ahead)
        if is_working_day(candidate, week):
            return candidate
    raise ValueError(f"no working day in the sixty days after {back} for {week}")


def days_between(first: date, last: date) -> list[date]:
    """Those after the first one, the last included."""
    return [first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1)]


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
    """Now if it is working time there, else the end of the quiet time, or the next working day's `at`."""
    local = now.astimezone(zone_info(week.zone))
    today = is_working_day(local.date(), week)
    if today and week.open_at(local.time()):
        return now
    if today and week.quiet and week.hours[0] <= local.time() < week.quiet[1] and week.open_at(week.quiet[1]):
        return instant(local.date(), week.quiet[1], week.zone)
    first = local.date() if local.time() < week.hours[0] else local.date() + timedelta(days=1)
    return instant(next_working_day(first, week), week.begins(at), week.zone)


def hours_between(start: datetime, end: datetime, week: Week) -> float:
    """Working hours, 09:00-17:00 on working days, that lie between two instants."""
    hours, day = 0.0, local_day(start, week.zone)
    while day <= local_day(end, week.zone):
        if is_working_day(day, week):
            opens, closes = instant(day, WORK_FROM, week.zone), instant(day, WORK_UNTIL, week.zone)
            hours += max((min(end, closes) - max(start, opens)).total_seconds() / 3600, 0.0)
        day += timedelta(days=1)
    return hours


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


def hours_in_common(one: str, other: str, on: date) -> float:
    """Hours of 09:00-17:00 local that two zones both have on that date of the calendar, whatever weekday it is.

    A date and no instant: a morning in Auckland that falls into New York's afternoon of the day before does not count.
    """
    begins, ends = span_in_common([one, other], on)
    return max((ends - begins).total_seconds() / 3600, 0.0)


def span_in_common(zones: Sequence[str], on: date) -> tuple[datetime, datetime]:
    """From when until when all of them work on that date; it ends before it begins where there is no such time."""
    days = [working_hours(zone, on) for zone in zones]
    return max(begins for begins, _ in days), min(ends for _, ends in days)


@cache
def working_hours(zone: str, on: date) -> tuple[datetime, datetime]:
    """When the working day of that date begins and ends there."""
    return instant(on, WORK_FROM, zone), instant(on, WORK_UNTIL, zone)


class Fit(IntEnum):
    """How an hour suits everybody who shall meet in it, best first."""

    WORK = 0
    """09:00-17:00 on a working day of each."""
    LONG = 1
    """08:00-19:00 on a working day of each."""
    OUTSIDE = 2
    """For somebody it is neither."""


def fit(weeks: Sequence[Week], at: datetime) -> Fit:
    """Of a meeting of one hour that starts then."""
    return max(_fit(week, at) for week in weeks)


def common_times(weeks: Sequence[Week], start: datetime, count: int, span: timedelta = MEET_WITHIN) -> list[datetime]:
    """Starts of an hour that suits all, on `count` different days spread over the `span` from `start`, in order.

    Days with an hour in working time come first, longer days fill up (`fit` tells them apart). Only where neither
    exists, it is what is least outside. Fewer than `count` where there are not so many.
    """
    by_day = groupby(_quarters(start, span), lambda at: local_day(at, weeks[0].zone))
    best = {day: min(times, key=lambda at: _strain(weeks, at)) for day, times in by_day}
    chosen: list[datetime] = []
    for wanted in (Fit.WORK, Fit.LONG):
        chosen += _spread([at for at in best.values() if fit(weeks, at) is wanted], count - len(chosen))
    if not chosen:
        least = min(_outside(weeks, at) for at in best.values())
        chosen = _spread([at for at in best.values() if _outside(weeks, at) == least], count)
    return sorted(chosen)


def _quarters(start: datetime, span: timedelta) -> list[datetime]:
    """Every quarter of an hour, since some zones are at :45 and may share just one hour."""
    first = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    steps = (first + timedelta(minutes=15) * number for number in range(span // timedelta(minutes=15) + 4))
    return [at for at in steps if start <= at < start + span]


def _fit(week: Week, at: datetime) -> Fit:
    start = at.astimezone(zone_info(week.zone))
    end = (at + MEETING).astimezone(start.tzinfo)
    if end.date() != start.date() or not is_working_day(start.date(), week):
        return Fit.OUTSIDE
    if start.time() >= WORK_FROM and end.time() <= WORK_UNTIL:
        return Fit.WORK
    return Fit.LONG if start.time() >= LONG_FROM and end.time() <= LONG_UNTIL else Fit.OUTSIDE


def _strain(weeks: Sequence[Week], at: datetime) -> tuple[int, tuple[int, int], int, int]:
    """What makes an hour worse than another: outside, near the edge of somebody's day, not at a half hour (UTC)."""
    edge = max(abs(_middle(week, at)) for week in weeks)
    return fit(weeks, at), _outside(weeks, at), edge, at.minute % 30


def _outside(weeks: Sequence[Week], at: datetime) -> tuple[int, int]:
    """Minutes from the middle of the working day that lie beyond it, a day off counting a whole day: worst, and sum."""
    half = (WORK_UNTIL.hour - WORK_FROM.hour) * 30 - int(MEETING.total_seconds() // 120)
    beyond = [
        max(abs(_middle(week, at)) - half, 0) + 24 * 60 * (not is_working_day(local_day(at, week.zone), week))
        for week in weeks
    ]
    return max(beyond), sum(beyond)


def _middle(week: Week, at: datetime) -> int:
    """Minutes from the middle of that local working day to the middle of the meeting."""
    local = (at + MEETING / 2).astimezone(zone_info(week.zone))
    return (local.hour - (WORK_FROM.hour + WORK_UNTIL.hour) // 2) * 60 + local.minute


def _spread(times: list[datetime], count: int) -> list[datetime]:
    return times if len(times) <= count else [times[number * len(times) // count] for number in range(count)]
