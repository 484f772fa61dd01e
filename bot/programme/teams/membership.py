"""Who is in a team: people join, become deputy, take over the lead, and leave, by the team itself or a facilitator."""

from collections.abc import Iterable
from datetime import datetime

from bot.programme import people, rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand
from bot.programme.teams import join
from bot.programme.workspaces import provisioning
from storage import commitments, deliveries, teams, workspaces
from storage import people as persons
from storage.db import Db
from storage.deliveries import Delivery
from storage.people import Person
from storage.teams import MemberRole, Team, TeamState
from storage.withdrawals import ChangeOfTeam, TeamChange


class NotInTeamError(Exception):
    """Names who is not in the team."""


class LastOneError(Exception):
    """A team without people is none: it withdraws."""


KIND_OF = {
    MemberRole.LEAD: ChangeOfTeam.LEAD,
    MemberRole.DEPUTY: ChangeOfTeam.DEPUTY,
    MemberRole.MEMBER: ChangeOfTeam.JOINED,
}


def add(
    db: Db, now: datetime, by: Person, team: Team, who: tuple[str, str], role: MemberRole
) -> tuple[Person, list[Planned]]:
    """`who` is a name and an address. Somebody who is in it already gets the part; the lead stays lead."""
    demand(db, team.edition_id, by, "team.change", team)
    name, email = who
    person = people.add(db, name, email, now=now, zone=team.zone)
    had = teams.membership(db, team.id, person.id)
    if had and (had.role in {role, MemberRole.LEAD} or role == MemberRole.MEMBER):
        return person, []
    if had:
        had.role = role
    else:
        join(db, team, person, role)
    provisioning.membership_changed(db, team.edition_id)
    return person, _tell(db, now, team, KIND_OF[role], by, person)


def hand_over(
    db: Db, now: datetime, by: Person, team: Team, who: tuple[str, str], organisation: str = ""
) -> tuple[Person, list[Planned]]:
    """Somebody else leads, of another organisation if one is named; who led before stays as deputy."""
    demand(db, team.edition_id, by, "team.change", team)
    name, email = who
    person = people.add(db, name, email, now=now, zone=team.zone)
    if teams.role_in(db, team.id, person.id) == MemberRole.LEAD:
        return person, []
    before = teams.members(db, team.id)[:1]
    _lead(db, team, person)
    team.organisation = organisation or team.organisation
    for one in before:
        _pass_on(db, team, one, person)
    provisioning.membership_changed(db, team.edition_id)
    return person, _tell(db, now, team, ChangeOfTeam.LEAD, by, person, organisation)


def _lead(db: Db, team: Team, person: Person) -> None:
    for one in teams.members(db, team.id):
        row = teams.membership(db, team.id, one.id)
        if row and row.role == MemberRole.LEAD:
            row.role = MemberRole.DEPUTY
    join(db, team, person, MemberRole.LEAD)
    row = teams.membership(db, team.id, person.id)
    if row:
        row.role = MemberRole.LEAD
    db.flush()


def own(db: Db, person: Person, team_id: int) -> Team:
    """A team that they are in."""
    team = db.get(Team, team_id)
    if team is None or teams.role_in(db, team.id, person.id) is None:
        raise RefusedError("team.leave")
    return team


def leave(db: Db, now: datetime, by: Person, team: Team, person: Person) -> list[Planned]:
    """Somebody is no longer in it; what waits for them goes to the lead. Raises `NotInTeamError`, `LastOneError`."""
    if by.id != person.id:
        demand(db, team.edition_id, by, "team.change", team)
    row = teams.membership(db, team.id, person.id)
    if row is None:
        raise NotInTeamError(person.name)
    rest = [one for one in teams.members(db, team.id) if one.id != person.id]
    if not rest:
        raise LastOneError(team.name)
    led = row.role == MemberRole.LEAD
    db.delete(row)
    db.flush()
    _pass_on(db, team, person, rest[0])
    if not _has_part(db, team.edition_id, person):
        deliveries.withdraw_to(db, team.edition_id, "has left", person_id=person.id)
    provisioning.membership_changed(db, team.edition_id)
    said = _tell(db, now, team, ChangeOfTeam.LEFT, by, person)
    if led:
        _lead(db, team, rest[0])
        said += _tell(db, now, team, ChangeOfTeam.LEAD, by, rest[0])
    return said


def _has_part(db: Db, edition_id: int, person: Person) -> bool:
    mine = teams.of_person(db, edition_id, person.id)
    return bool(mine or persons.roles_of(db, edition_id, person.id))


def _pass_on(db: Db, team: Team, leaving: Person, lead: Person) -> None:
    """What is queued for them on the team's behalf, and what they promised for it."""
    rows = deliveries.withdraw_to(db, team.edition_id, "goes to the lead", team_id=team.id, person_id=leaving.id)
    deliveries.enqueue(db, [_readdressed(row, lead).row(team.edition_id) for row in rows])
    for promised in commitments.open_of(db, [team.id]):
        if promised.person_id == leaving.id:
            promised.person_id = lead.id
    db.flush()


def _readdressed(row: Delivery, to: Person) -> Planned:
    return Planned(
        row.kind, row.occasion, row.due_at, to.id, team_id=row.team_id, latest_at=row.latest_at, refs=row.refs
    )


def _tell(
    db: Db, now: datetime, team: Team, kind: ChangeOfTeam, by: Person, person: Person, note: str = ""
) -> list[Planned]:
    """The workspace hears of it once; a new lead hears what is theirs now."""
    change = note_change(db, now, team, kind, by, person, note)
    return [*in_workspace(db, now, team, "team.changed", change), *_to_lead(db, now, team, change)]


def note_change(
    db: Db, now: datetime, team: Team, kind: ChangeOfTeam, by: Person, person: Person | None, note: str = ""
) -> TeamChange:
    person_id = person.id if person else None
    change = TeamChange(team_id=team.id, kind=kind, person_id=person_id, by_id=by.id, note=note, at=now)
    db.add(change)
    db.flush()
    return change


def in_workspace(db: Db, now: datetime, team: Team, kind: str, change: TeamChange) -> Iterable[Planned]:
    workspace = workspaces.of_team(db, team.id)
    if workspace and workspace.channel_id and workspace.closed_at is None:
        yield Planned(
            kind, f"change-{change.id}:told", now, channel_id=workspace.channel_id, refs={"change": change.id}
        )


def _to_lead(db: Db, now: datetime, team: Team, change: TeamChange) -> Iterable[Planned]:
    if change.kind == ChangeOfTeam.LEAD and change.person_id and change.person_id != change.by_id:
        key, refs = f"change-{change.id}:lead", {"change": change.id}
        planned = rosters.to_person(db, team.edition_id, change.person_id, now, "team.lead", key, refs)
        yield planned


# What the messages say


def changed_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """For the workspace and for a new lead alike."""
    change = db.get_one(TeamChange, ref(delivery, "change"))
    team, person = db.get_one(Team, change.team_id), db.get_one(Person, change.person_id)
    by = db.get(Person, change.by_id) if change.by_id else None
    return {
        "what": str(change.kind),
        "team": team.name,
        "person": person.name,
        "by": by.name if by and by.id != person.id else "",
        "organisation": change.note,
    }


def lead_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    found = changed_context(db, delivery, now)
    change = db.get_one(TeamChange, ref(delivery, "change"))
    team = db.get_one(Team, change.team_id)
    if isinstance(found, Skip) or teams.role_in(db, team.id, change.person_id or 0) != MemberRole.LEAD:
        return Skip("somebody else leads now")
    if team.state != TeamState.ACTIVE:
        return Skip("the team has withdrawn")
    workspace = workspaces.of_team(db, team.id)
    promised = [(row.text, row.due_on) for row in commitments.open_of(db, [team.id])]
    return found | {"number": team.id, "workspace": workspace.id if workspace else 0, "promised": promised}


def names(db: Db, by: Person, team: Team) -> list[tuple[int, str, str]]:
    """`(id, name, part)` of its people, for whoever may change them."""
    demand(db, team.edition_id, by, "team.change", team)
    rows = [(one, teams.role_in(db, team.id, one.id)) for one in teams.members(db, team.id)]
    return [(one.id, one.name, str(role)) for one, role in rows]
