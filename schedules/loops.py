"""Loops by the clock: opened and closed by the calendar, said so in each workspace, prepared, captured."""

from bot.messages import loops as messages
from bot.messages import peer_calls
from bot.programme.loops import capturing, intending, preparing, running
from schedules.kinds import Kind

KINDS = {
    "loop.opened": Kind(running.opened_context, messages.opened),
    "loop.nudge": Kind(intending.nudge_context, messages.nudge, in_hours=True, nudge=True),
    "loop.times": Kind(preparing.times_context, peer_calls.proposed),
    "loop.call": Kind(preparing.call_context, peer_calls.told),
    "loop.prep": Kind(preparing.prep_context, peer_calls.prep),
    "loop.captured": Kind(capturing.captured_context, messages.captured),
    "loop.uncaptured": Kind(capturing.reminder_context, peer_calls.uncaptured, in_hours=True, nudge=True),
}
MOVES = (running.turn,)
