"""What a plan is made from: challenges, offers, rules, what is fixed, and which pairs are impossible and why."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bot.programme import teams, worktime
from bot.programme.solvers.scoring import Profile
from storage import calls, matching
from storage import teams as team_tables
from storage.calls import CallKind, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge, ChallengeState, MatchRules, PairingState
from storage.teams import Team, TeamKind, TeamState

if TYPE_CHECKING:
    from bot.programme.solvers.matching import Problem

GONE = (ChallengeState.CONCLUDED, ChallengeState.WITHDRAWN)
FIXED = (PairingState.PROPOSED, PairingState.AGREED, PairingState.ACTIVE, PairingState.COMPLETED)
Cell = tuple[int, str]
"""A challenge's id, and an offer's key."""


@dataclass(frozen=True)
class Offer:
    """A provider's team, or a submission on the reserve that would become one."""

    key: str
    team: Team
    submission: Submission | None = None
    """What the team handed in, where there is such a thing."""


@dataclass(frozen=True)
class Inputs:
    """`reserve` are offers that no plan uses; they are asked when a place falls free."""

    edition: Edition
    rules: MatchRules
    challenges: list[Challenge]
    owners: dict[int, Team]
    learn: dict[int, str]
    """What each owner would like to learn."""
    offers: list[Offer]
    reserve: list[Offer]
    pins: frozenset[Cell]
    exclusions: dict[Cell, str]
    fixed: frozenset[Cell]
    """Pairs that were asked already, or work together."""
    ended: frozenset[Cell]
    on: date
    """The day for which hours in common are counted."""

    def offer(self, key: str) -> Offer | None:
        return next((one for one in [*self.offers, *self.reserve] if one.key == key), None)

    def challenge(self, challenge_id: int) -> Challenge | None:
        return next((one for one in self.challenges if one.id == challenge_id), None)


def gather(db: Db, edition: Edition, now: datetime) -> Inputs:
    asked = [one for one in matching.challenges(db, edition.id) if one.state not in GONE]
    owners = {one.id: db.get_one(Team, one.team_id) for one in asked}
    asked = [one for one in asked if owners[one.id].state == TeamState.ACTIVE]
    pairings = matching.pairings(db, edition.id)
    return Inputs(
        edition=edition,
        rules=matching.rules(db, edition.id),
        challenges=asked,
        owners=owners,
        learn={number: _said(_submission(db, owner), "learn") for number, owner in owners.items()},
        offers=[_offer(db, team) for team in team_tables.active(db, edition.id, TeamKind.PROVIDER)],
        reserve=list(_reserve(db, edition)),
        pins=frozenset((row.challenge_id, str(row.team_id)) for row in matching.pins(db, edition.id)),
        exclusions={(row.challenge_id, str(row.team_id)): row.reason for row in matching.exclusions(db, edition.id)},
        fixed=frozenset((row.challenge_id, str(row.team_id)) for row in pairings if row.state in FIXED),
        ended=frozenset((row.challenge_id, str(row.team_id)) for row in pairings if row.state == PairingState.ENDED),
        on=edition.starts_on or worktime.local_day(now, edition.zone),
    )


def _offer(db: Db, team: Team) -> Offer:
    return Offer(str(team.id), team, _submission(db, team))


def _submission(db: Db, team: Team) -> Submission | None:
    return db.get(Submission, team.submission_id) if team.submission_id else None


def _said(submission: Submission | None, *keys: str) -> str:
    """What a submission says to these questions, one answer a line."""
    answers = submission.answers if submission else {}
    found = [answers.get(key) for key in keys]
    return "\n".join("; ".join(map(str, one)) if isinstance(one, list) else str(one) for one in found if one)


def _reserve(db: Db, edition: Edition) -> Iterable[Offer]:
    call = calls.of_kind(db, edition.id, CallKind.SOLUTION)
    for row in calls.submissions(db, call.id, SubmissionState.RESERVE) if call else ():
        known = team_tables.namesake(db, edition.id, row.team, TeamKind.PROVIDER)
        if known is None and team_tables.of_submission(db, row.id) is None:
            team = Team(edition_id=edition.id, kind=TeamKind.PROVIDER, **teams.facts_of(row))
            yield Offer(f"s{row.id}", team, row)


# Impossible pairs


def impossible(inputs: Inputs, challenge: Challenge, offer: Offer) -> str | None:
    """Why this pair cannot be, whatever its score."""
    cell, owner, rules = (challenge.id, offer.key), inputs.owners[challenge.id], inputs.rules
    if cell in inputs.exclusions:
        return f"excluded because {inputs.exclusions[cell]}"
    if cell in inputs.fixed:
        return None
    if cell in inputs.ended and cell not in inputs.pins:
        return "asked before, and it ended"
    if rules.cross_border and owner.country and owner.country == offer.team.country:
        return "same country"
    if rules.shared_language and owner.languages and offer.team.languages and not shared(owner, offer.team):
        return "no common working language"
    return _too_few_hours(inputs, owner, offer.team)


def shared(owner: Team, provider: Team) -> list[str]:
    return sorted(set(owner.languages) & set(provider.languages))


def hours(inputs: Inputs, owner: Team, provider: Team) -> float:
    return worktime.hours_in_common(owner.zone, provider.zone, inputs.on)


def _too_few_hours(inputs: Inputs, owner: Team, provider: Team) -> str | None:
    if inputs.rules.least_hours == 0 or {owner.id, provider.id} <= set(inputs.rules.asynchronous):
        return None
    common = hours(inputs, owner, provider)
    return f"{common:g} working hours in common" if common < inputs.rules.least_hours else None


def all_impossible(inputs: Inputs, offers: list[Offer]) -> dict[Cell, str]:
    pairs = ((one, offer) for one in inputs.challenges for offer in offers)
    return {(one.id, offer.key): why for one, offer in pairs if (why := impossible(inputs, one, offer))}


# For the solvers


def problem(inputs: Inputs, scores: Mapping[Cell, float]) -> "Problem":
    from bot.programme.solvers.matching import Problem, Rule

    rules, pins = inputs.rules, _pairs(inputs.pins | inputs.fixed)
    return Problem(
        wanted={str(one.id): wanted(inputs, one) for one in inputs.challenges},
        capacity={offer.key: capacity(inputs, offer) for offer in inputs.offers},
        scores={(str(challenge), key): score for (challenge, key), score in scores.items()},
        impossible={
            (str(challenge), key): why for (challenge, key), why in all_impossible(inputs, inputs.offers).items()
        },
        pins=frozenset(pins),
        rule=Rule(str(rules.filling)),
        select=rules.filled if rules.filling == "all_or_nothing" else None,
        challenge_country={str(one.id): inputs.owners[one.id].country for one in inputs.challenges},
        provider_country={offer.key: offer.team.country for offer in inputs.offers},
        distinct_provider_countries=rules.distinct_providers,
        distinct_challenge_countries=rules.distinct_challenges,
    )


def wanted(inputs: Inputs, challenge: Challenge) -> int:
    return max(challenge.wanted, sum(one == challenge.id for one, _ in inputs.fixed))


def capacity(inputs: Inputs, offer: Offer) -> int:
    """Also enough for what is fixed already."""
    return max(inputs.rules.capacity.get(offer.key, 1), sum(key == offer.key for _, key in inputs.fixed))


def _pairs(cells: Iterable[Cell]) -> set[tuple[str, str]]:
    return {(str(challenge), key) for challenge, key in cells}


def pinned(inputs: Inputs, *cells: Cell) -> Inputs:
    return replace(inputs, pins=inputs.pins | set(cells))


def needs(inputs: Inputs) -> list[Profile]:
    return [
        _profile(
            str(one.id), inputs.owners[one.id], one.title, [one.question, one.context, inputs.learn[one.id]], one.tried
        )
        for one in inputs.challenges
    ]


def offers(inputs: Inputs) -> list[Profile]:
    return [_offered(one) for one in [*inputs.offers, *inputs.reserve]]


def _offered(offer: Offer) -> Profile:
    said = _said(offer.submission, "done", "not_worked")
    return _profile(
        offer.key, offer.team, offer.team.title, [said, offer.team.offer], _said(offer.submission, "results")
    )


def _profile(key: str, team: Team, title: str, texts: list[str], tried: str) -> Profile:
    return Profile(
        id=key,
        title=title,
        text="\n".join(text for text in texts if text),
        tried=tried,
        themes=tuple(team.themes),
        languages=tuple(team.languages),
        country=team.country,
        time_zone=team.zone,
        level=team.level,
    )


# Fingerprints: the same inputs, the same mark


def texts_mark(inputs: Inputs) -> str:
    return _mark([repr(profile) for profile in [*needs(inputs), *offers(inputs)]], str(inputs.on))


def mark(inputs: Inputs) -> str:
    """Of everything that decides about the best plan; asking for consent to it changes nothing."""
    given = {name: value for name, value in inputs.rules.model_dump().items() if name not in {"draft", "answer_days"}}
    cells = [sorted(inputs.pins), sorted(inputs.exclusions), sorted(inputs.ended)]
    places = [(one.id, one.wanted) for one in inputs.challenges]
    return _mark(texts_mark(inputs), given, cells, places)


def _mark(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()[:24]
