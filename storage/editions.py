"""Editions of the programme, and the Slack workspaces they live in."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, prepared


class EditionState(StrEnum):
    DRAFT = "draft"
    CALLING = "calling"
    SELECTING = "selecting"
    MATCHING = "matching"
    INCUBATING = "incubating"
    CLOSING = "closing"
    REPORTED = "reported"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class Installation(SQLModel, table=True):
    """One Slack workspace in which the app is installed. Slack ids mean something only inside it."""

    id: int = Field(default=None, primary_key=True)
    slack_team_id: str = Field(unique=True)
    name: str
    bot_user_id: str
    box: str | None = None
    """The OAuth installation, encrypted; empty where the token comes from the settings."""


class Edition(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    installation_id: int | None = Field(default=None, foreign_key="installation.id", index=True)
    name: str = Field(unique=True)
    state: EditionState = Field(default=EditionState.DRAFT, sa_type=choice(EditionState))
    zone: str = "Europe/Paris"
    starts_on: date | None = None
    ends_on: date | None = None
    paused_at: datetime | None = None
    nudge_cap: int = 3
    """How many reminders one person gets in a week, at most."""
    marking: str = "bulb"
    """The emoji by which a message is marked as worth sharing, without its colons."""
    copied_from_id: int | None = Field(default=None, foreign_key="edition.id")
    created_at: datetime


CLOSED = (EditionState.ARCHIVED, EditionState.CANCELLED)


class EditionChoice(SQLModel, table=True):
    """Which edition a person means when several are active."""

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    edition_id: int = Field(foreign_key="edition.id")


@prepared
def _active() -> SelectOfScalar[Edition]:
    return select(Edition).where(col(Edition.state).not_in(CLOSED)).order_by(col(Edition.id))


def active(db: Db) -> list[Edition]:
    return list(_active(db))


def installations(db: Db) -> set[int]:
    """In which the active editions live."""
    return {row.installation_id for row in active(db) if row.installation_id is not None}


def by_name(db: Db, name: str) -> Edition | None:
    return db.exec(select(Edition).where(Edition.name == name)).first()


@prepared
def _chosen(person_id: int) -> SelectOfScalar[Edition]:
    return select(Edition).join(EditionChoice).where(EditionChoice.person_id == person_id)


def chosen(db: Db, person_id: int) -> Edition | None:
    return _chosen(db, person_id=person_id).first()


def installation(db: Db, slack_team_id: str) -> Installation | None:
    return db.exec(select(Installation).where(Installation.slack_team_id == slack_team_id)).first()
