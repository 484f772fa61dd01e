"""When each thing must be seen, by calendar and roster alone: nothing of the bot's own reckoning is used."""

from bot.rehearsal.almanac.days import Expected, at, working_day, zone_info
from bot.rehearsal.almanac.ending import endings
from bot.rehearsal.almanac.helping import help_given
from bot.rehearsal.almanac.introducing import introductions
from bot.rehearsal.almanac.living import (
    LOOPS,
    asked_at,
    best_start,
    heard_at,
    loop_dates,
    nudged_at,
    reminder_times,
    second_half,
)
from bot.rehearsal.almanac.rhythm import reminders, workrooms
from bot.rehearsal.almanac.selecting import first_half
from bot.rehearsal.almanac.sides import one_sided

__all__ = [
    "LOOPS",
    "Expected",
    "asked_at",
    "at",
    "best_start",
    "endings",
    "first_half",
    "heard_at",
    "help_given",
    "introductions",
    "loop_dates",
    "nudged_at",
    "one_sided",
    "reminder_times",
    "reminders",
    "second_half",
    "working_day",
    "workrooms",
    "zone_info",
]
