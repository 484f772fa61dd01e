"""Cuts what people wrote into the passages that a reason can quote: sentences and clauses, word for word."""

import re
from collections.abc import Iterator

LONGEST = 200
"""Characters. A longer sentence is cut at its clauses, else between words, so that a quotation needs no cut."""

_SENTENCE = re.compile(
    r"[\n\r\t\v\f\u2028\u2029•·▪]+"
    r"|(?<=[!?…;])[\"'”’»)\]]*\s+"
    r"|(?<=\w\w\.)[\"'”’»)\]]*\s+(?![a-zß-ÿ])"
    r"|(?<=[。！？；۔؟])"
)
_CLAUSE = re.compile(r"(?<=[,:،、，：])\s*|\s+(?=[–—-]\s)")
_MARKS = " \t\"'“”„«»‘’()[]*-–—>·•,;:"


def split(text: str) -> list[str]:
    """Every piece is found in the text as it is; pieces without a letter or a figure are left out."""
    pieces = (piece for sentence in _SENTENCE.split(text) for piece in _fit(sentence.strip(_MARKS)))
    return [piece for piece in pieces if any(mark.isalnum() for mark in piece)]


def _fit(sentence: str) -> Iterator[str]:
    start = 0
    while len(sentence) - start > LONGEST:
        end = _break(sentence, start)
        yield sentence[start:end].strip(_MARKS)
        start = end
    yield sentence[start:].strip(_MARKS)


def _break(sentence: str, start: int) -> int:
    """Where the passage that begins at `start` ends: the last clause that fits, else the last word, else anywhere."""
    early, stop = start + LONGEST // 4, start + LONGEST
    clauses = [found.end() for found in _CLAUSE.finditer(sentence, early, stop)]
    if clauses:
        return clauses[-1]
    space = sentence.rfind(" ", early, stop)
    return space if space > 0 else stop
