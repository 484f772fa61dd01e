"""Countries, regions and languages by their names in the reader's language."""

from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale

from bot.messages.reader import Reader


def country(reader: Reader, code: str) -> str:
    """Also a region by its number; the code itself where it has no name."""
    return str(_locale(reader.locale).territories.get(code, code))


def languages(reader: Reader, codes: Iterable[str]) -> str:
    return ", ".join(str(_locale(reader.locale).languages.get(code, code)) for code in codes)


def named(reader: Reader, value: str, words: str) -> str:
    """An answer with its codes turned into names; `value` says how it is read."""
    if value == "country":
        return country(reader, words)
    return languages(reader, words.split(", ")) if value in {"language", "languages"} else words


def by_region(reader: Reader, countries: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """`countries` has codes parted by spaces by their region's; of each region's name `(name, code)`, in order."""
    named = {
        country(reader, region): sorted((country(reader, code), code) for code in codes.split())
        for region, codes in countries.items()
    }
    return dict(sorted(named.items()))


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name, sep="-" if "-" in name else "_")
