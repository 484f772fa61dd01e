"""Calls by the clock: closed at their deadline, and what an applicant is told once the embargo has ended."""

from bot.messages import calls as messages
from bot.programme import calls
from schedules.kinds import Kind

KINDS = {"call.decided": Kind(calls.decided_context, messages.decided)}
MOVES = (calls.close_due, calls.tell_due)
