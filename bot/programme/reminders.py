"""When somebody is reminded of a session: in their own local time, never at night, and once where once will do."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.programme import worktime
from storage.sessions import Sitting

DAY_FROM, DAY_UNTIL, EVENING = time(7), time(21), time(20, 30)


@dataclass(frozen=True)
class Reminder:
    tag: str
    """`T-7d`, `T-1d` or `T-1h`."""
    due_at: datetime


def by_day(at: datetime, zone: str) -> datetime:
    """The instant itself, or 20:30 of the evening before the night in which it lies there."""
    local = at.astimezone(worktime.zone_info(zone))
    if DAY_FROM <= local.time() < DAY_UNTIL:
        return at
    day = local.date() - timedelta(days=local.time() < DAY_FROM)
    return worktime.instant(day, EVENING, zone)


def by_day_after(at: datetime, zone: str) -> datetime:
    """The instant itself, or 09:30 of the next morning."""
    local = at.astimezone(worktime.zone_info(zone))
    if DAY_FROM <= local.time() < DAY_UNTIL:
        return at
    day = local.date() + timedelta(days=local.time() >= DAY_UNTIL)
    return worktime.instant(day, worktime.ASK_AT, zone)


def reminders(starts_at: datetime, zone: str, *, accepted: bool) -> list[Reminder]:
    """A day before is the same local time on the day before, whatever the clocks do in between."""
    local = starts_at.astimezone(worktime.zone_info(zone))
    moments = {
        "T-7d": worktime.instant(local.date() - timedelta(days=7), local.time(), zone),
        "T-1d": worktime.instant(local.date() - timedelta(days=1), local.time(), zone),
        "T-1h": starts_at - timedelta(hours=1),
    }
    if accepted:
        del moments["T-7d"]
    by_instant = {by_day(moment, zone): tag for tag, moment in moments.items()}  # of two at once the later tag stays
    return [Reminder(tag, due_at) for due_at, tag in sorted(by_instant.items())]


def humane(sittings: list[Sitting], zone: str) -> Sitting:
    """The sitting that is nearest to the middle of the working day there; the earlier of equals."""

    def from_noon(sitting: Sitting) -> float:
        local = sitting.starts_at.astimezone(worktime.zone_info(zone))
        return abs(local.hour + local.minute / 60 - 13)

    return min(sittings, key=lambda sitting: (from_noon(sitting), sitting.starts_at))
