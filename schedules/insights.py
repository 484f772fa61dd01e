"""Insights: the questions to teams and to authors of marked messages."""

from bot.messages import insights as messages
from bot.programme import insights
from schedules.kinds import Kind

KINDS = {
    "insight.asked": Kind(insights.asked_context, messages.asked),
    "insight.marked": Kind(insights.marked_context, messages.marked),
}
