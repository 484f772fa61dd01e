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
    if found := _country(text):
        return found
    several = {code for part in re.split(r"[/(),|]", text) if (code := _country(part))}
    return several.pop() if len(several) == 1 else None


def _country(text: str) -> str | None:
    name = folded(text)
    return COUNTRIES.get(name) or _countries().get(name) if name else None


@cache
def _countries() -> dict[str, str]:
    """Names of all territories in all of Babel's languages; English wins where two claim one name."""
    names: dict[str, str] = {}
    for identifier in sorted(locale_identifiers(), key=lambda name: (name != "en", name)):
        if "_" in identifier:
            continue
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
    return LANGUAGES.get(name) or _languages().get(name) or (_known(text.strip()) if name else None)


def _known(code: str) -> str | None:
    if not CODE.fullmatch(code):
        return None
    try:
        return str(Locale.parse(code, sep="-" if "-" in code else "_").language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def _languages() -> dict[str, str]:
    names: dict[str, str] = {}
    for identifier in sorted(locale_identifiers(), key=lambda name: (name != "en", name)):
        if "_" in identifier:
            continue
        for code, name in Locale.parse(identifier).languages.items():
            if len(code) == 2:
                names.setdefault(folded(name), code)
    return names
