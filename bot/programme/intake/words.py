"""Words as people type them, made comparable; lists with mixed separators; names that lost or swapped a letter."""

import html
import pickle
import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from babel import localedata
from rapidfuzz import fuzz, process

USUAL = (
    "en", "es", "fr", "pt", "it", "de", "nl", "pl", "cs", "sk", "sl", "hr", "sr", "bg", "ro", "hu", "el", "et", "lv",
    "lt", "fi", "sv", "da", "no", "is", "ga", "cy", "mt", "tr", "uk", "ru", "ar", "he", "ja", "ko", "zh", "id", "fil",
    "vi", "hi",
)  # fmt: skip
"""Languages looked at first: reading all of them takes a second."""
STRONG = re.compile(r"[;|\r\n]+")
COMMAS = re.compile(r"(?:(?<!\d),|,(?!\d))(?![^()]*\))")
"""Not within brackets, and not the comma of a number."""
OTHER = {"other", "otro", "otra", "autre", "outro", "altro", "andere", "sonstiges"}
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
EDGES = INVISIBLE + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What stands at either end of a text and says nothing. Behind these there are no more spaces in Unicode."""
LOST = "?\ufffd"
"""What stands where a code page had no place for a letter."""
CLOSE = 85
APART = 4


@cache
def every_language() -> tuple[str, ...]:
    """All of Babel's languages, English first: it wins where two claim one name."""
    return ("en", *sorted(name for name in localedata.locale_identifiers() if "_" not in name and name != "en"))


def own_names(language: str, of: str) -> dict[str, str]:
    """The `territories` or `languages` in a language's own file: Babel would keep all of it, 130 MB for all of them."""
    with Path(localedata.resolve_locale_filename(language)).open("rb") as file:
        names: dict[str, str] = pickle.load(file).get(of, {})  # noqa: S301 - a part of Babel
    return names


def tidy(text: str) -> str:
    """Without spaces and invisible marks at either end."""
    return text.strip(EDGES)


def folded(text: str) -> str:
    """Lower case, without accents, marks, invisible characters and double spaces."""
    plain = unicodedata.normalize("NFKD", unescaped(text)).casefold()
    return " ".join(plain.translate(PLAIN).split())


class _Plain(dict[int, str]):
    """What becomes of a character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        mark = chr(code)
        if unicodedata.combining(mark) or unicodedata.category(mark) == "Cf":
            plain = ""
        else:
            plain = mark if mark.isalnum() else " "
        self[code] = plain
        return plain


PLAIN = _Plain()


def unescaped(text: str) -> str:
    """Some form tools escape twice."""
    return html.unescape(html.unescape(text)) if "&" in text else text


def parts(text: str, options: Collection[str] = ()) -> list[str]:
    """A list as written; where only commas part it, one of these options whose name holds a comma stays whole."""
    plain = unescaped(text)
    pieces = STRONG.split(plain) if STRONG.search(tidy(plain)) else _between_commas(plain, options)
    return [piece for piece in map(tidy, pieces) if piece]


def _between_commas(text: str, options: Collection[str]) -> list[str]:
    left = [tidy(piece) for piece in COMMAS.split(text)]
    found = []
    while left:
        taken = _taken(left, options)
        found.append(", ".join(left[:taken]))
        left = left[taken:]
    return found


def _taken(pieces: list[str], options: Collection[str]) -> int:
    """How many pieces are one option: what somebody wrote after `Other:` is one to the end."""
    before, colon, _ = pieces[0].partition(":")
    if colon and folded(before) in OTHER:
        return len(pieces)
    return next((size for size in range(len(pieces), 1, -1) if ", ".join(pieces[:size]) in options), 1)


def likely(text: str, names: Mapping[str, str]) -> str | None:
    """What a misspelt name, or one that lost letters, can only mean; `names` are folded."""
    if any(mark in text for mark in LOST):
        return _restored(text, names)
    name = folded(text)
    if len(name) < 5:
        return None
    found = process.extract(name, names.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE - APART, limit=None)
    best = max((score for _, score, _ in found), default=0)
    codes = {names[known] for known, score, _ in found if score >= best - APART}
    return codes.pop() if best >= CLOSE and len(codes) == 1 else None


def _restored(text: str, names: Mapping[str, str]) -> str | None:
    shape = [folded(piece) for piece in re.split(f"[{re.escape(LOST)}]", text)]
    if sum(map(len, shape)) < 2 * (len(shape) - 1):
        return None
    pattern = re.compile(".".join(map(re.escape, shape)))
    codes = {code for name, code in names.items() if pattern.fullmatch(name)}
    return codes.pop() if len(codes) == 1 else None
