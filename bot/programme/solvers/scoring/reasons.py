"""Why a pair has its score, in words: passages without which it were lower, facts that help, the weakest point."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np

from bot.programme.solvers.scoring import evidence
from bot.programme.solvers.scoring.facts import OPEN, Fact
from bot.programme.solvers.scoring.pairs import Texts
from bot.programme.solvers.scoring.passages import split
from bot.programme.solvers.scoring.profiles import Profile
from bot.programme.solvers.scoring.sides import fields

MOST = 3
ALIKE = 0.12
"""Passages less alike than this do not meet."""
NOTICEABLE = 0.005
"""What the removal of a passage must cost before it is called a reason."""
UNANSWERED = 0.3


@dataclass(frozen=True)
class Meeting:
    row: int
    column: int
    worth: float


def meetings(found: Texts, may_strike: Callable[[int, int], bool]) -> list[Meeting]:
    """Up to three, strongest first; without either passage of one, or without both, the score is lower."""
    kept: list[Meeting] = []
    cost = found.score - found.without
    for row, column in _likely(found):
        if any(row == other.row or column == other.column for other in kept):
            continue
        if min(cost[row, column], cost[row, -1], cost[-1, column]) > NOTICEABLE and may_strike(row, column):
            kept.append(Meeting(row, column, float(cost[row, column])))
        if len(kept) == MOST:
            break
    return kept


def _likely(found: Texts) -> Iterator[tuple[int, int]]:
    """Pairs of passages that meet, by how much they bring."""
    brought = found.alike * np.sqrt(np.outer(found.needs.weights, found.offers.weights))
    for place in np.argsort(-brought, axis=None, kind="stable")[:20]:
        row, column = divmod(int(place), len(found.offers.passages))
        if found.alike[row, column] >= ALIKE:
            yield row, column


def strikable(profile: Profile, passage: str) -> bool:
    """Whether the rest of the text falls into the same passages once this one is struck out."""
    for _, text in fields(profile):
        rest = [piece for piece in split(text) if piece != passage]
        if passage in text and split(text.replace(passage, "")) != rest:
            return False
    return True


def reasons(found: Texts, stated: Sequence[Fact], met: Sequence[Meeting]) -> list[str]:
    """Up to three, strongest first."""
    written = [(meeting.worth * evidence.TEXT, _meeting_words(found, meeting)) for meeting in met]
    helping = [
        ((fact.value - OPEN) * fact.weight * (1 - evidence.TEXT), fact.words) for fact in stated if fact.value > OPEN
    ]
    strongest = sorted([*written, *helping], key=lambda reason: -reason[0])
    return [words for _, words in strongest[:MOST]]


def _meeting_words(found: Texts, meeting: Meeting) -> str:
    need, offer = found.needs.passages[meeting.row], found.offers.passages[meeting.column]
    if need.kind == "tried":
        start = f"What failed there {'worked' if offer.kind == 'tried' else 'meets experience'} here"
    elif offer.kind == "tried":
        start = "What is needed there worked here"
    else:
        start = "Need and experience meet"
    return f"{start}: {quoted(need.text)} ↔ {quoted(offer.text)}"


def quoted(passage: str) -> str:
    """Word for word, in marks that the passage itself does not use."""
    return f"“{passage}”" if '"' in passage else f'"{passage}"'


def weakest(found: Texts, stated: Sequence[Fact], met: Sequence[Meeting]) -> str:
    """What speaks most against the pair: a fact that makes it hard, else a need left open, else a poor fact. What a
    reason calls answered is not left open."""
    poor = sorted((fact for fact in stated if fact.known and fact.value < OPEN), key=lambda fact: fact.value)
    if poor and poor[0].value == 0 and poor[0].weight > 0.2:
        return poor[0].words
    answered, row = _least_answered(found, {meeting.row for meeting in met})
    if not found.offers.passages or not found.needs.passages:
        return "Not both sides have written what they need and offer"
    if answered < UNANSWERED:
        return f"Little in the offer answers this: {quoted(found.needs.passages[row].text)}"
    if poor:
        return poor[0].words
    return next((fact.words for fact in stated if not fact.known), "Nothing in what was written speaks against it")


def _least_answered(found: Texts, met: Set[int]) -> tuple[float, int]:
    """How far the offer answers the weightiest passage of the need that it answers least, those in `met` aside."""
    left = [row for row in range(len(found.needs.passages)) if row not in met]
    if not left or not found.offers.passages:
        return 1.0, 0
    answered = found.alike[left].max(axis=1)
    place = int(np.argmax(found.needs.weights[left] * (1 - answered)))
    return float(answered[place]), left[place]
