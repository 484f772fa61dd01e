"""Courtesy by the clock: the question about a changed zone."""

from bot.messages import courtesies as messages
from bot.programme import courtesies
from schedules.kinds import Kind

KINDS = {"courtesy.zone": Kind(courtesies.zone_context, messages.zone, in_hours=True)}
