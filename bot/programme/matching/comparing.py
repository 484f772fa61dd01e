"""Two drafts side by side: who moves, and what it costs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.programme.matching import drafts
from bot.programme.permissions import demand
from storage import matching
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge, MatchDraft
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True)
class Side:
    number: int
    pairs: int
    total: float
    worst: float
    stale: bool
    infeasible: str


@dataclass(frozen=True)
class Move:
    """A challenge whose providers differ: who leaves, who comes, and the difference of its sum of scores."""

    number: int
    title: str
    leaves: list[str]
    comes: list[str]
    gains: float


@dataclass(frozen=True)
class Comparison:
    one: Side
    other: Side
    moves: list[Move]
    rules: list[str]
    """Rules in which they differ, in words."""


def compare(db: Db, now: datetime, person: Person, edition: Edition, first: int, second: int) -> Comparison:
    demand(db, edition.id, person, "match.run")
    one, other = drafts.numbered(db, edition, first), drafts.numbered(db, edition, second)
    before, after = _by_challenge(one), _by_challenge(other)
    moves = [
        _move(db, db.get_one(Challenge, challenge), before.get(challenge, {}), after.get(challenge, {}))
        for challenge in sorted({*before, *after})
        if before.get(challenge, {}).keys() != after.get(challenge, {}).keys()
    ]
    sides = (_side(db, now, edition, draft) for draft in (one, other))
    return Comparison(*sides, sorted(moves, key=lambda move: move.number), _differences(one, other))


def _side(db: Db, now: datetime, edition: Edition, draft: MatchDraft) -> Side:
    why = draft.infeasible.get("why", "")
    stale = drafts.stale(db, now, edition, draft)
    return Side(draft.number, len(draft.pairs), draft.total, draft.worst, stale, why)


def _by_challenge(draft: MatchDraft) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {}
    for pair in draft.pairs:
        found.setdefault(pair["challenge"], {})[pair["team"]] = pair["score"]
    return found


def _move(db: Db, challenge: Challenge, before: dict[int, float], after: dict[int, float]) -> Move:
    names = {team: db.get_one(Team, team).name for team in {*before, *after}}
    return Move(
        number=challenge.number,
        title=challenge.title,
        leaves=[names[team] for team in before if team not in after],
        comes=[names[team] for team in after if team not in before],
        gains=round(sum(after.values()) - sum(before.values()), drafts.DIGITS),
    )


def _differences(one: MatchDraft, other: MatchDraft) -> list[str]:
    return [name for name in sorted({*one.rules, *other.rules}) if one.rules.get(name) != other.rules.get(name)]


def numbers(db: Db, person: Person, edition: Edition) -> list[dict[str, Any]]:
    """Every draft in one line each, oldest first."""
    demand(db, edition.id, person, "match.run")
    now_used = matching.rules(db, edition.id).draft
    return [
        {
            "number": row.number,
            "pairs": len(row.pairs),
            "total": row.total,
            "worst": row.worst,
            "at": row.at,
            "used": row.number == now_used,
            "why": row.infeasible.get("why", ""),
            "protects": row.protects_of,
        }
        for row in matching.drafts(db, edition.id)
    ]
