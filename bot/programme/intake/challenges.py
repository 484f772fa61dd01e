"""Which published challenges an answer names: by number or by title, however either is written. Pure."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from bot.programme.intake.words import folded

Challenges = Mapping[int, str]
"""Titles by number."""
NUMBERED = re.compile(r"^(?:challenge|desafio|reto|defi|sfida|herausforderung|ch|no|nr|n)?\s*(\d{1,3})\b\s*(.*)$")
ALL = {"all", "any", "all challenges", "any challenge", "todos", "todas", "tous", "toutes", "tutti", "tutte", "alle"}
ALIKE, APART = 80, 6
OTHER_THAN = 90
"""A title so like another challenge's that the number beside it must be a slip."""


def named(text: str, challenges: Challenges) -> tuple[list[int], str]:
    """The numbers, and what is wrong: `unreadable`, `ambiguous`, or nothing."""
    plain = folded(text)
    if plain in ALL:
        return list(challenges), ""
    found = NUMBERED.match(plain)
    if found is None:
        return _by_title(plain, challenges)
    number, title = int(found[1]), found[2]
    if number not in challenges:
        by_title, _ = _by_title(title, challenges)
        return (by_title, "ambiguous") if by_title else ([], "unreadable")
    meant = _likeness(title, challenges)
    slip = any(score >= OTHER_THAN and other != number and meant[number] < ALIKE for other, score in meant.items())
    return ([], "ambiguous") if slip else ([number], "")


def resolve(texts: Sequence[str], challenges: Challenges) -> tuple[list[int], list[tuple[str, str]]]:
    """The numbers in order, each once, and `(code, text)` of each answer that names none for sure."""
    numbers: set[int] = set()
    doubts = []
    for text in texts:
        found, code = named(text, challenges)
        numbers.update(found)
        if code:
            doubts.append((code, text))
    return sorted(numbers), doubts


def _by_title(title: str, challenges: Challenges) -> tuple[list[int], str]:
    ranked = sorted(_likeness(title, challenges).items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < ALIKE:
        return [], "unreadable"
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < APART:
        return [], "ambiguous"
    return [ranked[0][0]], ""


def _likeness(title: str, challenges: Challenges) -> dict[int, float]:
    """A short form or a country beside it does no harm; too few words say nothing."""
    if len(title) < 5:
        return dict.fromkeys(challenges, 0.0)
    return {number: float(fuzz.token_set_ratio(title, folded(known))) for number, known in challenges.items()}
