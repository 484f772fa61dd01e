"""Counts over an edition's records, for its report."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from storage.calls import UNDECIDED, Decision, Submission
from storage.checkins import Checkin
from storage.db import Db
from storage.deliveries import Delivery
from storage.loops import Loop
from storage.sessions import Attendance, Sitting
from storage.teams import Membership, Team


def decisions(db: Db, call_id: int) -> list[tuple[str, str]]:
    """`(outcome, reason)` of each submission that was decided upon, as decided last."""
    last = select(sa.func.max(Decision.id)).join(Submission).where(Submission.call_id == call_id)
    last = last.group_by(col(Decision.submission_id))
    query = select(Decision.outcome, Decision.reason).where(col(Decision.id).in_(last))
    query = query.where(col(Decision.outcome).not_in(UNDECIDED))
    return [(str(outcome), reason) for outcome, reason in db.exec(query)]


def teams(db: Db, edition_id: int) -> list[Team]:
    """Those that withdrew among them."""
    return list(db.exec(select(Team).where(Team.edition_id == edition_id).order_by(col(Team.id))))


def people(db: Db, edition_id: int) -> int:
    """How many persons are in a team of the edition."""
    query = (
        select(sa.func.count(sa.distinct(col(Membership.person_id)))).join(Team).where(Team.edition_id == edition_id)
    )
    return int(db.exec(query).one())


def checkins(db: Db, edition_id: int) -> list[Checkin]:
    query = select(Checkin).join(Loop).where(Loop.edition_id == edition_id)
    return list(db.exec(query.order_by(col(Checkin.id))))


def visits(db: Db, session_id: int) -> list[tuple[int, int]]:
    """`(sitting, person)` of those who were there."""
    query = select(Attendance.sitting_id, Attendance.person_id).join(Sitting).where(Sitting.session_id == session_id)
    return [(int(sitting), int(person)) for sitting, person in db.exec(query)]


def teams_of(db: Db, edition_id: int, person_ids: set[int]) -> set[int]:
    query = select(Membership.team_id).join(Team).where(Team.edition_id == edition_id)
    return set(db.exec(query.where(col(Membership.person_id).in_(person_ids))))


def deliveries(db: Db, edition_id: int, until: datetime) -> list[tuple[str, str, str, int]]:
    """`(kind, state, reason, count)` of all that was due by then."""
    reason = sa.func.coalesce(Delivery.reason, "")
    columns = (col(Delivery.kind), col(Delivery.state), reason)
    query = select(*columns, sa.func.count()).where(Delivery.edition_id == edition_id, Delivery.due_at <= until)
    return [
        (str(kind), str(getattr(state, "value", state)), str(why), int(count))
        for kind, state, why, count in db.exec(query.group_by(*columns)).all()
    ]
