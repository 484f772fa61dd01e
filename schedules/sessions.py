"""Sessions by the clock: announced, reminded, begun, moved, cancelled, summed up."""

from bot.messages.sessions import letters
from bot.programme.sessions import inviting, running, summarising
from schedules.kinds import Kind

KINDS = {
    "session.announced": Kind(inviting.context, letters.announced),
    "session.reminder": Kind(inviting.context, letters.reminder),
    "session.started": Kind(inviting.context, letters.started),
    "session.moved": Kind(inviting.context, letters.moved),
    "session.cancelled": Kind(inviting.context, letters.cancelled),
    "session.summary": Kind(summarising.summary_context, letters.summary),
}
MOVES = (running.hold,)
