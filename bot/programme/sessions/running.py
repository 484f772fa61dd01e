"""A session from draft to held: its sittings, published, moved, cancelled, each told once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.programme.occasions import Planned
from bot.programme.permissions import demand
from bot.programme.sessions.inviting import invited
from storage import deliveries, sessions
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.sessions import Going, Session, SessionKind, SessionState, Sitting


def draft(
    db: Db, by: Person, edition: Edition, title: str, kind: SessionKind, minutes: int, preparation: str
) -> Session:
    demand(db, edition.id, by, "session.run")
    number = len(sessions.of_edition(db, edition.id)) + 1
    session = Session(
        edition_id=edition.id, number=number, title=title, kind=kind, minutes=minutes, preparation=preparation
    )
    db.add(session)
    db.flush()
    return session


def set_sittings(db: Db, session: Session, starts: Iterable[datetime]) -> None:
    """Labelled A, B, … in order of time. One that stays keeps its row; who chose one that goes has chosen none."""
    known = {sitting.label: sitting for sitting in sessions.sittings(db, session.id)}
    for label, at in zip("ABCDEFGH", sorted(starts), strict=False):
        sitting = known.pop(label, None) or Sitting(session_id=session.id, label=label, starts_at=at)
        sitting.starts_at = at
        db.add(sitting)
    for rsvp in sessions.rsvps(db, session.id).values():
        if rsvp.sitting_id in {sitting.id for sitting in known.values()}:
            rsvp.sitting_id = None
    db.flush()
    for sitting in known.values():
        db.delete(sitting)
    db.flush()


def publish(db: Db, now: datetime, by: Person, edition: Edition, number: int) -> Session | None:
    demand(db, edition.id, by, "session.run")
    session = sessions.numbered(db, edition.id, number)
    if session and session.state == SessionState.DRAFT and sessions.sittings(db, session.id):
        session.state, session.published_at = SessionState.PUBLISHED, now
        return session
    return None


def move(
    db: Db, now: datetime, by: Person, edition: Edition, session: Session, starts: list[datetime]
) -> list[Planned]:
    """Everyone who has not declined is told once what changed; reminders for the old time are of no use any more."""
    demand(db, edition.id, by, "session.run")
    set_sittings(db, session, starts)
    deliveries.withdraw(db, edition.id, f"session-{session.id}.r{session.revision}:", "moved")
    session.revision += 1
    return _tell(db, now, edition, session, "session.moved")


def cancel(db: Db, now: datetime, by: Person, edition: Edition, session: Session) -> list[Planned]:
    demand(db, edition.id, by, "session.run")
    deliveries.withdraw(db, edition.id, f"session-{session.id}", "cancelled")
    session.state = SessionState.CANCELLED
    return _tell(db, now, edition, session, "session.cancelled")


def _tell(db: Db, now: datetime, edition: Edition, session: Session, kind: str) -> list[Planned]:
    answers = sessions.rsvps(db, session.id)
    told = [
        (team, person)
        for team, person in invited(db, edition, session)
        if person.id not in answers or answers[person.id].going == Going.GOING
    ]
    key = f"session-{session.id}.r{session.revision}:{kind.partition('.')[2]}"
    refs = {"session": session.id, "revision": session.revision}
    return [Planned(kind, key, now, person.id, team_id=team.id, refs=refs) for team, person in told]


def hold(db: Db, now: datetime) -> None:
    """A session is held once its last sitting has ended."""
    for session in sessions.published(db):
        sittings = sessions.sittings(db, session.id)
        if sittings and sittings[-1].starts_at + timedelta(minutes=session.minutes) <= now:
            session.state = SessionState.HELD
