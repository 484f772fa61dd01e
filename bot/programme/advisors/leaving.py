"""An advisor leaves: what waits for them goes back to whoever can hand it on, and nothing is asked of them again."""

from collections.abc import Iterable
from datetime import datetime

from bot.programme.advisors import asking, gathering, slots
from bot.programme.asks import offering
from bot.programme.occasions import Planned
from bot.programme.permissions import demand
from bot.programme.workspaces import provisioning
from storage import advisors, asks, people, workspaces
from storage.advisors import FriendState, QuestionState
from storage.asks import RouteState
from storage.db import Db
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.workspaces import WorkspaceKind


def leave(db: Db, now: datetime, by: Person, edition: Edition, person: Person) -> list[Planned]:
    """By themselves, or by who runs the edition. Leaving twice is leaving once; advice that they gave stays."""
    demand(db, edition.id, by, "advisor.serve" if by.id == person.id else "advisor.run")
    role = next((row for row in people.roles(db, edition.id, person.id) if row.name == RoleName.ADVISOR), None)
    if role is None:
        return []
    said = [*_hours(db, now, edition, person), *_questions(db, now, edition, person)]
    db.delete(role)
    db.flush()
    said += [*_rounds(db, now, edition, person)]
    _asks(db, now, edition, person)
    for room in workspaces.of_edition(db, edition.id, WorkspaceKind.ADVISORS, WorkspaceKind.COHORT):
        provisioning.look_again(db, room.id, "people")
    return said


def _hours(db: Db, now: datetime, edition: Edition, person: Person) -> Iterable[Planned]:
    """A team that has booked one hears so."""
    for slot in advisors.slots_of(db, edition.id, person.id, now):
        yield from slots.take_off(db, now, slot)


def _questions(db: Db, now: datetime, edition: Edition, person: Person) -> Iterable[Planned]:
    """As if declined: the team decides to whom it goes."""
    rows = {row.id: row for row in advisors.of_edition(db, edition.id, QuestionState.ASKED)}
    for made in advisors.routings(db, edition.id, person.id):
        if made.question_id in rows and made.declined_at is None:
            yield from asking.give_back(db, now, rows[made.question_id], made, None)


def _rounds(db: Db, now: datetime, edition: Edition, person: Person) -> Iterable[Planned]:
    for row in advisors.open_rounds(db, edition.id):
        friend = advisors.friend(db, row.id, person.id)
        if friend and friend.state != FriendState.DECLINED:
            friend.state = FriendState.DECLINED
            db.flush()
            yield from gathering.settle_pace(db, now, row)


def _asks(db: Db, now: datetime, edition: Edition, person: Person) -> None:
    for route, ask in asks.routes_of_edition(db, edition.id):
        if route.person_id == person.id and route.team_id is None and route.state == RouteState.ASKED:
            offering.not_me(db, now, person, ask.id)
