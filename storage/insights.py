"""What the programme learned: insights with a sharing level, each concerned team's release, and marked messages."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage import search
from storage.checkins import Sharing
from storage.db import Db, choice
from storage.search import Entry
from storage.workspaces import Channel


class InsightState(StrEnum):
    PROPOSED = "proposed"
    RELEASED = "released"
    KEPT = "kept"
    RETRACTED = "retracted"


class ReleaseState(StrEnum):
    ASKED = "asked"
    ALLOWED = "allowed"
    KEPT = "kept"


class ReuseHow(StrEnum):
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    DECIDED_AGAINST = "decided against"


class Insight(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who proposed it."""
    loop_id: int | None = Field(default=None, foreign_key="loop.id")
    text: str
    state: InsightState = Field(default=InsightState.PROPOSED, sa_type=choice(InsightState))
    sharing: Sharing = Field(default=Sharing.EDITION_UNNAMED, sa_type=choice(Sharing))
    at: datetime
    released_at: datetime | None = None
    revision: int = 0
    hidden: bool = False
    """Somebody asked whether it was meant to be shared: nobody reads it until that is settled."""


def describe(_connection: sa.Connection, row: Insight) -> Entry | None:
    """Until it is released only its own workspace finds it."""
    if row.state == InsightState.RETRACTED or row.hidden:
        return None
    level = row.sharing if row.state == InsightState.RELEASED else Sharing.WORKSPACE
    return Entry("insight", row.edition_id, row.team_id, str(level), "", row.text, row.at)


search.indexed(Insight, describe)


class Release(SQLModel, table=True):
    """A concerned team's answer; the insight is released when every one of them allows it."""

    __tablename__ = "insight_release"
    __table_args__ = (UniqueConstraint("insight_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    insight_id: int = Field(foreign_key="insight.id")
    team_id: int = Field(foreign_key="team.id")
    state: ReleaseState = Field(default=ReleaseState.ASKED, sa_type=choice(ReleaseState))
    wish: str = ""
    """What a team would have changed before it allows it."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class Mark(SQLModel, table=True):
    """A message that somebody marked as worth sharing. Its text is not read: whose it is, is asked once."""

    __tablename__ = "insight_mark"
    __table_args__ = (UniqueConstraint("channel_id", "slack_ts"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    channel_id: int = Field(foreign_key="channel.id")
    slack_ts: str
    author_id: int | None = Field(default=None, foreign_key="person.id")
    post_id: str | None = Field(default=None, foreign_key="delivery.id")
    """The bot's own post, where that was marked."""
    team_ids: list[int] = Field(default_factory=list, sa_type=JSON)
    """Whose words such a post shows, as long as they have not kept them."""
    state: ReleaseState = Field(default=ReleaseState.ASKED, sa_type=choice(ReleaseState))
    at: datetime


class Reuse(SQLModel, table=True):
    """What a team says it did with an insight of another."""

    __tablename__ = "insight_reuse"
    __table_args__ = (UniqueConstraint("insight_id", "team_id"),)
    id: int = Field(default=None, primary_key=True)
    insight_id: int = Field(foreign_key="insight.id")
    team_id: int = Field(foreign_key="team.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    how: ReuseHow = Field(sa_type=choice(ReuseHow))
    line: str = ""
    sharing: Sharing = Field(default=Sharing.EDITION, sa_type=choice(Sharing))
    at: datetime


def of_edition(db: Db, edition_id: int, *states: InsightState) -> list[Insight]:
    query = select(Insight).where(Insight.edition_id == edition_id)
    if states:
        query = query.where(col(Insight.state).in_(states))
    return list(db.exec(query.order_by(col(Insight.id))))


def released(db: Db, edition_id: int, start: datetime, end: datetime) -> list[Insight]:
    """Those released after start and not after end, and not retracted since."""
    query = select(Insight).where(
        Insight.edition_id == edition_id,
        Insight.state == InsightState.RELEASED,
        sa.not_(col(Insight.hidden)),
        col(Insight.released_at) > start,
        col(Insight.released_at) <= end,
    )
    return list(db.exec(query.order_by(col(Insight.released_at), col(Insight.id))))


def missing(db: Db, edition_id: int, start: datetime, end: datetime) -> bool:
    """Whether something that was released in between is shown no longer, or not now."""
    gone = sa.or_(Insight.state == InsightState.RETRACTED, col(Insight.hidden))  # type: ignore[arg-type]
    query = select(Insight.id).where(
        Insight.edition_id == edition_id, gone, col(Insight.released_at) > start, col(Insight.released_at) <= end
    )
    return db.exec(query).first() is not None


def releases(db: Db, insight_id: int) -> list[Release]:
    return list(db.exec(select(Release).where(Release.insight_id == insight_id).order_by(col(Release.team_id))))


def waiting_for(db: Db, edition_id: int, team_ids: list[int]) -> list[tuple[Insight, Release]]:
    """What these teams have been asked and not answered."""
    query = (
        select(Insight, Release)
        .join(Release)
        .where(Insight.edition_id == edition_id, Insight.state == InsightState.PROPOSED)
        .where(Release.state == ReleaseState.ASKED, col(Release.team_id).in_(team_ids))
    )
    return list(db.exec(query.order_by(col(Insight.id))))


def mark(db: Db, channel_id: int, slack_ts: str) -> Mark | None:
    return db.exec(select(Mark).where(Mark.channel_id == channel_id, Mark.slack_ts == slack_ts)).first()


def room(db: Db, installation_id: int | None, slack_channel_id: str) -> Channel | None:
    """One of our own rooms, as Slack calls it."""
    query = select(Channel).where(
        Channel.installation_id == installation_id, Channel.slack_channel_id == slack_channel_id
    )
    return db.exec(query).first()


def reuses(db: Db, insight_id: int) -> list[Reuse]:
    return list(db.exec(select(Reuse).where(Reuse.insight_id == insight_id).order_by(col(Reuse.id))))


def reuse(db: Db, insight_id: int, team_id: int) -> Reuse | None:
    return db.exec(select(Reuse).where(Reuse.insight_id == insight_id, Reuse.team_id == team_id)).first()


def reused_in(db: Db, edition_id: int) -> list[Reuse]:
    query = select(Reuse).join(Insight).where(Insight.edition_id == edition_id, Insight.state == InsightState.RELEASED)
    return list(db.exec(query.order_by(col(Reuse.id))))
