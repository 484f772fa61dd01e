"""Sessions by the clock: announced, reminded, begun, moved, cancelled, summed up."""

from bot.messages import sessions as messages
from bot.programme import sessions
from schedules.kinds import Kind

KINDS = {
    "session.announced": Kind(sessions.context, messages.announced),
    "session.reminder": Kind(sessions.context, messages.reminder),
    "session.started": Kind(sessions.context, messages.started),
    "session.moved": Kind(sessions.context, messages.moved),
    "session.cancelled": Kind(sessions.context, messages.cancelled),
    "session.summary": Kind(sessions.summary_context, messages.summary),
}
MOVES = (sessions.hold,)
