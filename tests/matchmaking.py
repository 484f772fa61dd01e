"""A small edition that waits to be matched, the keyboard of its facilitator, and what tests ask of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest

from bot.programme import people
from bot.sandbox.keyboard import Keyboard
from bot.sandbox.state import Message
from storage import calls, matching, teams
from storage.calls import Call, CallKind, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition, EditionState
from storage.matching import Challenge, MatchDraft, PairingState
from storage.people import Role, RoleName
from storage.teams import MemberRole, Membership, Team, TeamKind
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TELAR, Cast
from tests.house import House

T = TypeVar("T")
OWNERS = (
    (IPE, "Waiting lists that people can see", "How can we make the list for specialist care fair and visible?"),
    (SETU, "A school place near home", "How can parents apply for a school place without queueing at dawn?"),
)
PROVIDERS = (
    (FJORD, "A public queue", "We made the waiting list of hospitals visible to every patient."),
    (MAPLE, "One form for schools", "Parents apply for school places in one form, on a phone, in eleven languages."),
    (
        TELAR,
        "Care in the valleys",
        "A mobile team brings specialist care to valleys and explains the list.",
    ),
    (
        KOTARE,
        "Schools on the islands",
        "School places on small islands are given by a lottery that parents trust.",
    ),
)


@dataclass(frozen=True)
class Stand:
    """An edition with two challenges and four providers, and the keyboard of its facilitator."""

    house: House
    fay: Keyboard

    def says(self, words: str) -> str:
        return self.fay.command(f"/sweetspot match {words}").text

    def press(self, what: str) -> str:
        return self.fay.press(what).text

    def read(self, work: Callable[[Db], T]) -> T:
        return self.house.read(work)

    def draft(self, number: int) -> MatchDraft:
        found = self.read(lambda db: matching.draft(db, 1, number))
        assert found
        return found

    def pairs(self, *states: PairingState) -> set[tuple[int, str]]:
        """Number of the challenge and name of the team."""

        def find(db: Db) -> set[tuple[int, str]]:
            rows = [(row.challenge_id, row.team_id) for row in matching.pairings(db, 1, *states)]
            return {(db.get_one(Challenge, one).number, db.get_one(Team, team).name) for one, team in rows}

        return self.read(find)

    def plan(self) -> Message:
        """The newest one that the facilitator sees."""
        return next(message for message in reversed(self.fay.dm()) if message.text.startswith("*Draft"))


def add_team(db: Db, edition: Edition, cast: Cast, kind: TeamKind, title: str, offer: str, now: datetime) -> Team:
    facts = {"country": cast.country, "zone": cast.zone, "languages": ["en"], "title": title, "offer": offer}
    team = Team(edition_id=edition.id, kind=kind, name=cast.name, organisation=cast.name, created_at=now, **facts)
    db.add(team)
    db.flush()
    for actor, role in ((cast.lead, MemberRole.LEAD), (cast.deputy, MemberRole.DEPUTY)):
        person = people.add(db, actor.name, actor.email, now=now, zone=actor.zone)
        db.add(Membership(team_id=team.id, person_id=person.id, role=role))
    return team


def furnish(db: Db, now: datetime, installation: int, wanted: int = 1, name: str = "Second edition") -> Edition:
    edition = Edition(name=name, state=EditionState.MATCHING, created_at=now, installation_id=installation)
    db.add(edition)
    db.flush()
    db.add_all(Call(edition_id=edition.id, kind=kind) for kind in CallKind)
    fay = people.add(db, FAY.name, FAY.email, now=now, zone=FAY.zone)
    db.add(Role(edition_id=edition.id, person_id=fay.id, name=RoleName.FACILITATOR))
    for number, (cast, title, question) in enumerate(OWNERS, 1):
        team = add_team(db, edition, cast, TeamKind.OWNER, title, "", now)
        facts = {"title": title, "question": question, "wanted": wanted}
        db.add(Challenge(edition_id=edition.id, team_id=team.id, number=number, **facts))
    for cast, title, offer in PROVIDERS:
        add_team(db, edition, cast, TeamKind.PROVIDER, title, offer, now)
    rules = matching.MatchRules(edition_id=edition.id, least_hours=0)
    db.add(rules)
    db.flush()
    return edition


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """Two challenges that want one provider each, and four providers."""
    house = House(tmp_path, with_cast=False)
    installation = house.bot.installations.here()
    house.bot.writer.commit(lambda db, now: furnish(db, now, installation.id).id)
    yield Stand(house, house.person(FAY))
    house.close()


def team(db: Db, name: str) -> Team:
    found = teams.by_name(db, 1, name)
    assert found
    return found


def submission(db: Db, cast: Cast, title: str, now: datetime) -> int:
    """Somebody on the reserve of the solution call."""
    call = calls.of_kind(db, 1, CallKind.SOLUTION)
    assert call
    row = Submission(
        call_id=call.id,
        response_id="90",
        row=2,
        state=SubmissionState.RESERVE,
        team=cast.name,
        country="FI",
        title=title,
        submitted_at=now,
        answers={"contact": cast.lead.name, "email": cast.lead.email, "zone": "Europe/Helsinki", "languages": ["en"]}
        | {"done": "A waiting list for care that every patient can see"},
    )
    db.add(row)
    db.flush()
    return row.id
