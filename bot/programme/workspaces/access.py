"""Who can come in and how, who has accepted the rules, and whom a first message has reached: who lacks what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.programme.permissions import demand
from bot.programme.workspaces import belonging, provisioning
from bot.programme.workspaces.belonging import Member
from storage import deliveries, people, teams, workspaces
from storage.db import Db
from storage.editions import Edition
from storage.people import AccessPath, Person
from storage.teams import Team
from storage.workspaces import RulesAcceptance, Seat, Workspace, WorkspaceKind, WorkspaceState


class Lack(StrEnum):
    SLACK = "slack"
    """By e-mail only, and no invitation has gone out."""
    INVITED = "invited"
    """Invited by Slack Connect, and not there yet."""
    REFUSED = "refused"
    LEFT = "left"
    ADDRESS = "address"
    MESSAGE = "message"
    RULES = "rules"


@dataclass
class Standing:
    """One person: in which teams and rooms, how they come in, and what they lack."""

    name: str
    team: str
    way: AccessPath
    lacks: list[Lack] = field(default_factory=list)
    problem: str = ""
    """Slack's word for what is in the way."""
    seat: int | None = None
    """The seat for which Slack Connect can be tried."""


@dataclass(frozen=True)
class Overview:
    people: int
    ready: int
    """Those who lack nothing."""
    ways: dict[str, int]
    lacking: list[Standing]
    no_deputy: list[str]


def overview(db: Db, edition: Edition, by: Person) -> Overview:
    """Everybody of the challenges', the cohort's and the advisors' rooms, each once."""
    demand(db, edition.id, by, "workspace.run")
    every = list(_standings(db, edition))
    lacking = [one for one in every if one.lacks]
    ways = {str(path): sum(one.way == path for one in every) for path in AccessPath}
    return Overview(len(every), len(every) - len(lacking), ways, lacking, _without_deputy(db, edition))


def _standings(db: Db, edition: Edition) -> Iterator[Standing]:
    accepted, reached = workspaces.accepted(db, edition.id), deliveries.reached(db, edition.id)
    staff = {person.id for person in people.with_role(db, edition.id, *belonging.STAFF)}
    mine: dict[int, Standing] = {}
    for member in _everybody(db, edition):
        person = member.person
        if person.id in staff:
            continue
        if person.id not in mine:
            first = [Lack.MESSAGE] * (person.id not in reached) + [Lack.RULES] * (person.id not in accepted)
            mine[person.id] = Standing(person.name, member.team, member.way, first)
        _add(db, mine[person.id], member)
    yield from sorted(mine.values(), key=lambda one: (one.team, one.name))


def _everybody(db: Db, edition: Edition) -> Iterator[Member]:
    for workspace in workspaces.of_edition(db, edition.id):
        if workspace.kind != WorkspaceKind.FACILITATORS and workspace.state != WorkspaceState.CLOSED:
            yield from belonging.members(db, workspace, edition.installation_id)


def _add(db: Db, standing: Standing, member: Member) -> None:
    """What is in their way to one more room."""
    found = in_the_way(db, member)
    standing.lacks = [*([found] if found else []), *standing.lacks] if found not in standing.lacks else standing.lacks
    if member.seat:
        standing.problem = standing.problem or member.seat.problem
        if found == Lack.SLACK:
            standing.seat = standing.seat or member.seat.id


def in_the_way(db: Db, member: Member) -> Lack | None:
    """Why somebody is not in the room."""
    seat = member.seat
    if member.slack:
        left = seat is not None and seat.left_at is not None
        return Lack.LEFT if left else Lack.REFUSED if seat and seat.problem else None
    if seat and seat.connect_id:
        return Lack.INVITED
    return Lack.SLACK if people.email_of(db, member.person.id) else Lack.ADDRESS


def _without_deputy(db: Db, edition: Edition) -> list[str]:
    """Teams that nobody stands for when their lead is away."""
    there: list[Team] = teams.active(db, edition.id)
    found = teams.members_by_team(db, [team.id for team in there])
    return [team.name for team in there if len(found[team.id]) < 2]


def connect(db: Db, now: datetime, by: Person, seat_id: int) -> Person:
    """A facilitator asks for an invitation by Slack Connect; the next tick sends it, once."""
    seat = db.get_one(Seat, seat_id)
    workspace = db.get_one(Workspace, seat.workspace_id)
    demand(db, workspace.edition_id, by, "workspace.run")
    if seat.connect_wanted_at is None:
        seat.connect_wanted_at = now
        provisioning.look_again(db, workspace.id, "people")
    return db.get_one(Person, seat.person_id)


def accept(db: Db, now: datetime, person: Person, edition: Edition) -> None:
    """Once is enough."""
    demand(db, edition.id, person, "rules.accept")
    if person.id not in workspaces.accepted(db, edition.id):
        db.add(RulesAcceptance(edition_id=edition.id, person_id=person.id, at=now))
        db.flush()
