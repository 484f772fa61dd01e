"""What plans must keep to: rules, places, pins and exclusions. Every change has somebody who made it, and a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.programme.permissions import RefusedError, demand
from storage import matching
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge, Exclusion, Filling, MatchRules, Pin, RuleChange
from storage.people import Person
from storage.teams import Team, TeamKind


class ContradictionError(Exception):
    """A pair would be pinned and excluded; the text says what to take back first."""


@dataclass(frozen=True)
class Change:
    """New rules, and places by challenge number. What is not named stays."""

    rules: Mapping[str, Any] = field(default_factory=dict)
    wanted: Mapping[int, int] = field(default_factory=dict)
    capacity: Mapping[int, int] = field(default_factory=dict)
    """By team id."""


def pair(db: Db, edition: Edition, challenge_id: int, team_id: int) -> tuple[Challenge, Team]:
    """The pair's two rows. Ids of another edition, or of no such rows, are refused."""
    challenge, team = db.get(Challenge, challenge_id), db.get(Team, team_id)
    if challenge is None or team is None or {challenge.edition_id, team.edition_id} != {edition.id}:
        raise RefusedError("match.run")
    if team.kind != TeamKind.PROVIDER:
        raise RefusedError("match.run")
    return challenge, team


def pin(db: Db, now: datetime, person: Person, edition: Edition, challenge: Challenge, team: Team) -> None:
    demand(db, edition.id, person, "match.run")
    if matching.exclusion(db, challenge.id, team.id):
        raise ContradictionError(f"{team.name} is excluded from challenge {challenge.number}")
    if matching.pin(db, challenge.id, team.id) is None:
        db.add(Pin(challenge_id=challenge.id, team_id=team.id, person_id=person.id, at=now))
        log(db, now, person, edition, f"{team.name} is pinned to challenge {challenge.number}", "pinned by hand")


def exclude(
    db: Db, now: datetime, person: Person, edition: Edition, challenge: Challenge, team: Team, reason: str
) -> None:
    demand(db, edition.id, person, "match.run")
    if matching.pin(db, challenge.id, team.id):
        raise ContradictionError(f"{team.name} is pinned to challenge {challenge.number}")
    row = matching.exclusion(db, challenge.id, team.id)
    row = row or Exclusion(challenge_id=challenge.id, team_id=team.id, reason=reason)
    row.reason = reason
    db.add(row)
    log(db, now, person, edition, f"{team.name} is kept away from challenge {challenge.number}", reason)


def release(db: Db, now: datetime, person: Person, edition: Edition, challenge: Challenge, team: Team) -> bool:
    """Take back a pin or an exclusion; whether there was one."""
    demand(db, edition.id, person, "match.run")
    rows = [matching.pin(db, challenge.id, team.id), matching.exclusion(db, challenge.id, team.id)]
    for row in rows:
        if row:
            db.delete(row)
            what = "pin" if isinstance(row, Pin) else "exclusion"
            log(
                db,
                now,
                person,
                edition,
                f"the {what} of {team.name} and challenge {challenge.number} is off",
                "by hand",
            )
    return any(rows)


def current(db: Db, person: Person, edition: Edition) -> dict[str, Any]:
    """For the form: the rules, with places by challenge number and capacities by team name where they are not one."""
    demand(db, edition.id, person, "match.run")
    rules = matching.rules(db, edition.id)
    named = {key: db.get(Team, int(key)) for key in rules.capacity}
    return rules.model_dump() | {
        "wanted": {row.number: row.wanted for row in matching.challenges(db, edition.id)},
        "capacity": {team.name: rules.capacity[key] for key, team in named.items() if team},
        "asynchronous": [team.name for number in rules.asynchronous if (team := db.get(Team, number))],
    }


def change(db: Db, now: datetime, person: Person, edition: Edition, wish: Change, reason: str) -> list[str]:
    """What was changed, in words; nothing where everything stood so already."""
    demand(db, edition.id, person, "match.run")
    rules = db.get(MatchRules, edition.id) or MatchRules(edition_id=edition.id)
    words = [*_set_rules(rules, wish.rules), *_set_places(db, edition, wish.wanted)]
    words += _set_capacity(db, rules, wish.capacity)
    db.add(rules)
    db.flush()
    for one in words:
        log(db, now, person, edition, one, reason)
    return words


def _set_rules(rules: MatchRules, wish: Mapping[str, Any]) -> list[str]:
    words = []
    for name, value in wish.items():
        before = getattr(rules, name)
        if before != value:
            setattr(rules, name, Filling(value) if name == "filling" else value)
            words.append(f"{NAMES[name]}: {_said(before)} → {_said(value)}")
    return words


def _set_places(db: Db, edition: Edition, wish: Mapping[int, int]) -> list[str]:
    words = []
    for number, wanted in wish.items():
        challenge = matching.numbered(db, edition.id, number)
        if challenge and challenge.wanted != wanted:
            words.append(f"places of challenge {number}: {challenge.wanted} → {wanted}")
            challenge.wanted = wanted
    return words


def _set_capacity(db: Db, rules: MatchRules, wish: Mapping[int, int]) -> list[str]:
    words = []
    for team_id, most in wish.items():
        before, team = rules.capacity.get(str(team_id), 1), db.get_one(Team, team_id)
        if before != most:
            words.append(f"challenges that {team.name} can take: {before} → {most}")
            rules.capacity = {**rules.capacity, str(team_id): most}
    return words


def _said(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case None | []:
            return "none"
        case list():
            return f"{len(value)} teams"
    return str(value).replace("_", " ")


NAMES = {
    "filling": "how places are filled",
    "filled": "how many challenges are filled",
    "distinct_providers": "providers of one challenge from different countries",
    "distinct_challenges": "filled challenges from different countries",
    "cross_border": "owner and provider from different countries",
    "shared_language": "a common working language",
    "least_hours": "least working hours in common",
    "asynchronous": "teams that work without common hours",
    "answer_days": "working days to answer",
}


def log(db: Db, now: datetime, person: Person, edition: Edition, what: str, reason: str) -> None:
    db.add(RuleChange(edition_id=edition.id, what=what, reason=reason, person_id=person.id, at=now))
    db.flush()
