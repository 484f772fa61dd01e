"""Teams: the unit of the programme. One answer per team, by any member."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.calls import Call, Submission
from storage.db import Db, choice, prepared
from storage.deliveries import was_written_to
from storage.editions import Edition, EditionState
from storage.people import Person, Role


class TeamKind(StrEnum):
    OWNER = "owner"
    PROVIDER = "provider"
    COHORT = "cohort"


class TeamState(StrEnum):
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class MemberRole(StrEnum):
    LEAD = "lead"
    DEPUTY = "deputy"
    MEMBER = "member"


class Credit(StrEnum):
    """How a team that left wishes to be named where what it gave is read."""

    NAMED = "named"
    UNNAMED = "without name"
    NONE = "none"


class Team(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("edition_id", "name", "kind"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    submission_id: int | None = Field(default=None, foreign_key="submission.id")
    kind: TeamKind = Field(sa_type=choice(TeamKind))
    state: TeamState = Field(default=TeamState.ACTIVE, sa_type=choice(TeamState))
    name: str
    organisation: str = ""
    country: str = Field(default="", max_length=2)
    subdivision: str = ""
    zone: str = "UTC"
    weekend: list[int] = Field(default_factory=lambda: [5, 6], sa_type=JSON)
    """Days off in the team's week, Monday is 0."""
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    level: str = ""
    title: str = ""
    need: str = ""
    offer: str = ""
    themes: list[str] = Field(default_factory=list, sa_type=JSON)
    credit: Credit = Field(default=Credit.NAMED, sa_type=choice(Credit))
    """Once it has left; while it takes part, each text has its own level."""
    created_at: datetime


class Membership(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("team_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    role: MemberRole = Field(default=MemberRole.MEMBER, sa_type=choice(MemberRole))


BEFORE = (EditionState.DRAFT, EditionState.CALLING, EditionState.SELECTING, EditionState.MATCHING)
"""While an edition is in one of these, what was selected may still be a secret."""


@prepared
def _active(edition_id: int) -> SelectOfScalar[Team]:
    return select(Team).where(Team.edition_id == edition_id, Team.state == TeamState.ACTIVE).order_by(col(Team.id))


def active(db: Db, edition_id: int, *kinds: TeamKind) -> list[Team]:
    return [team for team in _active(db, edition_id=edition_id) if not kinds or team.kind in kinds]


def told(db: Db, edition_id: int, *kinds: TeamKind) -> list[Team]:
    """Those that may hear and be heard of: without any that does not know yet that it was selected."""
    hidden = veiled(db, edition_id)
    return [team for team in active(db, edition_id, *kinds) if team.id not in hidden]


@prepared
def _members(team_id: int) -> Any:
    return select(Person, Membership.role).join(Membership).where(Membership.team_id == team_id)


def members(db: Db, team_id: int) -> list[Person]:
    """Lead first, then deputies, then the others."""
    order = list(MemberRole)
    rows = sorted(_members(db, team_id=team_id), key=lambda row: (order.index(MemberRole(row[1])), row[0].id))
    return [person for person, _ in rows]


def by_id(db: Db, team_ids: Collection[int]) -> dict[int, Team]:
    query = select(Team).where(col(Team.id).in_(team_ids))
    return {team.id: team for team in db.exec(query)} if team_ids else {}


def members_by_team(db: Db, team_ids: list[int]) -> dict[int, list[Person]]:
    """The same as `members`, for many teams in one query."""
    query = (
        select(Membership.team_id, Membership.role, Person).join(Person).where(col(Membership.team_id).in_(team_ids))
    )
    order = list(MemberRole)
    rows = sorted(db.exec(query), key=lambda row: (order.index(MemberRole(row[1])), row[2].id))
    found: dict[int, list[Person]] = {team_id: [] for team_id in team_ids}
    for team_id, _, person in rows:
        found[team_id].append(person)
    return found


@prepared
def _of_person(edition_id: int, person_id: int) -> SelectOfScalar[Team]:
    query = select(Team).join(Membership).where(Team.edition_id == edition_id, Membership.person_id == person_id)
    return query.where(Team.state == TeamState.ACTIVE).order_by(col(Team.id))


def of_person(db: Db, edition_id: int, person_id: int) -> list[Team]:
    mine = list(_of_person(db, edition_id=edition_id, person_id=person_id))
    hidden = veiled(db, edition_id) if mine else set()
    return [team for team in mine if team.id not in hidden]


@prepared
def _veiled(edition_id: int) -> SelectOfScalar[int]:
    return (
        select(Team.id)
        .join(Submission, col(Submission.id) == col(Team.submission_id))
        .join(Call)
        .join(Edition, col(Edition.id) == col(Team.edition_id))
        .where(Team.edition_id == edition_id, Team.kind != TeamKind.COHORT, col(Call.told_at).is_(None))
        .where(col(Edition.state).in_(BEFORE))
    )


def veiled(db: Db, edition_id: int) -> set[int]:
    """Teams that were selected and have not been told yet: nobody but the secretariat sees that they are teams."""
    return set(_veiled(db, edition_id=edition_id))


@prepared
def _has_role(person_id: int) -> SelectOfScalar[int]:
    return select(Role.id).where(Role.person_id == person_id).limit(1)


@prepared
def _memberships(person_id: int) -> Any:
    return select(Team.id, Team.edition_id).join(Membership).where(Membership.person_id == person_id)


def has_part(db: Db, person_id: int) -> bool:
    """Whether the programme shows that it knows them: a role, a team that was told, or a message that they got."""
    if _has_role(db, person_id=person_id).first():
        return True
    mine = _memberships(db, person_id=person_id)
    return any(team not in veiled(db, edition) for team, edition in mine) or was_written_to(db, person_id)


@prepared
def _embargo_of(team_id: int) -> Any:
    query = select(Call.embargo_at).join(Submission).join(Team).where(Team.id == team_id, Team.kind != TeamKind.COHORT)
    return query.where(col(Call.told_at).is_(None))


def embargo_of(db: Db, team_id: int) -> datetime | None:
    """Until when nothing at all may be said to a team that has not been told that it is one."""
    found: datetime | None = _embargo_of(db, team_id=team_id).first()
    return found


@prepared
def _role_in(team_id: int, person_id: int) -> SelectOfScalar[str]:
    return select(Membership.role).where(Membership.team_id == team_id, Membership.person_id == person_id)


def role_in(db: Db, team_id: int, person_id: int) -> MemberRole | None:
    found = _role_in(db, team_id=team_id, person_id=person_id).first()
    return MemberRole(found) if found else None


def membership(db: Db, team_id: int, person_id: int) -> Membership | None:
    return db.exec(select(Membership).where(Membership.team_id == team_id, Membership.person_id == person_id)).first()


def by_name(db: Db, edition_id: int, name: str, *kinds: TeamKind) -> Team | None:
    query = select(Team).where(Team.edition_id == edition_id, col(Team.name).ilike(name))
    if kinds:
        query = query.where(col(Team.kind).in_(kinds))
    return db.exec(query).first()


def namesake(db: Db, edition_id: int, name: str, kind: TeamKind) -> Team | None:
    """Of exactly this name: there can be one."""
    return db.exec(select(Team).where(Team.edition_id == edition_id, Team.name == name, Team.kind == kind)).first()


def of_submission(db: Db, submission_id: int) -> Team | None:
    return db.exec(select(Team).where(Team.submission_id == submission_id)).first()
