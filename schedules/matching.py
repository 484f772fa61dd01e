"""Matchmaking by the clock: the question to each side."""

from bot.messages import matching as messages
from bot.programme import matching
from schedules.kinds import Kind

KINDS = {"match.proposed": Kind(matching.proposed_context, messages.proposed)}
