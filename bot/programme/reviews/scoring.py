"""What scores say: the weighted total, thresholds, how far reviewers agree, and who judges harder than others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import TypeVar

from storage.calls import CallKind

HIGHEST = 5
WEIGHTS: dict[CallKind, dict[str, int]] = {
    CallKind.CHALLENGE: {
        "relevance": 20,
        "clarity": 20,
        "transferability": 20,
        "readiness": 20,
        "openness": 15,
        "people": 5,
    },
    CallKind.SOLUTION: {"fit": 30, "experience": 30, "partnership": 25, "candour": 15},
}
"""By criterion, in the order in which a reviewer meets them. Nobody reviews the cohort's list."""
APART_EACH, APART_TOTAL = 2, 15
"""A spread from here on is a disagreement: on one criterion of 0 to 5, or on the total of 100."""
N = TypeVar("N", int, float)
Scores = Mapping[str, int]


@dataclass(frozen=True)
class Rubric:
    weights: dict[str, int]
    least_each: int = 2
    least_total: int = 60


@dataclass(frozen=True)
class Tally:
    """Of one submission's reviews; totals from 0 to 100, criteria from 0 to 5."""

    count: int = 0
    mean: float | None = None
    spread: float = 0
    means: dict[str, float] = field(default_factory=dict)
    spreads: dict[str, int] = field(default_factory=dict)
    below: list[str] = field(default_factory=list)
    """Criteria under their threshold, and `total`."""
    apart: list[str] = field(default_factory=list)
    """Criteria on which the reviewers disagree, and `total`."""


@dataclass(frozen=True)
class Severity:
    """How far somebody's totals lie from the others' on the same submissions: below zero is harsher."""

    count: int
    difference: float


def total(scores: Scores, rubric: Rubric) -> float:
    """From 0 to 100. Criteria without weight count nothing."""
    weight = sum(rubric.weights.values())
    return 100 * sum(share * scores[name] for name, share in rubric.weights.items()) / (HIGHEST * weight)


def tally(reviews: Sequence[Scores], rubric: Rubric) -> Tally:
    if not reviews:
        return Tally()
    totals = [total(scores, rubric) for scores in reviews]
    means = {name: fmean(scores[name] for scores in reviews) for name in rubric.weights}
    spreads = {name: _spread([scores[name] for scores in reviews]) for name in rubric.weights}
    mean, spread = fmean(totals), round(_spread(totals), 6)
    below = [name for name, value in means.items() if value < rubric.least_each]
    apart = [name for name, value in spreads.items() if value >= APART_EACH]
    return Tally(
        count=len(reviews),
        mean=mean,
        spread=spread,
        means=means,
        spreads=spreads,
        below=below + ["total"] * (round(mean, 6) < rubric.least_total),
        apart=apart + ["total"] * (spread >= APART_TOTAL),
    )


def _spread(values: Sequence[N]) -> N:
    return max(values) - min(values)


def severity(totals: Mapping[int, Mapping[int, float]]) -> dict[int, Severity]:
    """`totals` by submission and reviewer; who shares no submission with anybody is not compared."""
    differences: dict[int, list[float]] = {}
    for of_submission in totals.values():
        for reviewer, mine in of_submission.items():
            others = [value for other, value in of_submission.items() if other != reviewer]
            if others:
                differences.setdefault(reviewer, []).append(mine - fmean(others))
    return {reviewer: Severity(len(found), fmean(found)) for reviewer, found in differences.items()}
