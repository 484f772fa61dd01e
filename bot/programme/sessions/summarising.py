"""What remains of a session: ideas, not speakers."""

from datetime import datetime

from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.sessions import Session


def summarise(db: Db, now: datetime, by: Person, edition: Edition, session: Session, text: str, room: int) -> Planned:
    """Ideas, not speakers: posted to the cohort's room."""
    demand(db, edition.id, by, "session.run")
    session.summary = text
    key = f"session-{session.id}:summary"
    return Planned("session.summary", key, now, channel_id=room, refs={"session": session.id})


def summary_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    session = db.get_one(Session, ref(delivery, "session"))
    return {"title": session.title, "summary": session.summary}
