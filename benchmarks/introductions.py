"""Introductions in rounds: seconds, total over bound, and the time over that of one matching per round.

Run from the project's folder: python -m benchmarks.introductions
"""

from itertools import combinations
from random import Random
from time import perf_counter

import rustworkx

from bot.programme.solvers.introductions import Gathering, Rounds, solve

CASES = [(30, 10, 2), (31, 10, 2), (42, 6, 2), (300, 10, 2), (301, 10, 2), (30, 4, 3), (31, 3, 3), (32, 4, 4)]
"""Teams, rounds, group size."""


def gathering(teams: int, rounds: int, size: int) -> Gathering:
    chance = Random(1)
    names = [f"T{number}" for number in range(teams)]
    return Gathering(names, rounds, size, {frozenset(pair): chance.random() for pair in combinations(names, 2)})


def matchings(given: Gathering) -> tuple[float, float]:
    """Seconds and total of the heaviest matching, round by round; an odd team rests."""
    start, number = perf_counter(), {team: place for place, team in enumerate(given.teams)}
    left = {tuple(sorted(number[team] for team in pair)): score for pair, score in given.scores.items()}
    total = 0.0
    for _ in range(given.rounds):
        graph = rustworkx.PyGraph()
        graph.add_nodes_from(range(len(given.teams)))
        graph.add_edges_from([(one, other, round(score * 1e6)) for (one, other), score in left.items()])
        matched = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
        total += sum(left.pop((min(pair), max(pair))) for pair in matched)
    return perf_counter() - start, total


def row(given: Gathering, found: Rounds, seconds: float) -> str:
    raw, total = matchings(given) if given.group_size == 2 else (None, None)
    resting = sum(len(one.resting) for one in found.rounds)
    cells: list[str] = [f"{len(given.teams)} × {given.rounds}", str(given.group_size), f"{seconds:.2f}"]
    cells += [found.status, f"{found.total / found.bound:.2%}", str(resting)]
    cells += ["", ""] if raw is None or total is None else [f"{seconds / raw:.2f}", f"{total / found.bound:.2%}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    solve(gathering(6, 1, 2))  # load the libraries
    print("| teams × rounds | group | seconds | status | total / bound | resting | time / matchings | their total |")
    print("|---|--:|--:|---|--:|--:|--:|--:|")
    for case in CASES:
        given, start = gathering(*case), perf_counter()
        found = solve(given)
        print(row(given, found, perf_counter() - start), flush=True)


if __name__ == "__main__":
    main()
