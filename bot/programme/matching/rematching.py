"""A place fell free: the best of those who are left is worked out and asked, with everything else as it is."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import calls, rosters, worktime
from bot.programme.matching import consent, drafts, inputs, reserve
from bot.programme.matching.inputs import Inputs, Offer
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand
from storage import matching
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge, Pairing, PairingState
from storage.people import Person
from storage.teams import Team


class NoPlaceError(Exception):
    """The challenge has all the providers that it wants."""


class GoneError(Exception):
    """The challenge is concluded, or its owner has left."""


class NobodyLeftError(Exception):
    """Nobody whom the rules allow is without a place."""


@dataclass(frozen=True)
class Vacancy:
    given: Inputs
    challenge: Challenge
    places: int
    free: list[Offer]


@dataclass(frozen=True)
class Asked:
    team: str
    country: str
    at: datetime
    pairing: int


def prepare(db: Db, now: datetime, person: Person, edition: Edition, challenge: Challenge) -> Vacancy:
    given = drafts.prepare(db, now, person, edition)
    calls.demand_told(db, now, edition)
    if given.challenge(challenge.id) is None:
        raise GoneError(challenge.number)
    places = reserve.free_places(db, challenge)
    if places == 0:
        raise NoPlaceError(challenge.number)
    return Vacancy(given, challenge, places, reserve.free_offers(db, given, challenge))


def work_out(vacancy: Vacancy) -> tuple[list[str], dict[inputs.Cell, float]]:
    """Keys of the offers to ask, best first. Slow: nothing is locked meanwhile. Raises `NobodyLeftError`."""
    from bot.programme.solvers.matching import Problem, Rule

    scores = drafts.values(drafts.score(vacancy.given))
    one = str(vacancy.challenge.id)
    values = {key: score for (challenge, key), score in scores.items() if challenge == vacancy.challenge.id}
    found = drafts.solve(
        Problem(
            wanted={one: vacancy.places},
            capacity={offer.key: 1 for offer in vacancy.free},
            scores={(one, offer.key): values.get(offer.key, 0.0) for offer in vacancy.free},
            rule=Rule.AT_MOST,
            provider_country={offer.key: offer.team.country for offer in vacancy.free},
            distinct_provider_countries=vacancy.given.rules.distinct_providers,
        )
    )
    chosen = [key for _, key in found.pairs] if drafts.is_plan(found) else []
    if not chosen:
        raise NobodyLeftError(vacancy.challenge.number)
    return sorted(chosen, key=lambda key: -values.get(key, 0.0)), scores


def ask(
    db: Db,
    now: datetime,
    person: Person,
    vacancy: Vacancy,
    found: tuple[list[str], dict[inputs.Cell, float]],
) -> tuple[list[Asked], list[Planned]]:
    """Both sides are asked, in their working hours."""
    demand(db, vacancy.given.edition.id, person, "match.run")
    drafts.keep_scores(db, vacancy.given, found[1])
    asked, said = [], []
    for key in found[0][: reserve.free_places(db, vacancy.challenge)]:
        one, planned = _ask(db, now, person, vacancy.challenge, key)
        asked.append(one)
        said += planned
    return asked, said


def ask_offer(
    db: Db, now: datetime, person: Person, edition: Edition, challenge_id: int, key: str
) -> tuple[Asked, list[Planned]]:
    """The one that the message about a free place named. Raises `NoPlaceError`, `NobodyLeftError`."""
    demand(db, edition.id, person, "match.run")
    calls.demand_told(db, now, edition)
    challenge = db.get(Challenge, challenge_id)
    if challenge is None or challenge.edition_id != edition.id:
        raise RefusedError("match.run")
    if inputs.gather(db, edition, now).challenge(challenge.id) is None:
        raise GoneError(challenge.number)
    if reserve.free_places(db, challenge) == 0:
        raise NoPlaceError(challenge.number)
    return _ask(db, now, person, challenge, key)


def _ask(db: Db, now: datetime, person: Person, challenge: Challenge, key: str) -> tuple[Asked, list[Planned]]:
    edition = db.get_one(Edition, challenge.edition_id)
    given = inputs.gather(db, edition, now)
    offer = next((one for one in reserve.free_offers(db, given, challenge) if one.key == key), None)
    if offer is None:
        raise NobodyLeftError(challenge.number)
    row = reserve.pairing_for(db, now, edition, challenge, offer)
    team = db.get_one(Team, row.team_id)
    at = worktime.next_working_instant(now, rosters.week_of(team))
    said = consent.ask(db, now, row, person, at)
    return Asked(team.name, team.country, at, row.id), said


def stop(db: Db, now: datetime, person: Person, edition: Edition, pairing_id: int) -> tuple[Pairing, Team]:
    """A facilitator takes a question back before both sides have agreed. Nobody else is asked for it."""
    row = _mine(db, person, edition, pairing_id)
    if row.state not in consent.OPEN:
        raise consent.SettledError("this proposal is settled already")
    consent.close(db, now, row, f"stopped by {person.name}", person)
    return row, db.get_one(Team, row.team_id)


def end(
    db: Db, now: datetime, person: Person, edition: Edition, challenge: Challenge, team: Team, reason: str
) -> list[Planned]:
    """A pair that does not work, or a proposal that shall not stand, ends with its history kept."""
    row = matching.pairing(db, challenge.id, team.id)
    if row is None or row.state in (PairingState.ENDED, PairingState.COMPLETED):
        raise consent.SettledError(f"{team.name} is not paired with challenge {challenge.number}")
    _mine(db, person, edition, row.id)
    return consent.end(db, now, row, reason, person)


def _mine(db: Db, person: Person, edition: Edition, pairing_id: int) -> Pairing:
    demand(db, edition.id, person, "match.run")
    row = db.get(Pairing, pairing_id)
    if row is None or db.get_one(Challenge, row.challenge_id).edition_id != edition.id:
        raise RefusedError("match.run")
    return row
