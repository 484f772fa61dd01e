"""Matchmaking by the clock: questions, reminders, deadlines, and what is said when a match is published."""

from bot.messages.matching import sides
from bot.programme.matching import advice, consent, falling, fit, publishing
from schedules.kinds import Kind

KINDS = {
    "match.proposed": Kind(consent.proposed_context, sides.proposed),
    "match.reminder": Kind(consent.proposed_context, sides.reminder),
    "match.fell": Kind(falling.context, sides.fell),
    "match.published": Kind(publishing.context, sides.published),
    "match.fit": Kind(fit.context, sides.fit),
    "match.advice": Kind(advice.context, sides.advice),
}
MOVES = (consent.lapse,)
