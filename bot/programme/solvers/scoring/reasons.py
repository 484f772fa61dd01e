"""Why a pair has its score, in words: passages without which it were lower, facts that help, the weakest point."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.programme.solvers.scoring import evidence
from bot.programme.solvers.scoring.facts import OPEN, Fact
from bot.programme.solvers.scoring.passages import split
from bot.programme.solvers.scoring.profiles import Profile
from bot.programme.solvers.scoring.sides import Numbers, Passage, Side, fields

MOST = 3
ALIKE = 0.12
"""Passages less alike than this do not meet."""
NOTICEABLE = 0.005
"""What the removal of a passage must cost before it is called a reason."""
UNANSWERED = 0.3


@dataclass(frozen=True)
class Texts:
    """The passages of one pair: those of the need are rows, those of the offer are columns."""

    needs: Sequence[Passage]
    offers: Sequence[Passage]
    alike: Numbers
    inner: tuple[Numbers, Numbers]
    weights: tuple[Numbers, Numbers]

    def score(self, rows: Sequence[int], columns: Sequence[int]) -> float:
        """Of these passages alone."""
        return evidence.pair_score(
            self.alike[np.ix_(rows, columns)],
            (self.inner[0][np.ix_(rows, rows)], self.inner[1][np.ix_(columns, columns)]),
            (self.weights[0][list(rows)], self.weights[1][list(columns)]),
        )

    def without(self, rows: set[int], columns: set[int]) -> float:
        return self.score(
            [row for row in range(len(self.needs)) if row not in rows],
            [column for column in range(len(self.offers)) if column not in columns],
        )


@dataclass(frozen=True)
class Meeting:
    row: int
    column: int
    worth: float


def texts(asking: Side, offering: Side, row: int, column: int) -> Texts:
    rows, columns = asking.rows(row), offering.rows(column)
    return Texts(
        asking.passages[rows],
        offering.passages[columns],
        evidence.likeness(asking, offering, rows, columns),
        (evidence.likeness(asking, asking, rows, rows), evidence.likeness(offering, offering, columns, columns)),
        (asking.weights[rows], offering.weights[columns]),
    )


def meetings(found: Texts, need: Profile, offer: Profile) -> list[Meeting]:
    """Up to three, strongest first; without either passage of one, or without all of them, the score is lower."""
    whole = found.without(set(), set())
    kept: list[Meeting] = []
    for row, column in _likely(found):
        if any(row == other.row or column == other.column for other in kept):
            continue
        struck = ({row}, set()), (set(), {column}), ({row}, {column})
        cost = min(whole - found.without(rows, columns) for rows, columns in struck)
        removable = _removable(need, found.needs[row].text) and _removable(offer, found.offers[column].text)
        if cost > NOTICEABLE and removable:
            kept.append(Meeting(row, column, whole - found.without({row}, {column})))
        if len(kept) == MOST:
            break
    return kept


def _likely(found: Texts) -> Iterator[tuple[int, int]]:
    """Pairs of passages that meet, by how much they bring."""
    brought = found.alike * np.sqrt(np.outer(*found.weights))
    for place in np.argsort(-brought, axis=None, kind="stable")[:20]:
        row, column = divmod(int(place), len(found.offers))
        if found.alike[row, column] >= ALIKE:
            yield row, column


def _removable(profile: Profile, passage: str) -> bool:
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
    need, offer = found.needs[meeting.row], found.offers[meeting.column]
    if need.kind == "tried":
        start = "What failed there worked here"
    elif offer.kind == "tried":
        start = "What is needed there worked here"
    else:
        start = "Need and experience meet"
    return f"{start}: {quoted(need.text)} ↔ {quoted(offer.text)}"


def quoted(passage: str) -> str:
    """Word for word, in marks that the passage itself does not use."""
    return f"“{passage}”" if '"' in passage else f'"{passage}"'


def weakest(found: Texts, stated: Sequence[Fact]) -> str:
    """What speaks most against the pair: a fact that makes it hard, else a need left open, else a poor fact."""
    poor = sorted((fact for fact in stated if fact.known and fact.value < OPEN), key=lambda fact: fact.value)
    if poor and poor[0].value == 0 and poor[0].weight > 0.2:
        return poor[0].words
    answered, row = _least_answered(found)
    if not found.offers or not found.needs:
        return "Not both sides have written what they need and offer"
    if answered < UNANSWERED:
        return f"Little in the offer answers this: {quoted(found.needs[row].text)}"
    if poor:
        return poor[0].words
    return next((fact.words for fact in stated if not fact.known), "Nothing in what was written speaks against it")


def _least_answered(found: Texts) -> tuple[float, int]:
    """How far the offer answers the weightiest passage of the need that it answers least."""
    if not found.alike.size:
        return 0.0, 0
    answered = found.alike.max(axis=1)
    row = int(np.argmax(found.weights[0] * (1 - answered)))
    return float(answered[row]), row
