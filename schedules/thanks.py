"""Thanks, as the thanked team hears of them."""

from bot.messages import thanks as messages
from bot.programme import thanks
from schedules.kinds import Kind

KINDS = {"thanks.received": Kind(thanks.received_context, messages.received, in_hours=True)}
