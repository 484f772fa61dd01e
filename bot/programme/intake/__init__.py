"""Reading messy form exports: bytes to rows, rows to what they mean, and a report of what was not understood."""

from bot.programme.intake.files import Table, UnreadableError, read
from bot.programme.intake.questions import Mapping, propose_mapping
from bot.programme.intake.reports import Report, understand

__all__ = ["Mapping", "Report", "Table", "UnreadableError", "propose_mapping", "read", "understand"]
