"""Accounts: the question with the draft, the thanks, and what a team keeps."""

from bot.messages import accounts as messages
from bot.programme import accounts
from schedules.kinds import Kind

KINDS = {
    "account.asked": Kind(accounts.asked_context, messages.asked, in_hours=True),
    "account.kept": Kind(accounts.kept_context, messages.kept, in_hours=True),
    "account.thanks": Kind(accounts.thanks_context, messages.thanks),
}
