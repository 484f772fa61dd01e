"""Introductions by the clock: the question at joining, the introduction, who cannot, and whether they met."""

from bot.messages import introductions as messages
from bot.programme.introductions import meetings, telling, wishes
from schedules.kinds import Kind

KINDS = {
    "intro.invited": Kind(wishes.invited_context, messages.invited, in_hours=True),
    "intro.made": Kind(telling.made_context, messages.made, in_hours=True),
    "intro.left": Kind(telling.left_context, messages.left, in_hours=True),
    "intro.met": Kind(meetings.met_context, messages.met, in_hours=True),
}
MOVES = (telling.settle,)
