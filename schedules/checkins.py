"""Check-ins by the clock: the question, the reminder, the workspace's card."""

from bot.messages import checkins as messages
from bot.programme import checkins
from schedules.kinds import Kind

KINDS = {
    "checkin.ask": Kind(checkins.ask_context, messages.ask, in_hours=True),
    "checkin.nudge": Kind(checkins.ask_context, messages.nudge, in_hours=True, nudge=True),
    "checkin.card": Kind(checkins.card_context, messages.card),
}
