"""Announcements, their receipts and their corrections."""

from bot.messages import announcements as messages
from bot.programme import announcements
from schedules.kinds import Kind

KINDS = {
    "announce.message": Kind(announcements.message_context, messages.announced),
    "announce.sent": Kind(announcements.receipt_context, messages.receipt),
    "announce.correction": Kind(announcements.correction_context, messages.corrected),
}
