"""When each thing must be seen, by calendar and roster alone: nothing of the bot's own reckoning is used."""

from bot.rehearsal.almanac.days import Expected, at, working_day, zone_info
from bot.rehearsal.almanac.introducing import introductions
from bot.rehearsal.almanac.living import (
    LOOPS,
    asked_at,
    best_start,
    loop_dates,
    nudged_at,
    reminder_times,
    second_half,
)
from bot.rehearsal.almanac.selecting import first_half

__all__ = [
    "LOOPS",
    "Expected",
    "asked_at",
    "at",
    "best_start",
    "first_half",
    "introductions",
    "loop_dates",
    "nudged_at",
    "reminder_times",
    "second_half",
    "working_day",
    "zone_info",
]
