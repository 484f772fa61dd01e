"""Reading messy form exports: bytes to rows, rows to what they mean, and a report of what was not understood."""

from bot.programme.intake import countries, languages
from bot.programme.intake.files import Table, UnreadableError, read
from bot.programme.intake.questions import Mapping, propose_mapping
from bot.programme.intake.reports import Report, understand

__all__ = ["Mapping", "Report", "Table", "UnreadableError", "prepare", "propose_mapping", "read", "understand"]


def prepare() -> None:
    """Read the names of countries and languages that an unknown word is looked for among."""
    countries.prepare()
    languages.prepare()
