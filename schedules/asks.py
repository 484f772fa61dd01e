"""Asks by the clock: sent in waves, looked after, ended; and every message about them."""

from bot.messages.asks import letters
from bot.programme.asks import escalating, telling, waves
from schedules.kinds import Kind, Step

KINDS = {
    "ask.routed": Kind(telling.routed_context, letters.routed, in_hours=True),
    "ask.over": Kind(telling.over_context, letters.over),
    "ask.found": Kind(telling.found_context, letters.found, in_hours=True),
    "ask.held": Kind(telling.held_context, letters.held, in_hours=True),
    "ask.offered": Kind(telling.offered_context, letters.offered, in_hours=True),
    "ask.accepted": Kind(telling.accepted_context, letters.accepted, in_hours=True),
    "ask.answered": Kind(telling.answered_context, letters.answered, in_hours=True),
    "ask.outcome": Kind(telling.outcome_context, letters.outcome, in_hours=True),
    "ask.check": Kind(telling.check_context, letters.check, in_hours=True, nudge=True),
    "ask.expired": Kind(telling.expired_context, letters.expired, in_hours=True),
    "ask.raised": Kind(telling.raised_context, letters.raised, in_hours=True),
}
MOVES = (escalating.watch,)
STEPS = (Step(waves.waits, waves.route_due),)
