"""Signals by the clock: each raised once, in the facilitators' room."""

from bot.messages import signals as messages
from bot.programme import signals
from schedules.kinds import Kind

KINDS = {
    "signal.raised": Kind(signals.context, messages.raised),
    "person.asked": Kind(signals.asked_context, messages.asked),
}
MOVES = (signals.one_sided,)
