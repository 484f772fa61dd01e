"""A new link for one that was used, to whoever had it."""

from bot.messages import links as messages
from bot.programme import links
from schedules.kinds import Kind

KINDS = {"link.again": Kind(links.again_context, messages.again)}
