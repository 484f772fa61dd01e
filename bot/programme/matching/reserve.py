"""The reserve: whom to ask when a place falls free, and how a submission on the reserve becomes a team."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.programme import rosters, teams, worktime
from bot.programme.matching import inputs
from bot.programme.matching.inputs import Inputs, Offer
from bot.programme.permissions import demand
from storage import matching
from storage.calls import Decision, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge, Pairing, PairingState, PairScore, Reserve
from storage.people import Person
from storage.teams import Team, TeamKind, TeamState

WAIT = timedelta(hours=4)
"""How long the facilitators have to stop the next question."""


class NotOnReserveError(Exception):
    """Names whom the reserve does not have."""


def rank(db: Db, now: datetime, person: Person, edition: Edition, challenge: Challenge, names: Sequence[str]) -> None:
    """In this order, in place of the ranking before. No names take it back."""
    demand(db, edition.id, person, "match.run")
    given = inputs.gather(db, edition, now)
    by_name = {one.team.name.casefold(): one for one in [*given.offers, *given.reserve]}
    if missing := [name for name in names if name.casefold() not in by_name]:
        raise NotOnReserveError(", ".join(missing))
    for row in matching.reserves(db, challenge.id):
        db.delete(row)
    db.flush()
    for position, name in enumerate(names):
        offer = by_name[name.casefold()]
        row = Reserve(challenge_id=challenge.id, position=position)
        row.submission_id = offer.submission.id if offer in given.reserve and offer.submission else None
        row.team_id = None if row.submission_id else offer.team.id
        db.add(row)
    db.flush()


def ranked(db: Db, given: Inputs, challenge: Challenge) -> Offer | None:
    """The first of the ranking that is still free for this challenge."""
    for row in matching.reserves(db, challenge.id):
        key = f"s{row.submission_id}" if row.submission_id else str(row.team_id)
        offer = given.offer(key)
        if offer and not _taken(db, given, offer) and not inputs.impossible(given, challenge, offer):
            return offer
    return None


def best(db: Db, given: Inputs, challenge: Challenge) -> Offer | None:
    """With everything else as it is: the free offer with the highest score, of those that did not fall through."""
    known = _scores(db, challenge)
    free = [one for one in free_offers(db, given, challenge) if (challenge.id, one.key) not in given.ended]
    return max(free, key=lambda one: known[one.key].score if one.key in known else 0.0, default=None)


def _scores(db: Db, challenge: Challenge) -> dict[str, PairScore]:
    """As they were reckoned last, by offer."""
    rows = matching.scores(db, challenge.edition_id)
    return {row.offer: row for row in rows if row.challenge_id == challenge.id}


def free_offers(db: Db, given: Inputs, challenge: Challenge) -> list[Offer]:
    """Teams with a place to spare, then submissions on the reserve; nobody of whom a rule says no."""
    known = _countries(db, challenge) if given.rules.distinct_providers else set()
    return [
        one
        for one in [*given.offers, *given.reserve]
        if not _taken(db, given, one)
        and inputs.impossible(given, challenge, one) is None
        and one.team.country not in known
        and (challenge.id, one.key) not in given.fixed
    ]


def _taken(db: Db, given: Inputs, offer: Offer) -> bool:
    if offer in given.reserve:
        return False
    live = [row for row in matching.of_team(db, offer.team.id) if row.state != PairingState.ENDED]
    return len(live) >= given.rules.capacity.get(offer.key, 1)


def _countries(db: Db, challenge: Challenge) -> set[str]:
    return {db.get_one(Team, row.team_id).country for row in _live(db, challenge)} - {""}


def _live(db: Db, challenge: Challenge) -> list[Pairing]:
    return [row for row in matching.of_challenge(db, challenge.id) if row.state != PairingState.ENDED]


def free_places(db: Db, challenge: Challenge) -> int:
    return max(0, challenge.wanted - len(_live(db, challenge)))


def ask_at(now: datetime, team: Team) -> datetime:
    """In their working hours, and late enough for the facilitators to stop it."""
    return worktime.next_working_instant(now + WAIT, rosters.week_of(team))


def pairing_for(db: Db, now: datetime, edition: Edition, challenge: Challenge, offer: Offer) -> Pairing:
    """The row of the pair, its team made where it comes from the reserve."""
    team = offer.team
    if offer.submission and offer.key.startswith("s"):
        team = teams.from_submission(db, now, edition, offer.submission, TeamKind.PROVIDER)
    row = matching.pairing(db, challenge.id, team.id) or Pairing(challenge_id=challenge.id, team_id=team.id, at=now)
    if scored := _scores(db, challenge).get(offer.key):
        row.score, row.reasons, row.weakest = scored.score, [], ""
    db.add(row)
    db.flush()
    return row


def taken(db: Db, now: datetime, row: Pairing) -> None:
    """A team from the reserve has a place now: its submission is selected, with the reason on record."""
    submission = _submission(db, row)
    if submission and submission.state == SubmissionState.RESERVE:
        number = db.get_one(Challenge, row.challenge_id).number
        submission.state = SubmissionState.SELECTED
        reason = f"took a free place in challenge {number}"
        db.add(Decision(submission_id=submission.id, outcome=SubmissionState.SELECTED, reason=reason, at=now))
        db.flush()


def given_back(db: Db, _now: datetime, row: Pairing) -> None:
    """A team that was made from the reserve and got no place is asked nothing more."""
    submission = _submission(db, row)
    others = [one for one in matching.of_team(db, row.team_id) if one.state != PairingState.ENDED]
    if submission and submission.state == SubmissionState.RESERVE and not others:
        db.get_one(Team, row.team_id).state = TeamState.WITHDRAWN
        db.flush()


def _submission(db: Db, row: Pairing) -> Submission | None:
    team = db.get_one(Team, row.team_id)
    return db.get(Submission, team.submission_id) if team.submission_id else None
