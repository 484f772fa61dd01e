"""Resources by the clock: opportunities end with their last day, and their poster is asked before."""

from bot.messages import resources as messages
from bot.programme import resources
from schedules.kinds import Kind

KINDS = {"resource.asked": Kind(resources.asked_context, messages.asked, in_hours=True)}
MOVES = (resources.expire,)
