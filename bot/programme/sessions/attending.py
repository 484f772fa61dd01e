"""Who comes to a session, and who was there."""

from collections import Counter
from datetime import datetime
from typing import Any

from bot.programme.permissions import demand
from bot.programme.sessions.inviting import invited
from storage import sessions
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.sessions import Attendance, Going, Rsvp, Session, Sitting


def reply(db: Db, now: datetime, person: Person, session_id: int, sitting_id: int | None) -> Session:
    """Going to a sitting, or not coming (`None`). It can be changed until the session."""
    session = db.get_one(Session, session_id)
    demand(db, session.edition_id, person, "session.attend")
    row = sessions.rsvp(db, session.id, person.id) or Rsvp(
        session_id=session.id, person_id=person.id, going=Going.GOING, at=now
    )
    row.going = Going.GOING if sitting_id else Going.DECLINED
    row.sitting_id, row.at = sitting_id, now
    db.add(row)
    return session


def attend(db: Db, now: datetime, person: Person, sitting_id: int) -> None:
    sitting = db.get_one(Sitting, sitting_id)
    session = db.get_one(Session, sitting.session_id)
    demand(db, session.edition_id, person, "session.attend")
    if person.id not in sessions.attendees(db, session.id):
        db.add(Attendance(sitting_id=sitting.id, person_id=person.id, at=now))


def overview(db: Db, by: Person, edition: Edition, session: Session) -> dict[str, Any]:
    """Answers and presence, by person for facilitators and rolled up per team."""
    demand(db, edition.id, by, "session.run")
    answers, present = sessions.rsvps(db, session.id), sessions.attendees(db, session.id)
    people = invited(db, edition, session)
    coming = Counter(str(row.going) for row in answers.values())
    here = [person.name for _, person in people if person.id in present]
    teams_here = {team.name for team, person in people if person.id in present}
    return {"number": session.number, "title": session.title, "invited": len(people), "answers": dict(coming),
            "present": here, "teams": len(teams_here)}  # fmt: skip
