"""Matchmaking: propose with reasons, pin and exclude, ask both sides, publish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.programme import rosters, solver, workspaces
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from bot.programme.worktime import Week, overlap
from storage import matching, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition, EditionState
from storage.matching import Challenge, ChallengeState, Exclusion, Pairing, PairingState
from storage.people import Person
from storage.teams import Team, TeamKind

TEXT, THEMES, LANGUAGE, HOURS = 0.5, 0.2, 0.15, 0.15
ENOUGH_HOURS = 4


class NotReadyError(Exception):
    """The match cannot be published yet; the text says what is missing."""


@dataclass(frozen=True)
class Rated:
    score: float
    reasons: list[str]


# What speaks for a pair; nothing here changes anything


def rate(alike: float, challenge: Challenge, owner: Team, provider: Team, on: datetime) -> Rated:
    shared = sorted(set(owner.languages) & set(provider.languages))
    spoken = bool(set(_words(challenge.title)) & {word for theme in provider.themes for word in _words(theme)})
    hours = overlap(_week(owner), _week(provider), on)
    score = TEXT * alike + THEMES * spoken + LANGUAGE * bool(shared) + HOURS * min(hours / ENOUGH_HOURS, 1)
    reasons = [f"need and offer are {alike:.0%} alike in words", f"{hours:.0f} working hours in common"]
    if shared:
        reasons.insert(1, f"common languages: {', '.join(shared)}")
    return Rated(round(score, 4), reasons)


def blocker(owner: Team, provider: Team) -> str | None:
    """Why this pair is impossible."""
    if owner.country == provider.country:
        return "same country"
    if owner.languages and provider.languages and not set(owner.languages) & set(provider.languages):
        return "no common language"
    return None


def _words(text: str) -> list[str]:
    return [word for word in text.casefold().replace("-", " ").split() if len(word) > 4]


def _week(team: Team) -> Week:
    return rosters.week_of(team)


# Doing


def solve(db: Db, now: datetime, person: Person, edition: Edition) -> list[Pairing]:
    """Replace the suggestions by the best plan that keeps the pins and the rules."""
    demand(db, edition.id, person, "match.run")
    asked, offered = matching.challenges(db, edition.id), teams.active(db, edition.id, TeamKind.PROVIDER)
    owners = {challenge.id: db.get_one(Team, challenge.team_id) for challenge in asked}
    rated = _rated(asked, owners, offered, now)
    forbidden = {(row.challenge_id, row.team_id) for row in matching.exclusions(db, edition.id)}
    forbidden |= {(one.id, team.id) for one in asked for team in offered if blocker(owners[one.id], team)}
    pins = {(row.challenge_id, row.team_id) for row in matching.pairings(db, edition.id) if row.pinned}
    pairs = solver.solve(
        solver.Problem(
            wanted={challenge.id: challenge.wanted for challenge in asked},
            providers=[team.id for team in offered],
            scores={pair: found.score for pair, found in rated.items()},
            forbidden=frozenset(forbidden),
            pins=frozenset(pins),
        )
    )
    _replace(db, edition, pairs, pins, rated, now)
    return matching.pairings(db, edition.id)


def _rated(
    asked: Sequence[Challenge], owners: dict[int, Team], offered: Sequence[Team], now: datetime
) -> dict[tuple[int, int], Rated]:
    if not asked or not offered:
        return {}
    needs = [f"{one.title} {one.question} {one.context} {one.tried}" for one in asked]
    alike = solver.similarity(
        needs, [f"{team.title} {team.offer} {team.need} {' '.join(team.themes)}" for team in offered]
    )
    return {
        (one.id, team.id): rate(alike[row][column], one, owners[one.id], team, now)
        for row, one in enumerate(asked)
        for column, team in enumerate(offered)
    }


def _replace(
    db: Db,
    edition: Edition,
    pairs: list[tuple[int, int]],
    pins: set[tuple[int, int]],
    rated: dict[tuple[int, int], Rated],
    now: datetime,
) -> None:
    for row in matching.pairings(db, edition.id, PairingState.SUGGESTED):
        db.delete(row)
    db.flush()
    known = {(row.challenge_id, row.team_id) for row in matching.pairings(db, edition.id)}
    for pair in pairs:
        if pair not in known:
            found = rated[pair]
            db.add(
                Pairing(
                    challenge_id=pair[0],
                    team_id=pair[1],
                    score=found.score,
                    reasons=found.reasons,
                    pinned=pair in pins,
                    at=now,
                )
            )
    db.flush()


def pin(db: Db, now: datetime, person: Person, edition: Edition, challenge: Challenge, team: Team) -> None:
    demand(db, edition.id, person, "match.run")
    found = [row for row in matching.of_challenge(db, challenge.id) if row.team_id == team.id]
    row = found[0] if found else Pairing(challenge_id=challenge.id, team_id=team.id, reasons=["pinned"], at=now)
    row.pinned = True
    db.add(row)


def exclude(db: Db, person: Person, edition: Edition, challenge: Challenge, team: Team, reason: str) -> None:
    demand(db, edition.id, person, "match.run")
    db.add(Exclusion(challenge_id=challenge.id, team_id=team.id, reason=reason))


def propose(db: Db, now: datetime, person: Person, edition: Edition) -> list[Planned]:
    """Ask every owner and every provider for consent, in one message each."""
    demand(db, edition.id, person, "match.run")
    said = []
    for row in matching.pairings(db, edition.id, PairingState.SUGGESTED):
        row.state = PairingState.PROPOSED
        challenge = db.get_one(Challenge, row.challenge_id)
        for team_id in (challenge.team_id, row.team_id):
            said += _ask(db, now, row, team_id)
    return said


def _ask(db: Db, now: datetime, pairing: Pairing, team_id: int) -> list[Planned]:
    lead = rosters.at_work(db, teams.members(db, team_id), now)
    refs = {"pairing": pairing.id, "team": team_id}
    occasion = f"pairing-{pairing.id}:proposed:team-{team_id}"
    return [Planned("match.proposed", occasion, now, lead.id, team_id=team_id, refs=refs, one_of=True)] if lead else []


def proposed_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    pairing, team = db.get_one(Pairing, ref(delivery, "pairing")), db.get_one(Team, ref(delivery, "team"))
    if pairing.state not in {PairingState.PROPOSED, PairingState.AGREED}:
        return Skip("the proposal was changed")
    challenge = db.get_one(Challenge, pairing.challenge_id)
    other = db.get_one(Team, pairing.team_id if team.id == challenge.team_id else challenge.team_id)
    facts = {"team": team.name, "other": other.name, "country": other.country, "organisation": other.organisation}
    return facts | {"title": challenge.title, "reasons": pairing.reasons, "ref": f"{pairing.id}.{team.id}"}


def answer(db: Db, person: Person, pairing_id: int, team_id: int, agrees: bool) -> Pairing:
    """One side's answer; both sides' yes makes it agreed, one no ends it."""
    pairing, team = db.get_one(Pairing, pairing_id), db.get_one(Team, team_id)
    demand(db, team.edition_id, person, "team.sign", team)
    owner = db.get_one(Challenge, pairing.challenge_id).team_id
    if team.id not in {owner, pairing.team_id}:
        raise NotReadyError("this team is not part of the pairing")
    if team.id == owner:
        pairing.owner_agreed = agrees
    else:
        pairing.provider_agreed = agrees
    if not agrees:
        pairing.state = PairingState.ENDED
    elif pairing.owner_agreed and pairing.provider_agreed:
        pairing.state = PairingState.AGREED
    return pairing


def publish(db: Db, now: datetime, person: Person, edition: Edition, anyway: bool) -> list[Challenge]:
    """Every challenge gets its workspace; the edition incubates from now on."""
    demand(db, edition.id, person, "match.run")
    waiting = matching.pairings(db, edition.id, PairingState.SUGGESTED, PairingState.PROPOSED)
    if waiting and not anyway:
        raise NotReadyError(f"{len(waiting)} pairings wait for an answer")
    for row in [*waiting, *matching.pairings(db, edition.id, PairingState.AGREED)]:
        row.state = PairingState.ACTIVE
    published = matching.challenges(db, edition.id)
    for challenge in published:
        challenge.state = ChallengeState.ACTIVE
        workspaces.found(db, now, edition, challenge)
    edition.state = EditionState.INCUBATING
    return published


def explain(db: Db, person: Person, edition: Edition) -> list[dict[str, Any]]:
    """Every pair with its reasons."""
    demand(db, edition.id, person, "match.run")
    return [
        {
            "number": (challenge := db.get_one(Challenge, row.challenge_id)).number,
            "title": challenge.title,
            "team": (team := db.get_one(Team, row.team_id)).name,
            "country": team.country,
            "score": row.score,
            "state": str(row.state),
            "reasons": row.reasons,
        }
        for row in matching.pairings(db, edition.id)
        if row.state != PairingState.ENDED
    ]
