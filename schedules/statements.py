"""Challenge statements: the workspace hears of a new version once."""

from bot.messages import statements as messages
from bot.programme.workspaces import reframing
from schedules.kinds import Kind

KINDS = {"statement.changed": Kind(reframing.changed_context, messages.changed)}
