"""A change of a problem: carried out, and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.programme.solvers.matching.problem import Edit, Problem, Rule

SWITCHES = {
    "distinct_provider_countries": "Let the providers of a challenge come from one country",
    "distinct_challenge_countries": "Let staffed challenges share a country",
    "cross_border": "Allow pairs within one country",
    "shared_language": "Allow pairs without a common language",
}


def applied(problem: Problem, edits: Iterable[Edit]) -> Problem:
    """The problem with these changes; it must know the fields."""
    for edit in edits:
        problem = replace(problem, **{edit.field: _value(problem, edit)})
    return problem


def _value(problem: Problem, edit: Edit) -> Any:
    old = getattr(problem, edit.field)
    if edit.field == "pins":
        return old - {edit.key}
    if edit.field == "rule":
        return Rule(str(edit.value))
    if isinstance(old, Mapping):
        return {**old, edit.key: edit.value}
    return edit.value


def said(problem: Problem, edit: Edit) -> str:
    """`Lower what CH-3 wants from 2 to 1`"""
    key, value = edit.key, edit.value
    pair = f"{key[0]} with {key[1]}" if isinstance(key, tuple) else ""
    match edit.field:
        case "wanted":
            return f"Lower what {key} wants from {problem.wanted[str(key)]} to {value}"
        case "capacity":
            return f"Let {key} take {value} instead of {problem.capacity[str(key)]}"
        case "at_least":
            return f"Lower the least load of {key} from {problem.at_least.get(str(key), 0)} to {value}"
        case "pins":
            return f"Drop the pin of {pair}"
        case "forbidden":
            return f"Allow {pair}, which is forbidden"
        case "select":
            return f"Staff {value} instead of {problem.select}"
        case "rule":
            return "Let places stay empty where they cannot be filled"
        case "min_overlap_hours":
            return f"Ask for {value:g} working hours in common" if value else "Ask for no working hours in common"
    return SWITCHES[edit.field]
