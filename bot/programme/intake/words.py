"""Words as people type them, made comparable; lists with mixed separators; countries and languages by any name."""

import html
import re
import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers

SEPARATORS = (";", "|", "\n", ",")
COUNTRIES = {
    "aotearoa new zealand": "NZ",
    "aotearoa": "NZ",
    "hellas": "GR",
    "holland": "NL",
    "nederland": "NL",
    "the netherlands": "NL",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "usa": "US",
    "u s a": "US",
    "us": "US",
    "united states of america": "US",
    "korea": "KR",
    "south korea": "KR",
    "republic of korea": "KR",
    "korea republic of": "KR",
    "czech republic": "CZ",
    "czech rep": "CZ",
    "eire": "IE",
    "republic of ireland": "IE",
    "russian federation": "RU",
    "viet nam": "VN",
    "turkey": "TR",
    "ivory coast": "CI",
    "cape verde": "CV",
    "swaziland": "SZ",
    "macedonia": "MK",
    "north macedonia": "MK",
    "burma": "MM",
    "uae": "AE",
    "drc": "CD",
    "moldova republic of": "MD",
    "tanzania united republic of": "TZ",
    "bolivia plurinational state of": "BO",
    "venezuela bolivarian republic of": "VE",
    "iran islamic republic of": "IR",
    "lao pdr": "LA",
    "pilipinas": "PH",
    "espana": "ES",
    "brasil": "BR",
}
LANGUAGES = {"te reo maori": "mi", "isizulu": "zu", "gaeilge": "ga", "farsi": "fa", "castellano": "es", "flemish": "nl"}
USUAL = (
    "en", "es", "fr", "pt", "it", "de", "nl", "pl", "cs", "sk", "sl", "hr", "sr", "bg",
    "ro", "hu", "el", "et", "lv", "lt", "fi", "sv", "da", "nb", "is", "ga", "cy", "mt",
    "tr", "uk", "ru", "ar", "he", "ja", "ko", "zh", "id", "fil", "vi", "hi",
)  # fmt: skip
"""Looked at first: reading all the languages takes a second."""
CODE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


def folded(text: str) -> str:
    """Lower case, without accents, marks and double spaces."""
    plain = unicodedata.normalize("NFKD", html.unescape(text)).casefold()
    kept = "".join(mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark))
    return " ".join(kept.split())


def parts(text: str) -> list[str]:
    """A list as written: the separator is the strongest that occurs, since an option's name may hold a comma."""
    plain = html.unescape(text).strip()
    mark = next((mark for mark in SEPARATORS if mark in plain), None)
    return [part.strip() for part in (plain.split(mark) if mark else [plain]) if part.strip()]


def country(text: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country in any usual spelling or language; of `Éire / Ireland` both must agree."""
    return _country(text, USUAL) or _country(text, _every())


def _country(text: str, languages: tuple[str, ...]) -> str | None:
    if found := _named(text, languages):
        return found
    several = {code for part in re.split(r"[/(),|]", text) if (code := _named(part, languages))}
    return several.pop() if len(several) == 1 else None


def _named(text: str, languages: tuple[str, ...]) -> str | None:
    name = folded(text)
    return COUNTRIES.get(name) or _countries(languages).get(name) if name else None


@cache
def _every() -> tuple[str, ...]:
    """All of Babel's languages, English first: it wins where two claim one name."""
    return ("en", *sorted(name for name in locale_identifiers() if "_" not in name and name != "en"))


@cache
def _countries(identifiers: tuple[str, ...]) -> dict[str, str]:
    """Names of all territories in these languages."""
    names: dict[str, str] = {}
    for identifier in identifiers:
        for code, name in Locale.parse(identifier).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}:
                names.setdefault(folded(name), code)
    codes = set(names.values())
    return names | {code.casefold(): code for code in codes} | _alpha_3()


def _alpha_3() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {code.casefold(): names[0] for code, names in aliases.items() if len(code) == 3 and len(names) == 1}


def language(text: str) -> str | None:
    """ISO 639-1 of a language by its name in any language, or by its code."""
    name = folded(text)
    if not name:
        return None
    found = LANGUAGES.get(name) or _languages(USUAL).get(name) or _languages(_every()).get(name)
    return found or _known(text.strip())


def _known(code: str) -> str | None:
    if not CODE.fullmatch(code):
        return None
    try:
        return str(Locale.parse(code, sep="-" if "-" in code else "_").language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def _languages(identifiers: tuple[str, ...]) -> dict[str, str]:
    names: dict[str, str] = {}
    for identifier in identifiers:
        for code, name in Locale.parse(identifier).languages.items():
            if len(code) == 2:
                names.setdefault(folded(name), code)
    return names
