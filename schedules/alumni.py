"""Alumni: the one question at the close."""

from bot.messages import alumni as messages
from bot.programme import alumni
from schedules.kinds import Kind

KINDS = {"alumni.asked": Kind(alumni.asked_context, messages.asked, in_hours=True)}
