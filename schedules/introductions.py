"""Introductions by the clock: the question at joining, the introduction, who cannot, and whether they met."""

from bot.messages import introductions as messages
from bot.programme.introductions import meetings, telling, wishes
from schedules.kinds import Kind

KINDS = {
    "intro.invited": Kind(wishes.invited_context, messages.invited),
    "intro.made": Kind(telling.made_context, messages.made),
    "intro.left": Kind(telling.left_context, messages.left),
    "intro.met": Kind(meetings.met_context, messages.met),
}
MOVES = (telling.settle,)
