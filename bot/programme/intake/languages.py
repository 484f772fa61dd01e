"""Languages by their name in any language, or by a code."""

import re
from functools import cache, lru_cache

from babel.core import get_global

from bot.programme.intake.words import USUAL, every_language, folded, likely, own_names, tidy, unescaped

BETWEEN = re.compile(r"[;|,/&+\r\n]| (?:and|y|e|et|und|og|och|en|i) ")
REGION = re.compile(r"([a-z]{2,3})[-_][a-z0-9]{2,4}", re.IGNORECASE)
MORE = {
    "te reo maori": "mi", "te reo": "mi", "isizulu": "zu", "isixhosa": "xh", "gaeilge": "ga", "farsi": "fa",
    "dari": "fa", "castellano": "es", "castilian": "es", "flemish": "nl", "vlaams": "nl", "bahasa": "id",
    "bahasa indonesia": "id", "bahasa melayu": "ms", "filipino": "tl", "pilipino": "tl", "fil": "tl", "mandarin": "zh",
    "cantonese": "zh", "putonghua": "zh", "moldovan": "ro", "valencian": "ca", "valenciano": "ca",
    "norwegian bokmal": "nb", "norwegian nynorsk": "nn", "setswana": "tn", "sesotho": "st", "runasimi": "qu",
}  # fmt: skip
"""What people write and Babel does not know, folded."""


def prepare() -> None:
    """As `countries.prepare`."""
    _names(USUAL)
    _names(every_language())


def named(text: str) -> list[str]:
    """The names in a list of languages, whatever parts them."""
    plain = unescaped(text)
    return [plain] if language(plain) else [part for part in map(tidy, BETWEEN.split(plain)) if part]


@lru_cache(maxsize=4096)
def language(text: str) -> str | None:
    """ISO 639-1; of `French (fluent)` or `Canadian French` the one word that names a language."""
    if region := REGION.fullmatch(text.strip()):
        return _known(folded(region[1]))
    name = folded(text)
    if found := _known(name):
        return found
    if BETWEEN.search(text):
        return None
    several = {code for word in name.split() if len(word) > 3 and (code := _known(word))}
    return several.pop() if len(several) == 1 else None


@lru_cache(maxsize=4096)
def likely_language(text: str) -> str | None:
    """Of a name with a slip or a lost letter, if it can mean one language only."""
    return likely(text, _names(USUAL))


def _known(name: str) -> str | None:
    return (_names(USUAL).get(name) or _names(every_language()).get(name)) if name else None


@cache
def _names(identifiers: tuple[str, ...]) -> dict[str, str]:
    names: dict[str, str] = {}
    for identifier in identifiers:
        for code, name in own_names(identifier, "languages").items():
            if len(code) == 2:
                names.setdefault(folded(name), code)
    aliases = get_global("language_aliases")
    longer = {code: short for code, short in aliases.items() if len(code) == 3 and len(short) == 2}
    return names | longer | {code: code for code in set(names.values())} | MORE
