"""Packs for a ministry: the whole as a message, for who approved it."""

from bot.messages import packs as messages
from bot.programme import packs
from schedules.kinds import Kind

KINDS = {"pack.ready": Kind(packs.ready_context, messages.ready, in_hours=True)}
