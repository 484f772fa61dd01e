"""Commitments by the clock: asked about on their day."""

from bot.messages import commitments as messages
from bot.programme import commitments
from schedules.kinds import Kind

KINDS = {"commitment.due": Kind(commitments.due_context, messages.due, in_hours=True, nudge=True)}
