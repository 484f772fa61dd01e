"""Loops by the clock: opened and closed by the calendar, and said so in each workspace."""

from bot.messages import loops as messages
from bot.programme import loops
from schedules.kinds import Kind

KINDS = {"loop.opened": Kind(loops.opened_context, messages.opened)}
MOVES = (loops.turn,)
