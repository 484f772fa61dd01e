"""People, where they can be reached, what they may do, and when they are away."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared


class RoleName(StrEnum):
    ADMIN = "admin"
    FACILITATOR = "facilitator"
    REVIEWER = "reviewer"
    ADVISOR = "advisor"
    OBSERVER = "observer"


class Person(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str
    locale: str = "en"
    zone: str = "UTC"
    created_at: datetime


class AccessPath(StrEnum):
    """How somebody comes into a channel."""

    MEMBER = "member"
    GUEST = "guest"
    CONNECT = "connect"
    EMAIL = "email"


class Identity(SQLModel, table=True):
    """The same person in one Slack workspace."""

    __table_args__ = (UniqueConstraint("installation_id", "slack_user_id"),)
    id: int = Field(default=None, primary_key=True)
    installation_id: int = Field(foreign_key="installation.id")
    slack_user_id: str
    person_id: int = Field(foreign_key="person.id", index=True)
    path: AccessPath = Field(default=AccessPath.MEMBER, sa_type=choice(AccessPath))


class Address(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    email: str = Field(unique=True)
    looked_up_at: datetime | None = None
    """When Slack was last asked whether somebody there has this address."""


class Role(SQLModel, table=True):
    """A role that somebody holds for a whole edition. Team roles are memberships."""

    __table_args__ = (UniqueConstraint("edition_id", "person_id", "name"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    name: RoleName = Field(sa_type=choice(RoleName))


class Absence(SQLModel, table=True):
    """Days on which a person is away, the last one included."""

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first_day: date
    last_day: date


def by_email(db: Db, email: str) -> Person | None:
    query = select(Person).join(Address).where(Address.email == email.strip().lower())
    return db.exec(query).first()


@prepared
def _by_slack(installation_id: int, slack_user_id: str) -> SelectOfScalar[Person]:
    return (
        select(Person)
        .join(Identity)
        .where(Identity.installation_id == installation_id, Identity.slack_user_id == slack_user_id)
    )


def by_slack(db: Db, installation_id: int, slack_user_id: str) -> Person | None:
    return _by_slack(db, installation_id=installation_id, slack_user_id=slack_user_id).first()


@prepared
def _to_look_up(before: datetime, most: int) -> SelectOfScalar[Address]:
    known = select(Identity.person_id)
    waiting = col(Address.looked_up_at).is_(None) | (col(Address.looked_up_at) < before)
    return select(Address).where(col(Address.person_id).not_in(known), waiting).order_by(col(Address.id)).limit(most)


def to_look_up(db: Db, before: datetime, limit: int) -> list[Address]:
    """Addresses of people whom no Slack workspace knows yet and who were not looked for since."""
    return list(_to_look_up(db, before=before, most=limit))


def never_looked_up(db: Db, person_id: int) -> bool:
    query = select(Address.id).where(Address.person_id == person_id, col(Address.looked_up_at).is_(None))
    return db.exec(query).first() is not None


def names(db: Db, person_ids: Collection[int]) -> dict[int, str]:
    query = select(Person.id, Person.name).where(col(Person.id).in_(person_ids))
    return dict(db.exec(query).all()) if person_ids else {}


@prepared
def _absences() -> SelectOfScalar[Absence]:
    return select(Absence)


def absences(db: Db) -> list[Absence]:
    return list(_absences(db))


@prepared
def _email_of(person_id: int) -> SelectOfScalar[str]:
    return select(Address.email).where(Address.person_id == person_id)


def email_of(db: Db, person_id: int) -> str | None:
    return _email_of(db, person_id=person_id).first()


@prepared
def _slack_id_of(person_id: int, installation_id: int | None) -> SelectOfScalar[str]:
    return select(Identity.slack_user_id).where(
        Identity.person_id == person_id, Identity.installation_id == installation_id
    )


def slack_id_of(db: Db, person_id: int, installation_id: int | None) -> str | None:
    return _slack_id_of(db, person_id=person_id, installation_id=installation_id).first()


def identities(db: Db, installation_id: int | None, person_ids: Collection[int]) -> dict[int, Identity]:
    """Of these people, by person."""
    query = select(Identity).where(Identity.installation_id == installation_id, col(Identity.person_id).in_(person_ids))
    return {row.person_id: row for row in db.exec(query)} if person_ids else {}


@prepared
def _roles_of(edition_id: int, person_id: int) -> SelectOfScalar[str]:
    return select(Role.name).where(Role.edition_id == edition_id, Role.person_id == person_id)


def roles_of(db: Db, edition_id: int, person_id: int) -> set[RoleName]:
    return {RoleName(name) for name in _roles_of(db, edition_id=edition_id, person_id=person_id)}


def roles(db: Db, edition_id: int, person_id: int) -> list[Role]:
    return list(db.exec(select(Role).where(Role.edition_id == edition_id, Role.person_id == person_id)))


def with_role(db: Db, edition_id: int, *names: RoleName) -> list[Person]:
    query = select(Person).join(Role).where(Role.edition_id == edition_id, col(Role.name).in_(names)).distinct()
    return list(db.exec(query.order_by(col(Person.id))))
