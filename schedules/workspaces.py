"""Workspaces by the clock: the steps that wait, and the pinned brief."""

from bot.messages import workspaces as messages
from bot.programme.workspaces import provisioning
from schedules.kinds import Kind

KINDS = {"workspace.brief": Kind(provisioning.brief_context, messages.brief)}
MOVES = (provisioning.rooms_due,)
STEPS = (provisioning.provision,)
