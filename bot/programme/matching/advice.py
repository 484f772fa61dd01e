"""Advisors comment on proposed pairs, after they have declared their conflicts. They do not decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.programme import calls, rosters
from bot.programme.matching import drafts
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand
from storage import matching, people
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.matching import Challenge, MatchComment, PairingState, Standing
from storage.people import Person, RoleName
from storage.teams import Team

COMMENTED = (PairingState.SUGGESTED, PairingState.PROPOSED, PairingState.AGREED)


@dataclass(frozen=True)
class Pair:
    challenge: int
    number: int
    title: str
    owner: str
    team_id: int
    team: str


@dataclass(frozen=True)
class Comment:
    number: int
    team: str
    by: str
    text: str


def ask(db: Db, now: datetime, person: Person, edition: Edition) -> list[Planned]:
    """Every advisor is asked once for each draft that is suggested."""
    demand(db, edition.id, person, "match.run")
    calls.demand_told(db, now, edition)
    draft = drafts.current(db, edition)
    if draft is None:
        raise drafts.NoDraftError("there is no draft yet")
    return list(_asked(db, now, edition, draft.id))


def _asked(db: Db, now: datetime, edition: Edition, draft_id: int) -> Iterable[Planned]:
    for advisor in people.with_role(db, edition.id, RoleName.ADVISOR):
        key, refs = f"draft-{draft_id}:advice", {"edition": edition.id}
        yield rosters.to_person(db, edition.id, advisor.id, now, "match.advice", key, refs)


def context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    edition = db.get_one(Edition, ref(delivery, "edition"))
    count = len(matching.pairings(db, edition.id, *COMMENTED))
    return {"edition": edition.name, "count": count} if count else Skip("no pair is proposed any more")


def teams_of(db: Db, now: datetime, person: Person, edition: Edition) -> list[tuple[int, str]]:
    """Every team of a proposed pair, by name: what somebody may have a conflict with."""
    demand(db, edition.id, person, "match.comment")
    calls.demand_told(db, now, edition)
    found: dict[int, str] = {}
    for row in matching.pairings(db, edition.id, *COMMENTED):
        for team_id in (db.get_one(Challenge, row.challenge_id).team_id, row.team_id):
            found[team_id] = db.get_one(Team, team_id).name
    return sorted(found.items(), key=lambda item: item[1].casefold())


def declare(db: Db, now: datetime, person: Person, edition: Edition, conflicts: set[int]) -> list[Pair]:
    """The pairs that remain to be commented on: none in which a team stands with which there is a conflict."""
    known = {team for team, _ in teams_of(db, now, person, edition)}
    row = matching.standing(db, edition.id, person.id)
    row = row or Standing(edition_id=edition.id, person_id=person.id, at=now)
    row.conflicts, row.at = sorted(conflicts & known), now
    db.add(row)
    db.flush()
    return pairs(db, now, person, edition)


def declared(db: Db, person: Person, edition: Edition) -> list[int]:
    row = matching.standing(db, edition.id, person.id)
    return row.conflicts if row else []


def pairs(db: Db, now: datetime, person: Person, edition: Edition) -> list[Pair]:
    """Nothing before the declaration."""
    demand(db, edition.id, person, "match.comment")
    calls.demand_told(db, now, edition)
    standing = matching.standing(db, edition.id, person.id)
    if standing is None:
        raise RefusedError("match.comment")
    found = []
    for row in matching.pairings(db, edition.id, *COMMENTED):
        challenge = db.get_one(Challenge, row.challenge_id)
        if not {challenge.team_id, row.team_id} & set(standing.conflicts):
            owner, team = db.get_one(Team, challenge.team_id), db.get_one(Team, row.team_id)
            found.append(Pair(challenge.id, challenge.number, challenge.title, owner.name, team.id, team.name))
    return found


def comment(db: Db, now: datetime, person: Person, edition: Edition, cell: tuple[int, int], text: str) -> None:
    """`cell` is challenge and team: one of the pairs that this person may see."""
    if cell not in {(one.challenge, one.team_id) for one in pairs(db, now, person, edition)}:
        raise RefusedError("match.comment")
    db.add(MatchComment(challenge_id=cell[0], team_id=cell[1], person_id=person.id, text=text, at=now))


def comments(db: Db, person: Person, edition: Edition) -> list[Comment]:
    """For the facilitators."""
    demand(db, edition.id, person, "match.run")
    return [
        Comment(
            db.get_one(Challenge, row.challenge_id).number,
            db.get_one(Team, row.team_id).name,
            db.get_one(Person, row.person_id).name,
            row.text,
        )
        for row in matching.comments(db, edition.id)
    ]
