"""What would make an infeasible input feasible, as JSON merge patches (RFC 7396) that have been tried."""

import json
import math
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np

from bot.cli.matching import shape
from bot.cli.matching.problems import Asked, asked
from bot.programme.solvers.matching import Deadline, Edit, Infeasible, NothingFoundError, Pair, Relaxation, feasible
from bot.programme.solvers.matching.edits import said

UNITS = 24


def infeasible(text: str, found: Asked, answer: Infeasible, deadline: Deadline) -> dict[str, Any]:
    conflict, partial = answer.conflict, answer.best_partial
    return {
        "status": "infeasible",
        "conflict": {
            "challenges": conflict.challenges,
            "providers": conflict.providers,
            "pins": [list(pin) for pin in conflict.pins],
            "explanation": conflict.explanation,
        },
        "relaxations": _tried(json.loads(text.removeprefix("\ufeff")), found, answer.relaxations, deadline),
        "best_partial": {
            "filled": partial.filled,
            "total": partial.total,
            "pairs": [list(pair) for pair in partial.pairs],
        },
    } | ({"overlap_on": found.on.isoformat()} if found.says_when() else {})


def _tried(
    document: dict[str, Any], found: Asked, relaxations: list[Relaxation], deadline: Deadline
) -> list[dict[str, Any]]:
    """Those that make the input feasible when their patch is applied to it; cheapest first, as many as time allows."""
    told, seen = [], []
    for one in sorted([*relaxations, *_of_the_input(found, deadline)], key=lambda one: one.cost):
        if deadline.over():
            break
        patch = merge_patch(document, edited(document, one.edits))
        if patch and patch not in seen and _helps(apply(document, patch), found, deadline):
            seen.append(patch)
            told.append({"change": one.change, "patch": patch, "cost": one.cost})
    return told


def _helps(document: dict[str, Any], found: Asked, deadline: Deadline) -> bool:
    """Without computing scores anew: they make nothing possible."""
    document = {**document, "scores": {}, "overlap_on": found.on.isoformat()}
    try:
        return feasible(asked(shape.Matching.model_validate_json(json.dumps(document))).problem, deadline)
    except NothingFoundError:
        return False


def _of_the_input(found: Asked, deadline: Deadline) -> Iterator[Relaxation]:
    """Changes of what the solver only knows as impossible pairs: the forbidden list, and the rules of the whole."""
    for edits in (_allowed(found, deadline), *_switches(found)):
        if edits:
            cost = sum(_units(found, edit) for edit in edits)
            yield Relaxation("; ".join(said(found.problem, edit) for edit in edits), cost, tuple(edits))


def _units(found: Asked, edit: Edit) -> int:
    if edit.field == "min_overlap_hours" and isinstance(edit.value, float | int):
        return max(math.ceil(found.input.min_overlap_hours - edit.value), 1)
    return 1


def _switches(found: Asked) -> Iterator[list[Edit]]:
    for name in ("cross_border", "shared_language"):
        if getattr(found.input, name):
            yield [Edit(name, None, value=False)]
    least = math.ceil(found.input.min_overlap_hours) - 1
    yield from ([Edit("min_overlap_hours", None, value=hours)] for hours in range(max(least, 0), -1, -1)[:UNITS])


def _allowed(found: Asked, deadline: Deadline) -> list[Edit]:
    """The fewest forbidden pairs that would have to be allowed: those that a plan of the fewest uses."""
    pairs: list[Pair] = [(one[0], one[1]) for one in found.input.forbidden]
    pairs = [pair for pair in dict.fromkeys(pairs) if pair not in found.rules]
    if not pairs:
        return []
    problem = found.problem
    places = [(list(problem.wanted).index(one), list(problem.capacity).index(two)) for one, two in pairs]
    return [Edit("forbidden", pairs[index]) for index in _fewest(found, places, deadline)]


def _fewest(found: Asked, places: list[tuple[int, int]], deadline: Deadline) -> list[int]:
    from bot.programme.solvers.matching import Grid, Marks, Plan, Rule, solve

    problem, marks = found.problem, found.problem.impossible
    if not isinstance(marks, Marks):
        return []
    cells, scores = marks.cells.copy(), np.ones(marks.cells.shape, dtype=np.int64)
    for place in places:
        cells[place], scores[place] = 0, 0
    names = list(problem.wanted), list(problem.capacity)
    if problem.rule is Rule.ALL_OR_NOTHING:
        scores *= len(places) + 1
    open_ = replace(problem, impossible=Marks(*names, cells, marks.reasons), scores=Grid(*names, scores))
    try:
        plan = solve(open_, time_limit=deadline.left())
    except NothingFoundError:
        return []
    if not isinstance(plan, Plan):
        return []
    used = set(plan.pairs)
    return [index for index, (row, column) in enumerate(places) if (names[0][row], names[1][column]) in used]


def edited(document: dict[str, Any], edits: tuple[Edit, ...]) -> dict[str, Any]:
    """The input with these changes."""
    new = deepcopy({name: value for name, value in document.items() if name != "scores"})
    for edit in edits:
        if edit.field in {"wanted", "capacity", "at_least"}:
            sides = new["challenges" if edit.field == "wanted" else "providers"]
            next(side for side in sides if side["id"] == edit.key)[edit.field] = edit.value
        elif edit.field in {"pins", "forbidden"}:
            new[edit.field] = [pair for pair in new[edit.field] if tuple(pair[:2]) != edit.key]
        else:
            new[edit.field] = edit.value
    return new | ({"scores": document["scores"]} if "scores" in document else {})


def merge_patch(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """RFC 7396: what differs; lists are given whole, what is gone is null."""
    patch: dict[str, Any] = {name: None for name in old if name not in new}
    for name, value in new.items():
        before = old.get(name)
        if name in old and isinstance(before, dict) and isinstance(value, dict):
            inner = {} if before is value else merge_patch(before, value)
            patch |= {name: inner} if inner else {}
        elif name not in old or before != value:
            patch[name] = value
    return patch


def apply(document: Any, patch: Any) -> Any:
    """RFC 7396, as the reader of a patch will do it."""
    if not isinstance(patch, dict):
        return patch
    found = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = apply(found.get(name), value)
    return found
