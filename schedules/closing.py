"""The close of workspaces: the question about the channel, and the end."""

from bot.messages import closing as messages
from bot.programme.workspaces import closing
from schedules.kinds import Kind

KINDS = {
    "closing.asked": Kind(closing.asked_context, messages.asked, in_hours=True),
    "workspace.closed": Kind(closing.closed_context, messages.closed),
}
