"""A small fictitious edition: one challenge with its owner and two providers, three cohort teams, one facilitator."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.programme import people
from bot.programme.loops import running
from storage import matching, teams, workspaces
from storage.agreements import Agreement, AgreementPart
from storage.calls import Call, CallKind
from storage.db import Db
from storage.editions import Edition, EditionState
from storage.matching import Challenge, ChallengeState, Pairing, PairingState
from storage.people import Role, RoleName
from storage.teams import MemberRole, Membership, Team, TeamKind
from storage.workspaces import Channel, Workspace, WorkspaceKind, WorkspaceState


@dataclass(frozen=True)
class Actor:
    email: str
    name: str
    zone: str


@dataclass(frozen=True)
class Cast:
    """A team and the people who play it."""

    name: str
    kind: TeamKind
    country: str
    zone: str
    lead: Actor
    deputy: Actor


def _team(name: str, kind: TeamKind, country: str, zone: str, lead: str, deputy: str) -> Cast:
    domain = f"{name.lower().replace(' ', '-').replace('ê', 'e')}.example"
    lead_actor, deputy_actor = (Actor(f"{who.split()[0].lower()}@{domain}", who, zone) for who in (lead, deputy))
    return Cast(name, kind, country, zone, lead_actor, deputy_actor)


FAY = Actor("fay@secretariat.example", "Fay Lindqvist", "Europe/Paris")
IPE = _team("Ipê Lab", TeamKind.OWNER, "BR", "America/Sao_Paulo", "Marina Teles", "Davi Nunes")
FJORD = _team("Fjord Services", TeamKind.PROVIDER, "NO", "Europe/Oslo", "Ingrid Dahl", "Olav Moen")
MAPLE = _team("Maple Desk", TeamKind.PROVIDER, "CA", "America/Toronto", "June Mercer", "Theo Roy")
SETU = _team("Jan Setu", TeamKind.COHORT, "IN", "Asia/Kolkata", "Ananya Rao", "Vikram Iyer")
KOTARE = _team("Kotare", TeamKind.COHORT, "NZ", "Pacific/Auckland", "Mereana Tautari", "Hemi Walker")
TELAR = _team("Telar", TeamKind.COHORT, "CL", "America/Santiago", "Catalina Rojas", "Joaquin Vera")
TEAMS = (IPE, FJORD, MAPLE, SETU, KOTARE, TELAR)
PAIRED = (IPE, FJORD, MAPLE)
ACTORS = (FAY, *(actor for team in TEAMS for actor in (team.lead, team.deputy)))
FIRST_MONDAY = date(2026, 10, 5)


def slack_people() -> list[dict[str, Any]]:
    """The same people as users of the sandbox's workspace."""
    return [
        {
            "name": actor.email.partition("@")[0],
            "real_name": actor.name,
            "email": actor.email,
            "tz": actor.zone,
            "is_admin": actor is FAY,
        }
        for actor in ACTORS
    ]


def small_edition(db: Db, now: datetime, installation_id: int | None = None) -> Edition:
    """Rows only: no channel exists yet in Slack, and nothing has been said."""
    edition = Edition(
        name="Edition One", state=EditionState.INCUBATING, created_at=now, installation_id=installation_id
    )
    db.add(edition)
    db.flush()
    db.add_all(Call(edition_id=edition.id, kind=kind) for kind in CallKind)
    _facilitator(db, edition, now)
    made = {cast.name: _add_team(db, edition, cast, now) for cast in TEAMS}
    _challenge(db, edition, made, now)
    running.plan(db, edition, FIRST_MONDAY)
    db.flush()
    return edition


def add_rooms(db: Db, edition: Edition, rooms: dict[WorkspaceKind, str], now: datetime) -> None:
    """Channels that exist in Slack already, as ready workspaces of the edition."""
    challenge = _first_challenge(db, edition)
    for kind, slack_id in rooms.items():
        channel = Channel(installation_id=edition.installation_id or 0, slack_channel_id=slack_id, name=str(kind))
        db.add(channel)
        db.flush()
        about = challenge if kind == WorkspaceKind.CHALLENGE else None
        workspace = Workspace(
            edition_id=edition.id,
            kind=kind,
            challenge_id=about,
            channel_id=channel.id,
            state=WorkspaceState.READY,
            created_at=now,
        )
        db.add(workspace)
        db.flush()
        if about:
            _sign(db, workspace, now)


def _sign(db: Db, workspace: Workspace, now: datetime) -> None:
    """The kick-off is done: every team has signed its part."""
    row = Agreement(workspace_id=workspace.id, version=1, language="en", asked_at=now, settled_at=now)
    db.add(row)
    db.flush()
    for team in workspaces.teams_of(db, workspace):
        lead = teams.members(db, team.id)[0]
        db.add(AgreementPart(agreement_id=row.id, team_id=team.id, hours="8", person_id=lead.id, signed_at=now))
    db.flush()


def _first_challenge(db: Db, edition: Edition) -> int:
    return matching.challenges(db, edition.id)[0].id


def _facilitator(db: Db, edition: Edition, now: datetime) -> None:
    fay = people.add(db, FAY.name, FAY.email, now=now, zone=FAY.zone)
    db.add_all(
        Role(edition_id=edition.id, person_id=fay.id, name=name) for name in (RoleName.ADMIN, RoleName.FACILITATOR)
    )


def _add_team(db: Db, edition: Edition, cast: Cast, now: datetime) -> Team:
    team = Team(
        edition_id=edition.id,
        kind=cast.kind,
        name=cast.name,
        organisation=f"{cast.name} (fictitious)",
        country=cast.country,
        zone=cast.zone,
        languages=["en"],
        created_at=now,
    )
    db.add(team)
    db.flush()
    for actor, role in ((cast.lead, MemberRole.LEAD), (cast.deputy, MemberRole.DEPUTY)):
        person = people.add(db, actor.name, actor.email, now=now, zone=actor.zone)
        db.add(Membership(team_id=team.id, person_id=person.id, role=role))
    return team


def _challenge(db: Db, edition: Edition, made: dict[str, Team], now: datetime) -> None:
    challenge = Challenge(
        edition_id=edition.id,
        team_id=made[IPE.name].id,
        number=1,
        state=ChallengeState.ACTIVE,
        title="Waiting lists that people can see",
        question="How can we make the list for specialist care fair and visible?",
    )
    db.add(challenge)
    db.flush()
    for cast in (FJORD, MAPLE):
        db.add(Pairing(challenge_id=challenge.id, team_id=made[cast.name].id, state=PairingState.ACTIVE, at=now))
    db.flush()
