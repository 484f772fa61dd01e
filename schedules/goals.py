"""Goals by the clock: asked at three moments, with one reminder each."""

from bot.messages import goals as messages
from bot.programme import goals
from schedules.kinds import Kind

KINDS = {
    "goal.ask": Kind(goals.ask_context, messages.ask, in_hours=True),
    "goal.nudge": Kind(goals.ask_context, messages.nudge, in_hours=True, nudge=True),
}
