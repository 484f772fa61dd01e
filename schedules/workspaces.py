"""Workspaces by the clock: the steps that wait, and the pinned brief."""

from bot.messages import workspaces as messages
from bot.programme import workspaces
from schedules.kinds import Kind

KINDS = {"workspace.brief": Kind(workspaces.brief_context, messages.brief)}
MOVES = (workspaces.rooms_due,)
STEPS = (workspaces.provision,)
