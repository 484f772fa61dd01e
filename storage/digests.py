"""Digests: a facilitator's opening line for the next one, what was posted, and each team's last sign of life."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.checkins import Amendment, Checkin
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.insights import Insight
from storage.sessions import Attendance, Rsvp
from storage.teams import Membership, Team
from storage.thanks import Thanks


class Opening(SQLModel, table=True):
    """What a facilitator writes at the head of one digest."""

    __tablename__ = "digest_opening"
    __table_args__ = (UniqueConstraint("edition_id", "kind", "occasion"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    kind: str
    occasion: str
    text: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


def opening(db: Db, edition_id: int, kind: str, occasion: str) -> Opening | None:
    query = select(Opening).where(Opening.edition_id == edition_id, Opening.kind == kind, Opening.occasion == occasion)
    return db.exec(query).first()


def posted(db: Db, edition_id: int, kind: str) -> list[Delivery]:
    """The digests that were sent, the oldest first, without their rewritings."""
    query = select(Delivery).where(
        Delivery.edition_id == edition_id,
        Delivery.kind == kind,
        Delivery.state == DeliveryState.SENT,
        col(Delivery.updates_id).is_(None),
    )
    return list(db.exec(query.order_by(col(Delivery.due_at))))


def last_signs(db: Db, edition_id: int) -> dict[int, datetime]:
    """When each team was last heard of: a check-in, a reply to an invitation, a visit, an insight, thanks."""
    signs = (
        select(Checkin.team_id, Amendment.at).join(Amendment),
        select(Membership.team_id, Rsvp.at).join(Rsvp, col(Rsvp.person_id) == Membership.person_id),
        select(Membership.team_id, Attendance.at).join(Attendance, col(Attendance.person_id) == Membership.person_id),
        select(Insight.team_id, Insight.at),
        select(Thanks.from_team_id, Thanks.at),
    )
    every = sa.union_all(*signs).subquery("signs")
    team, at = every.c
    latest = select(team, sa.func.max(at, type_=every.c.at.type)).join(Team, col(Team.id) == team)
    return dict(db.exec(latest.where(Team.edition_id == edition_id).group_by(team)).all())
