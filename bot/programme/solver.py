"""Which providers go to which challenge: the best sum of scores that breaks no rule, proven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FORBIDDEN = -1e9
PINNED = 1e6


class InfeasibleError(Exception):
    """Names the challenges that want more than their possible providers can give."""


@dataclass(frozen=True)
class Problem:
    """Ids of ours; every provider works with one challenge at most."""

    wanted: Mapping[int, int]
    providers: Sequence[int]
    scores: Mapping[tuple[int, int], float]
    """By `(challenge, provider)`; what is missing counts zero."""
    forbidden: frozenset[tuple[int, int]] = frozenset()
    pins: frozenset[tuple[int, int]] = frozenset()
    slots: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "slots", [name for name, count in self.wanted.items() for _ in range(count)])


def prepare() -> None:
    """Load the libraries, which takes seconds: nobody's command shall wait for that."""
    import scipy.optimize
    import sklearn.feature_extraction.text

    assert scipy.optimize and sklearn.feature_extraction.text  # noqa: S101, PT018 - loading is all


def solve(problem: Problem) -> list[tuple[int, int]]:
    """Pairs of `(challenge, provider)`. Raises `InfeasibleError`."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not problem.slots:
        return []
    matrix = np.array(
        [[_value(problem, challenge, provider) for provider in problem.providers] for challenge in problem.slots]
    )
    if matrix.shape[1] < matrix.shape[0]:
        raise InfeasibleError(f"{matrix.shape[0]} places and only {matrix.shape[1]} providers")
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    pairs = [(problem.slots[row], problem.providers[column]) for row, column in zip(rows, columns, strict=True)]
    if broken := [pair for pair in pairs if pair in problem.forbidden]:
        names = sorted({challenge for challenge, _ in broken})
        raise InfeasibleError(f"challenge {', '.join(map(str, names))}: too few providers that the rules allow")
    if missing := problem.pins - set(pairs):
        raise InfeasibleError(f"these pins contradict each other or a rule: {sorted(missing)}")
    return sorted(pairs)


def _value(problem: Problem, challenge: int, provider: int) -> float:
    pair = (challenge, provider)
    if pair in problem.forbidden:
        return FORBIDDEN
    return problem.scores.get(pair, 0.0) + PINNED * (pair in problem.pins)


def similarity(needs: Sequence[str], offers: Sequence[str]) -> list[list[float]]:
    """How alike each need and each offer are in words, from 0 to 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(any(mark.isalnum() for mark in text) for text in [*needs, *offers]):
        return [[0.0] * len(offers) for _ in needs]
    words = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", analyzer="char_wb", ngram_range=(3, 5))
    table = words.fit_transform([*needs, *offers])
    found: list[list[float]] = (table[: len(needs)] @ table[len(needs) :].T).toarray().tolist()
    return found
