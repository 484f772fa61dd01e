"""Why there is no plan, and the changes that would make one: in names that a facilitator knows, and carried out."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.programme.matching import drafts, rules
from bot.programme.permissions import demand
from bot.programme.solvers.matching import Conflict, Edit, Infeasible
from storage import matching
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge
from storage.people import Person
from storage.teams import Team

FLAGS = {"distinct_provider_countries": "distinct_providers", "distinct_challenge_countries": "distinct_challenges"}


class NoWayError(Exception):
    """That change is not offered, or cannot be made with a button."""


def facts(db: Db, found: Infeasible) -> dict[str, Any]:
    """What a draft without a plan keeps."""
    partial = found.best_partial
    pairs = [(int(challenge), int(team)) for challenge, team in partial.pairs]
    return {
        "why": _why(db, found.conflict),
        "partial": {
            "filled": partial.filled,
            "total": round(partial.total, drafts.DIGITS),
            "pairs": [f"{_number(db, challenge)}: {_name(db, team)}" for challenge, team in pairs],
        },
        "relaxations": [_way(db, one.edits, one.cost) for one in found.relaxations if one.edits],
    }


def _why(db: Db, conflict: Conflict) -> str:
    """The contradiction by names; it is small, so that somebody can check it by hand."""
    wanting = [db.get_one(Challenge, int(one)) for one in conflict.challenges]
    named = [f"{one.number} ({one.title}, {one.wanted} places)" for one in wanting]
    giving = [_name(db, int(one)) for one in conflict.providers]
    pins = [f"{_name(db, int(team))} pinned to challenge {_number(db, int(one))}" for one, team in conflict.pins]
    words = []
    if named:
        words.append(f"challenge{'s' if len(named) > 1 else ''} {', '.join(named)}")
    if giving:
        words.append(f"these providers are all that could serve there: {', '.join(giving)}")
    if pins:
        words.append(f"the pins {', '.join(pins)}")
    return "; ".join(words) or "no plan keeps all the rules"


def _way(db: Db, edits: Iterable[Edit], cost: float) -> dict[str, Any]:
    kept = [{"field": edit.field, "key": _key(edit), "value": edit.value} for edit in edits]
    words = [_words(db, edit) for edit in kept]
    return {"change": "; ".join(word or "a change by hand" for word in words), "can": all(words)} | {
        "cost": cost,
        "edits": kept,
    }


def _key(edit: Edit) -> list[int]:
    keys: Sequence[str] = edit.key if isinstance(edit.key, tuple) else [edit.key] if edit.key else []
    return [int(key) for key in keys]


def _words(db: Db, edit: dict[str, Any]) -> str:
    """Empty for what nobody can change with a button: two teams in the same country remain so."""
    key, value = edit["key"], edit["value"]
    match edit["field"]:
        case "wanted":
            before = db.get_one(Challenge, key[0]).wanted
            return f"want {value} instead of {before} providers for challenge {_number(db, key[0])}"
        case "capacity":
            return f"let {_name(db, key[0])} take {value} challenges"
        case "pins":
            return f"take back the pin of {_name(db, key[1])} to challenge {_number(db, key[0])}"
        case "impossible" if matching.exclusion(db, key[0], key[1]):
            return f"take back the exclusion of {_name(db, key[1])} from challenge {_number(db, key[0])}"
        case "select":
            return f"fill {value} challenges"
        case name if name in FLAGS:
            return f"no longer ask for {rules.NAMES[FLAGS[name]]}"
    return ""


def way(db: Db, person: Person, edition: Edition, number: int, place: int) -> dict[str, Any]:
    """One of the changes that a draft without a plan offers."""
    demand(db, edition.id, person, "match.run")
    offered = drafts.numbered(db, edition, number).infeasible.get("relaxations", [])
    if not 0 <= place < len(offered) or not offered[place]["can"]:
        raise NoWayError
    found: dict[str, Any] = offered[place]
    return found


def apply(db: Db, now: datetime, person: Person, edition: Edition, chosen: dict[str, Any], reason: str) -> None:
    """Carried out and logged; whoever solves again sees whether it was enough."""
    for edit in chosen["edits"]:
        key, value = edit["key"], edit["value"]
        match edit["field"]:
            case "pins" | "impossible":
                challenge, team = rules.pair(db, edition, key[0], key[1])
                rules.release(db, now, person, edition, challenge, team)
            case "wanted":
                wish = rules.Change(wanted={_number(db, key[0]): value})
                rules.change(db, now, person, edition, wish, reason)
            case "capacity":
                rules.change(db, now, person, edition, rules.Change(capacity={key[0]: value}), reason)
            case name:
                changed = {"filled": value} if name == "select" else {FLAGS[name]: bool(value)}
                rules.change(db, now, person, edition, rules.Change(rules=changed), reason)


def _number(db: Db, challenge: int) -> int:
    return db.get_one(Challenge, challenge).number


def _name(db: Db, team: int) -> str:
    return db.get_one(Team, team).name
