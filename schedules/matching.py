"""Matchmaking by the clock: questions, reminders, deadlines, and what is said when a match is published."""

from bot.messages.matching import sides
from bot.programme.matching import advice, consent, falling, fit, publishing
from schedules.kinds import Kind

KINDS = {
    "match.proposed": Kind(consent.proposed_context, sides.proposed, in_hours=True),
    "match.reminder": Kind(consent.proposed_context, sides.reminder, in_hours=True, nudge=True),
    "match.fell": Kind(falling.context, sides.fell, in_hours=True),
    "match.published": Kind(publishing.context, sides.published, in_hours=True),
    "match.fit": Kind(fit.context, sides.fit, in_hours=True),
    "match.advice": Kind(advice.context, sides.advice, in_hours=True),
}
MOVES = (consent.lapse,)
