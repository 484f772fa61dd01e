"""Editions: started, copied without people and texts, chosen among several, and closed."""

from datetime import date, datetime
from typing import Any

from bot.programme import accounts, alumni, calls
from bot.programme.loops import running
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand
from bot.programme.workspaces import provisioning
from storage import calls as tables
from storage import editions, people, sessions, teams
from storage import loops as loop_tables
from storage import workspaces as rooms
from storage.db import Db
from storage.editions import Edition, EditionChoice, EditionState
from storage.people import Address, Identity, Person, Role, RoleName
from storage.sessions import Session
from storage.teams import TeamKind
from storage.workspaces import WorkspaceKind


class NameTakenError(Exception):
    """An edition of that name exists."""


class NoSuchEditionError(Exception):
    """There is no edition of that name."""


def start(
    db: Db, now: datetime, by: Person, name: str, *, installation_id: int, is_slack_admin: bool, copy_of: str = ""
) -> Edition:
    """The first is started by a Slack administrator, who becomes its facilitator; later ones by facilitators."""
    active = editions.active(db)
    if not _may_start(db, by, active, is_slack_admin):
        raise RefusedError("edition.new")
    found = editions.by_name(db, name)
    if found and found.installation_id is not None:
        raise NameTakenError(name)
    edition = found or calls.found_edition(db, now, name)
    edition.installation_id = installation_id
    db.add_all(
        Role(edition_id=edition.id, person_id=by.id, name=role) for role in (RoleName.ADMIN, RoleName.FACILITATOR)
    )
    if copy_of:
        _copy(db, edition, _named(db, copy_of))
    provisioning.found_room(db, now, edition, WorkspaceKind.FACILITATORS)
    use(db, by, edition.name)
    return edition


def _may_start(db: Db, by: Person, active: list[Edition], is_slack_admin: bool) -> bool:
    """As long as nobody runs anything, a Slack administrator may; then whoever runs an edition."""
    run = [edition for edition in active if people.with_role(db, edition.id, RoleName.ADMIN, RoleName.FACILITATOR)]
    if not run:
        return is_slack_admin
    return any({RoleName.ADMIN, RoleName.FACILITATOR} & people.roles_of(db, edition.id, by.id) for edition in run)


def _copy(db: Db, edition: Edition, model: Edition) -> None:
    """Rhythm and titles; no people, and nothing that anybody wrote."""
    edition.zone, edition.copied_from_id = model.zone, model.id
    for row in sessions.of_edition(db, model.id):
        db.add(Session(edition_id=edition.id, number=row.number, kind=row.kind, title=row.title, minutes=row.minutes))
    db.flush()


def _named(db: Db, name: str) -> Edition:
    found = editions.by_name(db, name)
    if found is None:
        raise NoSuchEditionError(name)
    return found


def use(db: Db, person: Person, name: str) -> Edition:
    edition = _named(db, name)
    choice = db.get(EditionChoice, person.id) or EditionChoice(person_id=person.id, edition_id=edition.id)
    choice.edition_id = edition.id
    db.add(choice)
    return edition


def newcomer(db: Db, now: datetime, installation_id: int, name: str, email: str, slack_user: str, zone: str) -> Person:
    """The Slack administrator who starts the first edition is somebody the programme has not met."""
    person = people.by_email(db, email) or Person(name=name, zone=zone, created_at=now)
    db.add(person)
    db.flush()
    if people.email_of(db, person.id) is None:
        db.add(Address(person_id=person.id, email=email.lower()))
    if people.slack_id_of(db, person.id, installation_id) is None:
        db.add(Identity(installation_id=installation_id, slack_user_id=slack_user, person_id=person.id))
    db.flush()
    return person


def add_role(db: Db, now: datetime, by: Person, edition: Edition, email: str, name: str, role: RoleName) -> Person:
    """Somebody becomes facilitator, reviewer, advisor or observer."""
    demand(db, edition.id, by, "edition.run")
    person = people.by_email(db, email) or newcomer_by_mail(db, now, name, email)
    if role not in people.roles_of(db, edition.id, person.id):
        db.add(Role(edition_id=edition.id, person_id=person.id, name=role))
        db.flush()
        provisioning.membership_changed(db, edition.id)
    return person


def newcomer_by_mail(db: Db, now: datetime, name: str, email: str) -> Person:
    person = Person(name=name, created_at=now)
    db.add(person)
    db.flush()
    db.add(Address(person_id=person.id, email=email.lower()))
    db.flush()
    return person


def incubate(db: Db, now: datetime, by: Person, edition: Edition, first_monday: date) -> int:
    """Plan the loops from the Monday of kick-off; how many there are."""
    demand(db, edition.id, by, "edition.run")
    edition.starts_on = first_monday
    provisioning.rooms_due(db, now)
    return len(running.plan(db, edition, first_monday))


def close(db: Db, now: datetime, by: Person, edition: Edition) -> tuple[Edition, list[Planned]]:
    """Each team that took part is asked for its account, and each person about the alumni list, once."""
    demand(db, edition.id, by, "edition.run")
    edition.state = EditionState.CLOSING
    rows = [*rooms.working(db, edition.id), *teams.active(db, edition.id, TeamKind.COHORT)]
    asked = accounts.ask(db, now, rows)
    return edition, [*asked, *alumni.ask(db, now, edition, alumni.everybody(db, edition))]


def status(db: Db, by: Person, edition: Edition) -> dict[str, Any]:
    demand(db, edition.id, by, "edition.run")
    loop = loop_tables.current(db, edition.id)
    return {
        "name": edition.name,
        "state": str(edition.state),
        "paused": edition.paused_at is not None,
        "funnel": calls.funnel(db, edition),
        "calls": [
            {"kind": str(row.kind), "state": str(row.state), "at": row.closes_at, "zone": row.zone, "places": found}
            for row in tables.of_edition(db, edition.id)
            if (found := calls.places(db, row))
        ],
        "teams": len(teams.active(db, edition.id)),
        "current": loop.number if loop else None,
        "sessions": len(sessions.of_edition(db, edition.id)),
        "rooms": [f"{row.kind}: {row.state}" for row in rooms.of_edition(db, edition.id)],
    }
