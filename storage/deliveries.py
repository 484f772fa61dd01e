"""The delivery ledger: everything said unprompted is a row here first. Claim, outbox and audit in one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.db import Db, choice, insert_new, prepared


class Transport(StrEnum):
    SLACK = "slack"
    EMAIL = "email"


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    UNCLEAR = "unclear"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


CAP = "cap"
"""The reason of what a person's weekly cap held back."""


class Delivery(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("edition_id", "kind", "recipient", "occasion", "transport"),
        sa.CheckConstraint("(person_id IS NULL) <> (channel_id IS NULL)", name="one_recipient"),
        sa.Index("ix_delivery_waiting", "due_at", sqlite_where=sa.text("state IN ('queued','sending','unclear')")),
    )
    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    kind: str
    recipient: str
    """`person:7` or `channel:3`: what makes the row unique, whichever of the two columns below is set."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    channel_id: int | None = Field(default=None, foreign_key="channel.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    occasion: str
    transport: Transport = Field(default=Transport.SLACK, sa_type=choice(Transport))
    state: DeliveryState = Field(default=DeliveryState.QUEUED, sa_type=choice(DeliveryState))
    refs: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """Ids of the rows that the message speaks of. Its text is rendered when it is sent, and not kept."""
    updates_id: str | None = Field(default=None, foreign_key="delivery.id")
    """The earlier delivery that this one rewrites in place."""
    thread_id: str | None = Field(default=None, foreign_key="delivery.id")
    """The earlier delivery under which this one is posted."""
    due_at: datetime
    latest_at: datetime | None = None
    """Past this moment the message is of no use and is skipped."""
    attempts: int = 0
    first_attempt_at: datetime | None = None
    claimed_at: datetime | None = None
    settle_at: datetime | None = None
    sent_at: datetime | None = None
    slack_channel: str | None = None
    slack_ts: str | None = None
    reason: str | None = None


def keys(db: Db, edition_id: int, occasions: Iterable[str]) -> set[tuple[str, str, str]]:
    """`(kind, recipient, occasion)` of what the ledger knows already."""
    query = select(Delivery.kind, Delivery.recipient, Delivery.occasion).where(
        Delivery.edition_id == edition_id, col(Delivery.occasion).in_(list(occasions))
    )
    return set(db.exec(query))


def enqueue(db: Db, rows: list[dict[str, Any]]) -> int:
    """Write the rows that are not in the ledger yet; how many were new."""
    blank: dict[str, Any] = {
        "transport": Transport.SLACK,
        "state": DeliveryState.QUEUED,
        "refs": {},
        "attempts": 0,
        **dict.fromkeys(("person_id", "channel_id", "team_id", "updates_id", "thread_id", "latest_at", "reason")),
    }
    return insert_new(db, Delivery, [{"id": uuid4().hex, **blank, **row} for row in rows])


def _running() -> sa.ColumnElement[bool]:
    """Nothing of a paused edition goes out."""
    return col(Delivery.edition_id).not_in(sa.text("(SELECT id FROM edition WHERE paused_at IS NOT NULL)"))


def claim(db: Db, now: datetime, limit: int) -> list[Delivery]:
    """Take queued rows that are due, oldest first; no other process can take the same."""
    due = (
        select(Delivery.id)
        .where(Delivery.state == DeliveryState.QUEUED, Delivery.due_at <= now)
        .where(_running())
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .limit(limit)
    )
    if db.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    ids = list(db.exec(due))
    if not ids:
        return []
    rows = list(
        db.exec(select(Delivery).where(col(Delivery.id).in_(ids)).order_by(col(Delivery.due_at), col(Delivery.id)))
    )
    for row in rows:
        row.state = DeliveryState.SENDING
        row.attempts += 1
        row.first_attempt_at = row.first_attempt_at or now
        row.claimed_at, row.settle_at = now, None
    return rows


@prepared
def _to_settle(now: datetime, before: datetime) -> SelectOfScalar[Delivery]:
    stale = sa.and_(col(Delivery.state) == DeliveryState.SENDING, col(Delivery.claimed_at) <= before)
    unclear = sa.and_(col(Delivery.state) == DeliveryState.UNCLEAR, col(Delivery.settle_at) <= now)
    return select(Delivery).where(sa.or_(stale, unclear)).order_by(col(Delivery.due_at))


def to_settle(db: Db, now: datetime, lease: timedelta) -> list[Delivery]:
    """Rows of which nobody knows whether Slack took them: unclear answers, and claims whose owner has gone."""
    return list(_to_settle(db, now=now, before=now - lease))


def waiting_times(db: Db) -> set[datetime]:
    query = select(Delivery.due_at).where(Delivery.state == DeliveryState.QUEUED, _running())
    return set(db.exec(query))


def next_due(db: Db) -> datetime | None:
    query = select(sa.func.min(Delivery.due_at)).where(Delivery.state == DeliveryState.QUEUED, _running())
    found: datetime | None = db.exec(query).one()
    return found


def undelivered(db: Db, edition_id: int) -> list[Delivery]:
    """What a facilitator must see: refused by Slack, or of unknown fate."""
    query = select(Delivery).where(
        Delivery.edition_id == edition_id, col(Delivery.state).in_((DeliveryState.FAILED, DeliveryState.UNCLEAR))
    )
    return list(db.exec(query.order_by(col(Delivery.due_at))))


def capped(db: Db, person_id: int, since: datetime) -> list[Delivery]:
    """Reminders that the weekly cap held back: the person sees them where they look, and in their digest."""
    query = select(Delivery).where(
        Delivery.person_id == person_id,
        Delivery.state == DeliveryState.SKIPPED,
        Delivery.reason == CAP,
        Delivery.due_at >= since,
    )
    return list(db.exec(query.order_by(col(Delivery.due_at))))


@prepared
def _find(edition_id: int, kind: str, recipient: str, occasion: str) -> SelectOfScalar[Delivery]:
    return select(Delivery).where(
        Delivery.edition_id == edition_id,
        Delivery.kind == kind,
        Delivery.recipient == recipient,
        Delivery.occasion == occasion,
    )


def find(db: Db, edition_id: int, kind: str, recipient: str, occasion: str) -> Delivery | None:
    return _find(db, edition_id=edition_id, kind=kind, recipient=recipient, occasion=occasion).first()


def posted_at(db: Db, channel_id: int, slack_ts: str) -> Delivery | None:
    """What the bot posted there, by its time in Slack."""
    query = select(Delivery).where(Delivery.channel_id == channel_id, Delivery.slack_ts == slack_ts)
    return db.exec(query.order_by(col(Delivery.due_at))).first()


def withdraw(db: Db, edition_id: int, occasion_prefix: str, reason: str) -> int:
    """Take back what is queued for an occasion, because the plan changed: `session-1` is not `session-12`."""
    query = select(Delivery).where(
        Delivery.edition_id == edition_id,
        Delivery.state == DeliveryState.QUEUED,
        col(Delivery.occasion).startswith(occasion_prefix, autoescape=True),
    )
    rows = [row for row in db.exec(query) if is_part(row.occasion, occasion_prefix)]
    for row in rows:
        row.state, row.reason = DeliveryState.SKIPPED, reason
    return len(rows)


def is_part(occasion: str, prefix: str) -> bool:
    """Whether it begins with the whole of the prefix: no word or number goes on where the prefix ends."""
    ends = prefix[-1:].isalnum() and occasion[len(prefix) : len(prefix) + 1].isalnum()
    return occasion.startswith(prefix) and not ends


def unplan(db: Db, edition_id: int, prefixes: Iterable[str], reason: str) -> int:
    """Take back what is queued because its day has moved; what is then due on the new day is another occasion."""
    begins = sa.or_(sa.false(), *(col(Delivery.occasion).startswith(prefix, autoescape=True) for prefix in prefixes))
    query = select(Delivery).where(Delivery.edition_id == edition_id, Delivery.state == DeliveryState.QUEUED, begins)
    rows = list(db.exec(query))
    for row in rows:
        row.state, row.reason = DeliveryState.SKIPPED, reason
        row.occasion = f"{row.occasion}:until-{row.id}"
    db.flush()
    return len(rows)


def withdraw_to(
    db: Db, edition_id: int, reason: str, *, team_id: int | None = None, person_id: int | None = None
) -> list[Delivery]:
    """Take back what is queued to a team, to a person, or to the person for the team; the rows."""
    query = select(Delivery).where(Delivery.edition_id == edition_id, Delivery.state == DeliveryState.QUEUED)
    query = query.where(col(Delivery.person_id).is_not(None))
    if team_id is not None:
        query = query.where(Delivery.team_id == team_id)
    if person_id is not None:
        query = query.where(Delivery.person_id == person_id)
    rows = list(db.exec(query))
    for row in rows:
        row.state, row.reason = DeliveryState.SKIPPED, reason
    db.flush()
    return rows


def withdraw_team(db: Db, team_id: int, reason: str) -> int:
    """Take back all that is queued for a team, because it has left."""
    query = select(Delivery).where(Delivery.team_id == team_id, Delivery.state == DeliveryState.QUEUED)
    rows = [row for row in db.exec(query) if row.person_id is not None]
    for row in rows:
        row.state, row.reason = DeliveryState.SKIPPED, reason
    return len(rows)


def about(db: Db, edition_id: int, kind: str, ref: str, ids: Iterable[int]) -> list[Delivery]:
    """What was queued or said about the rows of these ids, by the name they have in `refs`; oldest first."""
    wanted = set(ids)
    query = select(Delivery).where(Delivery.edition_id == edition_id, Delivery.kind == kind)
    rows = db.exec(query.order_by(col(Delivery.due_at), col(Delivery.id)))
    return [row for row in rows if row.refs.get(ref) in wanted]


def move(db: Db, edition_id: int, kind: str, ref: str, ids: Iterable[int], due_at: datetime) -> None:
    """What waits to be said about them waits until then."""
    for row in about(db, edition_id, kind, ref, ids):
        if row.state == DeliveryState.QUEUED:
            row.due_at = due_at
    db.flush()


def was_sent(db: Db, kind: str, person_id: int, edition_id: int) -> bool:
    """Whether the person was sent a message of this kind, in the edition."""
    sent = _to(person_id).where(Delivery.kind == kind, Delivery.edition_id == edition_id)
    return db.exec(sent.limit(1)).first() is not None


def was_written_to(db: Db, person_id: int) -> bool:
    """Whether anything at all was sent to the person."""
    return db.exec(_to(person_id).limit(1)).first() is not None


def _to(person_id: int) -> Any:
    return select(Delivery.id).where(Delivery.person_id == person_id, Delivery.state == DeliveryState.SENT)


def reached(db: Db, edition_id: int) -> set[int]:
    """People to whom at least one message of the edition was sent."""
    sent = select(Delivery.person_id).where(Delivery.edition_id == edition_id, Delivery.state == DeliveryState.SENT)
    return {person_id for person_id in db.exec(sent.distinct()) if person_id is not None}


def on_its_way(db: Db, channel_id: int, now: datetime) -> bool:
    """Whether something that is due still waits to be said in the channel."""
    waiting = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNCLEAR)
    query = select(Delivery.id).where(Delivery.channel_id == channel_id, col(Delivery.state).in_(waiting))
    return db.exec(query.where(Delivery.due_at <= now).limit(1)).first() is not None
