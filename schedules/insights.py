"""Insights: the questions to teams and to authors of marked messages."""

from bot.messages import insights as messages
from bot.messages import lineage
from bot.programme import insights
from bot.programme.insights import marking, questioning, reusing, wishing
from schedules.kinds import Kind

KINDS = {
    "insight.asked": Kind(insights.asked_context, messages.asked),
    "insight.corrected": Kind(insights.corrected_context, messages.corrected),
    "insight.questioned": Kind(questioning.questioned_context, lineage.questioned, in_hours=True),
    "insight.reused": Kind(reusing.reused_context, lineage.reused, in_hours=True),
    "insight.recalled": Kind(reusing.recalled_context, lineage.recalled, in_hours=True),
    "insight.wished": Kind(wishing.wished_context, messages.wished, in_hours=True),
    "insight.marked": Kind(marking.marked_context, messages.marked),
}
