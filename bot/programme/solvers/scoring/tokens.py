"""The words of a text in any script: lower case, without accents."""

import re
import unicodedata
from collections.abc import Iterable

_TOKEN = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(mark for mark in plain if not unicodedata.combining(mark)))


def tokens(text: str) -> list[str]:
    """Scripts written without spaces give pairs of characters."""
    return [piece for word in _TOKEN.findall(fold(text)) for piece in pieces(word)]


def unspaced(word: str) -> bool:
    return _UNSPACED.match(word) is not None


def pieces(word: str) -> Iterable[str]:
    if len(word) < 3 or not _UNSPACED.search(word):
        return (word,)
    return [word[at : at + 2] for at in range(len(word) - 1)]
