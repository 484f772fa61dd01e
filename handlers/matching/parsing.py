"""The form of the rules into a change, or what is wrong with which field."""

from typing import Any

from bot.programme.matching.rules import Change

Fields = dict[str, str]
FLAGS = ("distinct_providers", "distinct_challenges", "cross_border", "shared_language")
HOURS, DAYS, PLACES = range(9), range(1, 31), range(101)


def parse_rules(fields: Fields, teams: dict[str, int], numbers: set[int]) -> Change | Fields:
    """`teams` are ids by name in lower case; an empty field is the usual value."""
    wrong: Fields = {}
    filled = _number(fields, "filled", PLACES, None, wrong)
    if filled is not None and fields["filling"] != "all_or_nothing":
        wrong["filled"] = "This goes with “all or nothing” only. Leave it empty, or choose that above."
    found: dict[str, Any] = {
        "filling": fields["filling"],
        "filled": filled,
        "least_hours": _number(fields, "least_hours", HOURS, 2, wrong),
        "answer_days": _number(fields, "answer_days", DAYS, 5, wrong),
        "asynchronous": _teams(fields, teams, wrong),
        **{name: fields[name] == "yes" for name in FLAGS},
    }
    wanted = _counts(fields, "wanted", {str(number): number for number in numbers}, wrong)
    capacity = _counts(fields, "capacity", teams, wrong)
    return wrong or Change(found, wanted, capacity)


def _number(fields: Fields, name: str, allowed: range, empty: int | None, wrong: Fields) -> int | None:
    said = fields.get(name, "").strip()
    if not said:
        return empty
    if not said.isdigit() or int(said) not in allowed:
        wrong[name] = f"Please write a whole number from {allowed.start} to {allowed.stop - 1}."
        return empty
    return int(said)


def _teams(fields: Fields, teams: dict[str, int], wrong: Fields) -> list[int]:
    said = [line.strip() for line in fields.get("asynchronous", "").splitlines() if line.strip()]
    if unknown := [name for name in said if name.casefold() not in teams]:
        wrong["asynchronous"] = (
            f"There is no team “{unknown[0]}” in this edition. One name a line, as the board has it."
        )
        return []
    return sorted(teams[name.casefold()] for name in said)


def _counts(fields: Fields, name: str, known: dict[str, int], wrong: Fields) -> dict[int, int]:
    """Lines of `what: number`."""
    found = {}
    for line in fields.get(name, "").splitlines():
        what, _, count = line.rpartition(":")
        if not line.strip():
            continue
        if what.strip().casefold() not in known or not count.strip().isdigit() or int(count) not in PLACES:
            wrong[name] = f"“{line.strip()[:60]}” is not understood. One line each, as in the hint below."
            return {}
        found[known[what.strip().casefold()]] = int(count)
    return found
