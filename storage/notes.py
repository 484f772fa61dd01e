"""Notes: what a facilitator writes to a team, by hand, from a draft."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Note(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    person_id: int = Field(foreign_key="person.id")
    """Who gets it."""
    by_id: int | None = Field(default=None, foreign_key="person.id")
    signal_id: int | None = Field(default=None, foreign_key="signal.id")
    """What it answers, if it answers a signal."""
    text: str
    at: datetime
