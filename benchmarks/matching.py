"""How long `sweetspot match solve` takes, beside the bare libraries on the same matrix in the same run."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from bot.programme.solvers.matching import Grid, Plan, Problem, solve

SIZES = ((500, 1000), (2000, 5000))
BARE = """
import json, sys
import numpy as np
sys.path.insert(0, ".")
from benchmarks.matching import raw
document = json.load(open(sys.argv[1]))
rows = [list(row.values()) for row in document["scores"].values()]
print(raw(np.array(rows), 1, 6))
"""


def matrix(challenges: int, providers: int) -> Any:
    return np.random.default_rng(7).integers(0, 1000, (challenges, providers))


def raw(cells: Any, wanted: int, capacity: int) -> int:
    """The total that OR-tools finds over all pairs, with nothing proven, explained or checked."""
    challenges, providers = cells.shape
    rows, columns = (places.ravel() for places in np.indices(cells.shape))
    ends = np.full(providers, challenges + providers)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([rows, np.arange(providers) + challenges]),
        np.concatenate([columns + challenges, ends]),
        np.concatenate([np.ones(cells.size, dtype=np.int64), np.full(providers, capacity)]),
        np.concatenate([-cells.ravel(), np.zeros(providers, dtype=np.int64)]),
    )
    supplies = [*[wanted] * challenges, *[0] * providers, -wanted * challenges]
    flow.set_nodes_supplies(np.arange(challenges + providers + 1), np.array(supplies))
    assert flow.solve() == flow.OPTIMAL
    return -int(flow.optimal_cost())


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = perf_counter()
    found = work()
    return perf_counter() - start, found


def in_process(challenges: int, providers: int) -> tuple[float, float]:
    cells = matrix(challenges, providers)
    rows, columns = [f"C{index}" for index in range(challenges)], [f"P{index}" for index in range(providers)]
    problem = Problem(dict.fromkeys(rows, 2), dict.fromkeys(columns, 1), Grid(rows, columns, cells))
    ours, plan = timed(lambda: solve(problem))
    theirs, total = timed(lambda: raw(cells, 2, 1))
    assert isinstance(plan, Plan)
    assert plan.total == total
    return ours, theirs


def from_start() -> tuple[float, float]:
    """72 challenges and 26 providers, from the start of the process to its end; the best of three."""
    cells = matrix(72, 26).tolist()
    document = {
        "challenges": [{"id": f"C{row}", "wanted": 1} for row in range(72)],
        "providers": [{"id": f"P{column}", "capacity": 6} for column in range(26)],
        "scores": {f"C{row}": {f"P{at}": score for at, score in enumerate(line)} for row, line in enumerate(cells)},
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "problem.json")
        file.write_text(json.dumps(document), "utf-8")
        ours = [sys.executable, "-m", "bot", "match", "solve", str(file)]
        theirs = [sys.executable, "-c", BARE, str(file)]
        return min(_spent(ours) for _ in range(3)), min(_spent(theirs) for _ in range(3))


def _spent(command: list[str]) -> float:
    return timed(lambda: subprocess.run(command, check=True, capture_output=True))[0]


def main() -> None:
    print("| challenges × providers | ours, s | bare library, s | ratio |")
    print("|---|---|---|---|")
    for name, (ours, theirs) in (
        ("72 × 26, from process start", from_start()),
        *((f"{one} × {two}", in_process(one, two)) for one, two in SIZES),
    ):
        print(f"| {name} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |")


if __name__ == "__main__":
    main()
