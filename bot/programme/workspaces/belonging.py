"""Who belongs to a workspace, who did, and how each of them comes in."""

from dataclasses import dataclass

from storage import matching, people, teams, workspaces
from storage.db import Db
from storage.matching import Challenge
from storage.people import AccessPath, Person, RoleName
from storage.teams import Team, TeamKind
from storage.workspaces import Seat, Workspace, WorkspaceKind

STAFF = (RoleName.ADMIN, RoleName.FACILITATOR)


@dataclass(frozen=True)
class Member:
    """Somebody who belongs; `slack` is empty for whoever is not in this Slack."""

    person: Person
    team: str
    slack: str
    path: AccessPath
    seat: Seat | None

    @property
    def way(self) -> AccessPath:
        invited = self.seat is not None and bool(self.seat.connect_id)
        return AccessPath.CONNECT if invited and not self.slack else self.path


def members(db: Db, workspace: Workspace, installation_id: int | None) -> list[Member]:
    named, seats = _named(db, workspace), workspaces.seats(db, workspace.id)
    known = people.identities(db, installation_id, [person.id for person, _ in named])
    found = []
    for person, team in named:
        identity = known.get(person.id)
        slack, path = (identity.slack_user_id, identity.path) if identity else ("", AccessPath.EMAIL)
        found.append(Member(person, team, slack, AccessPath(path), seats.get(person.id)))
    return found


def _named(db: Db, workspace: Workspace) -> list[tuple[Person, str]]:
    """Everybody once: the staff, then the teams with their deputies, or the advisors."""
    rows = [(person, "") for person in people.with_role(db, workspace.edition_id, *STAFF)]
    if workspace.kind == WorkspaceKind.ADVISORS:
        rows += [(person, "") for person in people.with_role(db, workspace.edition_id, RoleName.ADVISOR)]
    there = working_in(db, workspace)
    by_team = teams.members_by_team(db, [team.id for team in there])
    rows += [(person, team.name) for team in there for person in by_team[team.id]]
    once: dict[int, tuple[Person, str]] = {}
    for person, team_name in rows:
        once.setdefault(person.id, (person, team_name))
    return list(once.values())


def working_in(db: Db, workspace: Workspace) -> list[Team]:
    """The teams whose room it is."""
    if workspace.kind == WorkspaceKind.CHALLENGE:
        return workspaces.teams_of(db, workspace)
    return teams.active(db, workspace.edition_id, TeamKind.COHORT) if workspace.kind == WorkspaceKind.COHORT else []


def belonged(db: Db, workspace: Workspace) -> set[int]:
    """People who were here for the programme's sake once: only they are taken out when they no longer belong."""
    ids = {seat.person_id for seat in workspaces.seats(db, workspace.id).values() if seat.removed_at is None}
    if workspace.challenge_id is not None:
        paired = [row.team_id for row in matching.of_challenge(db, workspace.challenge_id)]
        owner = db.get_one(Challenge, workspace.challenge_id).team_id
        by_team = teams.members_by_team(db, [owner, *paired])
        ids |= {person.id for there in by_team.values() for person in there}
    return ids
