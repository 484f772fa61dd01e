"""Countries by any usual spelling, in any language."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from babel.core import get_global

from bot.programme.intake.words import USUAL, every_language, folded, likely, own_names

NO_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
FORM_OF_STATE = re.compile(
    r"(?:\w+ ){0,3}?(?:republic|kingdom|commonwealth|principality|grand duchy|sultanate) of "
    r"|(?:republica|republique|repubblica|reino|royaume|regno|bundesrepublik|konigreich)"
    r"(?: federativa| bolivariana)?(?: (?:de|del|do|da|du|d|di))? "
)
INVERTED = re.compile(r"([^,(]+)[,(]([^)]+)\)?")
MORE = {
    "AE": "uae;emirates", "AT": "oesterreich", "BN": "brunei darussalam", "BO": "plurinational state of bolivia",
    "CD": "drc;dr congo;congo kinshasa;democratic republic of congo;congo drc;zaire", "CG": "congo;congo brazzaville",
    "CH": "swiss confederation;confederation suisse", "CI": "ivory coast", "CN": "prc;mainland china",
    "CV": "cape verde", "CZ": "czech republic;czech rep;cesko"
    ";repubblica ceca;republica checa;republique tcheque;tschechische republik", "FM": "federated states of micronesia",
    "FR": "french republic;republique francaise",
    "GB": "uk;great britain;britain;england;scotland;wales;northern ireland;inglaterra;angleterre;inghilterra"
    ";united kingdom of great britain northern ireland",
    "GR": "hellas;hellenic republic;el", "IE": "eire", "IT": "italian republic;repubblica italiana",
    "KP": "north korea;dprk;democratic people s republic of korea;korea dpr",
    "KR": "korea;south korea;republic of korea;korea rep;rok", "LA": "lao pdr;lao people s democratic republic",
    "MK": "macedonia;fyrom;former yugoslav republic of macedonia", "MM": "burma", "MO": "macau",
    "MX": "estados unidos mexicanos", "NL": "holland;hollande;holanda;olanda", "NZ": "aotearoa;aotearoa new zealand",
    "PH": "pilipinas", "PS": "palestine;state of palestine", "PT": "portuguese republic;republica portuguesa",
    "RU": "russian federation", "SA": "ksa", "SK": "slovak republic", "SY": "syrian arab republic", "SZ": "swaziland",
    "TR": "turkey", "TW": "republic of china;chinese taipei",
    "US": "usa;us;america;united states of america;ee uu;eeuu;eua;estados unidos de america;etats unis d amerique",
    "UY": "republica oriental del uruguay", "VA": "holy see;vatican", "VN": "viet nam", "ZA": "rsa",
}  # fmt: skip
"""What people write and Babel does not know, folded."""


def prepare() -> None:
    """Read the names in every language, which takes half a second: nobody's answer shall wait for that."""
    _names(USUAL)
    _names(every_language())


@lru_cache(maxsize=4096)
def country(text: str) -> str | None:
    """ISO 3166-1 alpha-2; of `Éire / Ireland` both must agree."""
    if found := next(filter(None, map(_known, _spellings(text))), None):
        return found
    several = {code for part in re.split(r"[/(),|;]", text) if (code := _known(_bare(part)))}
    return several.pop() if len(several) == 1 else None


@lru_cache(maxsize=4096)
def likely_country(text: str) -> str | None:
    """Of a name with a slip or a lost letter, if it can mean one country only."""
    return likely(text, _names(USUAL))


def _spellings(text: str) -> Iterator[str]:
    name = _bare(text)
    yield name
    if not name and len(flags := FLAG.findall(text)) == 1:
        yield "".join(chr(ord(mark) - 0x1F1E6 + ord("a")) for mark in flags[0])
    if all(len(word) == 1 for word in name.split()):
        yield name.replace(" ", "")
    if turned := INVERTED.fullmatch(text.strip()):
        yield (upright := _bare(f"{turned[2]} {turned[1]}"))
        yield FORM_OF_STATE.sub("", upright, count=1)
    yield FORM_OF_STATE.sub("", name, count=1)


def _bare(text: str) -> str:
    return " ".join(word for word in folded(text).split() if word not in {"the", "and"})


def _known(name: str) -> str | None:
    return (_names(USUAL).get(name) or _names(every_language()).get(name)) if name else None


@cache
def _names(languages: tuple[str, ...]) -> dict[str, str]:
    """Codes by folded name, by ISO 3166-1 code of any kind, and by what people write."""
    names: dict[str, str] = {}
    for language in languages:
        for code, name in own_names(language, "territories").items():
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
                names.setdefault(_bare(name), code)
    codes = {code.casefold(): code for code in set(names.values())}
    return names | codes | _longer_codes() | {name: code for code, more in MORE.items() for name in more.split(";")}


def _longer_codes() -> dict[str, str]:
    """Three letters, and three digits."""
    aliases = get_global("territory_aliases")
    return {code.casefold(): names[0] for code, names in aliases.items() if len(code) == 3 and len(names) == 1}
