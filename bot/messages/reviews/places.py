"""Countries and regions by their names in the reader's language."""

from functools import cache

from babel import Locale

from bot.messages.reader import Reader


def country(reader: Reader, code: str) -> str:
    """Also a region by its number; the code itself where it has no name."""
    return _names(reader.locale).get(code, code)


@cache
def _names(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale, sep="-" if "-" in locale else "_").territories)
