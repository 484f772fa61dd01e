"""When the steps of a round begin: minutes in one sitting, or one a day where zones are far apart."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.programme import worktime
from bot.programme.worktime import Week

STEPS = ("presenting", "clarifying", "probing", "reflections", "closing")
MINUTES = (5, 10, 10, 15, 5)
ENOUGH = 2
"""Working hours that all need in common for one sitting."""
Span = tuple[datetime, datetime]


def apart(weeks: Sequence[Week], on: datetime) -> bool:
    """Whether the working days of all, on that day of each, share too little."""
    spans = []
    for week in weeks:
        day = worktime.local_day(on, week.zone)
        spans.append([worktime.instant(day, at, week.zone) for at in (worktime.WORK_FROM, worktime.WORK_UNTIL)])
    common = min(end for _, end in spans) - max(start for start, _ in spans)
    return common < timedelta(hours=ENOUGH)


def sitting(start: datetime, first: int = 0) -> list[Span]:
    """The steps from the given one on, one after the other."""
    found = []
    for minutes in MINUTES[first:]:
        end = start + timedelta(minutes=minutes)
        found.append((start, end))
        start = end
    return found


def by_day(start: datetime, week: Week, first: int = 0) -> list[Span]:
    """Each step from one morning of the presenter's working days to the next."""
    starts = [start]
    for _ in STEPS[first:]:
        day = worktime.working_days_after(worktime.local_day(starts[-1], week.zone), 1, week)
        starts.append(worktime.instant(day, worktime.ASK_AT, week.zone))
    return list(pairwise(starts))


def lay(start: datetime, week: Week, *, daily: bool, first: int = 0) -> list[Span]:
    return by_day(start, week, first) if daily else sitting(start, first)


def begin(weeks: Sequence[Week], now: datetime, *, daily: bool) -> datetime:
    """The second working morning of the presenter (the first week), or the next hour that suits everyone from then."""
    day = worktime.working_days_after(worktime.local_day(now, weeks[0].zone), 2, weeks[0])
    morning = worktime.instant(day, worktime.ASK_AT, weeks[0].zone)
    return morning if daily else worktime.common_times(weeks, morning, 1)[0]
