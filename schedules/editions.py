"""Editions: the summary for a facilitator who takes over."""

from bot.messages import editions as messages
from bot.programme import handovers
from schedules.kinds import Kind

KINDS = {"edition.handover": Kind(handovers.context, messages.handover, in_hours=True)}
