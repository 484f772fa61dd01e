"""Briefs: the question to the owner, and their answer for the facilitators."""

from bot.messages import briefs as messages
from bot.programme import briefs
from schedules.kinds import Kind

KINDS = {
    "brief.asked": Kind(briefs.asked_context, messages.asked, in_hours=True),
    "brief.answered": Kind(briefs.answered_context, messages.answered, in_hours=True),
}
