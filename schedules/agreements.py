"""Working agreements by the clock: asked for when a workspace is ready, one reminder, then a facilitator hears."""

from bot.messages import agreements as messages
from bot.programme.workspaces import agreeing, asking
from schedules.kinds import Kind

KINDS = {
    "agreement.card": Kind(agreeing.card_context, messages.card),
    "agreement.changed": Kind(agreeing.card_context, messages.changed),
    "agreement.asked": Kind(agreeing.asked_context, messages.asked, in_hours=True),
    "agreement.nudge": Kind(agreeing.asked_context, messages.nudge, in_hours=True, nudge=True),
}
MOVES = (asking.begin, asking.chase)
