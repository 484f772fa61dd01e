"""Parallel texts that nobody wrote for the score: it has to find each one's translation among all others.

The letters of the bot in four languages, sentence by sentence, and the names of countries and of languages in Unicode's
CLDR. What is written alike in both is left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

LETTERS = Path(__file__).parents[1] / "bot/messages"
LANGUAGES = {
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "pl": "Polish",
    "fi": "Finnish",
    "el": "Greek",
    "tr": "Turkish",
    "ja": "Japanese",
}
_MARKUP = re.compile(r"\{[{%].*?[%}]\}")


def sets() -> Iterator[tuple[str, list[str], list[str]]]:
    for language, name in LANGUAGES.items():
        if (LETTERS / language).is_dir():
            yield f"letters, English to {name}", *_columns(_letters(language))
    for language, name in LANGUAGES.items():
        for kind, said in (("territories", "countries"), ("languages", "languages")):
            yield f"{said}, English to {name}", *_columns(_names(kind, language))


def _columns(pairs: dict[str, str]) -> tuple[list[str], list[str]]:
    return list(pairs), list(pairs.values())


def _letters(language: str) -> dict[str, str]:
    """The templates have the same lines in every language."""
    files = sorted((LETTERS / language).glob("*.md.j2"))
    both = [(_sentences(LETTERS / "en" / file.name), _sentences(file)) for file in files]
    found = [pair for mine, theirs in both for pair in zip(mine, theirs, strict=True)]
    return {mine: theirs for mine, theirs in found if min(len(mine.split()), len(theirs.split())) > 2}


def _sentences(file: Path) -> list[str]:
    return [_MARKUP.sub(" ", line).strip() for line in file.read_text(encoding="utf-8").splitlines()]


def _names(kind: str, language: str) -> dict[str, str]:
    mine, theirs = getattr(Locale("en"), kind), getattr(Locale(language), kind)
    codes = sorted(code for code in mine if code in theirs and code.isalpha())
    return {mine[code]: theirs[code] for code in codes if mine[code].casefold() != theirs[code].casefold()}
