"""What a facilitator writes by hand, in its reader's working hours."""

from bot.messages import notes as messages
from bot.programme import notes
from schedules.kinds import Kind

KINDS = {"note.written": Kind(notes.context, messages.written, in_hours=True)}
