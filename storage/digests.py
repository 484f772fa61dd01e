"""Announcements and digests: drafts that a facilitator sees, edits and sends."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from storage.db import choice


class Audience(StrEnum):
    EVERYONE = "everyone"
    OWNERS = "owners"
    PROVIDERS = "providers"
    COHORT = "cohort"
    FACILITATORS = "facilitators"
    ADVISORS = "advisors"
    WORKSPACES = "workspaces"


class AnnouncementState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    CORRECTED = "corrected"


class Announcement(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    audience: Audience = Field(sa_type=choice(Audience))
    text: str
    state: AnnouncementState = Field(default=AnnouncementState.DRAFT, sa_type=choice(AnnouncementState))
    revision: int = 1
    at: datetime
    sent_at: datetime | None = None
