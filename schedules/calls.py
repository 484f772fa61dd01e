"""Calls by the clock: what an applicant is told."""

from bot.messages import calls as messages
from bot.programme import calls
from schedules.kinds import Kind

KINDS = {"call.decided": Kind(calls.decided_context, messages.decided)}
