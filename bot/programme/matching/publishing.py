"""The match is published: each challenge gets its room, and everybody hears once what it means for them."""

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from typing import Any

from bot.programme import calls, rosters
from bot.programme.matching import history
from bot.programme.matching.consent import occasion
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from bot.programme.workspaces import asking, provisioning
from storage import matching, people, teams
from storage import workspaces as rooms
from storage.calls import Submission, SubmissionState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition, EditionState
from storage.matching import Challenge, ChallengeState, Pairing, PairingState
from storage.people import Person, RoleName
from storage.teams import Team, TeamKind, TeamState
from storage.workspaces import Channel, WorkspaceKind

KIND = "match.published"
WORKING = (PairingState.ACTIVE, PairingState.COMPLETED)


class Part(IntEnum):
    """To whom a message of the publication speaks; an integer, since a ledger row carries ids only."""

    OWNER = 1
    PROVIDER = 2
    UNPLACED = 3
    ADVISOR = 4
    STAFF = 5
    OWNER_AGAIN = 6


class NotReadyError(Exception):
    """The match cannot be published yet; the text says what is missing."""


def publish(
    db: Db, now: datetime, person: Person, edition: Edition, anyway: bool
) -> tuple[list[Challenge], list[Planned]]:
    """What both sides agreed to begins. `anyway`: whoever is still asked comes in when both sides agree."""
    demand(db, edition.id, person, "match.run")
    calls.demand_told(db, now, edition)
    waiting = matching.pairings(db, edition.id, PairingState.SUGGESTED, PairingState.PROPOSED)
    if waiting and not anyway:
        raise NotReadyError(f"{len(waiting)} {'pairing waits' if len(waiting) == 1 else 'pairings wait'} for an answer")
    for row in matching.pairings(db, edition.id, PairingState.AGREED):
        history.begin(db, now, row)
    published = [one for one in matching.challenges(db, edition.id) if one.state != ChallengeState.WITHDRAWN]
    for challenge in published:
        challenge.state = ChallengeState.ACTIVE
        provisioning.found(db, now, edition, challenge)
    edition.state = EditionState.INCUBATING
    return published, list(_everybody(db, now, edition, published))


def _everybody(db: Db, now: datetime, edition: Edition, published: list[Challenge]) -> Iterable[Planned]:
    for challenge in published:
        yield from _to_team(db, now, challenge.team_id, f"challenge-{challenge.id}:published", Part.OWNER)
    for row in matching.pairings(db, edition.id, *WORKING):
        yield from _to_provider(db, now, row)
    for team in unplaced(db, edition.id):
        yield from _to_team(db, now, team.id, f"team-{team.id}:unplaced", Part.UNPLACED)
    key, refs = f"edition-{edition.id}:published", {"edition": edition.id}
    for advisor in people.with_role(db, edition.id, RoleName.ADVISOR):
        yield rosters.to_person(db, edition.id, advisor.id, now, KIND, key, refs | {"part": Part.ADVISOR})
    yield from rosters.to_staff(db, edition.id, now, KIND, key, refs | {"part": Part.STAFF})


def begun(db: Db, now: datetime, row: Pairing) -> list[Planned]:
    """A pair that came in later: its provider hears what all providers heard, and the owner that it joins.

    All of them sign what they agree on.
    """
    owner = db.get_one(Challenge, row.challenge_id).team_id
    key, more = f"{occasion(row)}joined", {"pairing": row.id}
    told = [*_to_provider(db, now, row), *_to_team(db, now, owner, key, Part.OWNER_AGAIN, **more)]
    return [*told, *asking.joined(db, now, row.challenge_id)]


def _to_provider(db: Db, now: datetime, row: Pairing) -> Iterable[Planned]:
    return _to_team(db, now, row.team_id, f"{occasion(row)}published", Part.PROVIDER, pairing=row.id)


def _to_team(db: Db, now: datetime, team_id: int, key: str, part: Part, **more: int) -> Iterable[Planned]:
    refs = {"team": team_id, "part": int(part), **more}
    return rosters.to_team(db, db.get_one(Team, team_id), now, KIND, key, refs)


def unplaced(db: Db, edition_id: int) -> list[Team]:
    """Providers with whom nobody works or is asked to work."""
    placed = {row.team_id for row in matching.pairings(db, edition_id) if row.state != PairingState.ENDED}
    return [team for team in teams.active(db, edition_id, TeamKind.PROVIDER) if team.id not in placed]


# What each hears


def context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    part = Part(ref(delivery, "part"))
    facts: Context | Skip
    match part:
        case Part.ADVISOR | Part.STAFF:
            facts = _overview(db, ref(delivery, "edition"))
        case Part.UNPLACED:
            facts = _no_place(db, db.get_one(Team, ref(delivery, "team")))
        case Part.OWNER:
            facts = _owner(db, db.get_one(Team, ref(delivery, "team")))
        case _:
            facts = _joining(db, db.get_one(Pairing, ref(delivery, "pairing")))
    return facts if isinstance(facts, Skip) else {"part": part.name.lower(), **facts}


def _overview(db: Db, edition_id: int) -> Context:
    working = matching.pairings(db, edition_id, *WORKING)
    challenges = [
        {
            "number": one.number,
            "title": one.title,
            "owner": db.get_one(Team, one.team_id).name,
            "providers": [db.get_one(Team, row.team_id).name for row in working if row.challenge_id == one.id],
            "wanted": one.wanted,
        }
        for one in matching.challenges(db, edition_id)
        if one.state != ChallengeState.WITHDRAWN
    ]
    return {"challenges": challenges, "unplaced": [team.name for team in unplaced(db, edition_id)]}


def _no_place(db: Db, team: Team) -> Context | Skip:
    if any(row.state != PairingState.ENDED for row in matching.of_team(db, team.id)):
        return Skip("has a place now")
    submission = db.get(Submission, team.submission_id) if team.submission_id else None
    cohort = submission is not None and submission.state == SubmissionState.COHORT_OFFERED
    return {"team": team.name, "cohort": cohort}


def _owner(db: Db, team: Team) -> Context | Skip:
    challenge = matching.owned(db, team.id)
    if challenge is None or team.state != TeamState.ACTIVE:
        return Skip("the challenge is withdrawn")
    rows = [row for row in matching.of_challenge(db, challenge.id) if row.state in WORKING]
    return _facts(db, challenge) | {"providers": [_side(db.get_one(Team, row.team_id)) for row in rows]}


def _joining(db: Db, row: Pairing) -> Context | Skip:
    if row.state not in WORKING:
        return Skip("the pairing has ended")
    challenge = db.get_one(Challenge, row.challenge_id)
    return _facts(db, challenge) | {"providers": [_side(db.get_one(Team, row.team_id))]}


def _facts(db: Db, challenge: Challenge) -> dict[str, Any]:
    owner = db.get_one(Team, challenge.team_id)
    found = rooms.of_edition(db, challenge.edition_id, WorkspaceKind.CHALLENGE)
    channel = next((room.channel_id for room in found if room.challenge_id == challenge.id), None)
    slack = db.get_one(Channel, channel).slack_channel_id if channel else ""
    return {"title": challenge.title, "owner": _side(owner), "room": slack}


def _side(team: Team) -> dict[str, str]:
    return {"name": team.name, "country": team.country, "organisation": team.organisation}
