"""Which providers go to which challenge: the best sum of scores that breaks no rule, proven.

`problem` says what goes in and comes out, `arrays` holds it as numbers, `flow` finds the best plan, `choices` the best
one under `all_or_nothing`, `fairness` looks after the worst-off challenge, `conflicts` and `relaxations` say why there
is no plan, and what would make one. Under `all_or_nothing`, `bounds` and `programs` prove, `staffing` helps.
"""

from bot.programme.solvers.matching.conflicts import feasible
from bot.programme.solvers.matching.deadline import Deadline
from bot.programme.solvers.matching.problem import (
    Alternative,
    Conflict,
    Edit,
    Grid,
    Infeasible,
    Marks,
    NothingFoundError,
    Pair,
    Partial,
    Plan,
    Problem,
    Protected,
    Relaxation,
    Rule,
    Unfilled,
    Unplaced,
)
from bot.programme.solvers.matching.solving import solve

__all__ = [
    "Alternative",
    "Conflict",
    "Deadline",
    "Edit",
    "Grid",
    "Infeasible",
    "Marks",
    "NothingFoundError",
    "Pair",
    "Partial",
    "Plan",
    "Problem",
    "Protected",
    "Relaxation",
    "Rule",
    "Unfilled",
    "Unplaced",
    "feasible",
    "solve",
]
