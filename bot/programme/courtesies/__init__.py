"""Courtesy: asked again later, away, not reminded, asked in one's own hours and zone, and not too often."""

from bot.programme.courtesies.hours import (
    Hours,
    UnreachableError,
    card,
    set_hours,
    settle_zone,
    zone_context,
    zone_seen,
)
from bot.programme.courtesies.later import (
    ASKED_AS,
    TooLateError,
    ask_later,
    away,
    back,
    offer_later,
    own,
    tomorrow,
    wished,
)
from bot.programme.courtesies.reminders import foreseen, hold, matter, monday, mute, set_cap, unmute

__all__ = [
    "ASKED_AS",
    "Hours",
    "TooLateError",
    "UnreachableError",
    "ask_later",
    "away",
    "back",
    "card",
    "foreseen",
    "hold",
    "matter",
    "monday",
    "mute",
    "offer_later",
    "own",
    "set_cap",
    "set_hours",
    "settle_zone",
    "tomorrow",
    "unmute",
    "wished",
    "zone_context",
    "zone_seen",
]
