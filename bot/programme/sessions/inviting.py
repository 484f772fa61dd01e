"""Who is invited to a session, at which of its sittings, and what a message to them says."""

from datetime import datetime

from bot.programme import reminders
from bot.programme.occasions import Context, Skip, ref
from storage import sessions, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.sessions import Going, Rsvp, Session, SessionKind, SessionState, Sitting
from storage.teams import Team, TeamKind

EVERYBODY = {SessionKind.KICK_OFF, SessionKind.REFLECTION, SessionKind.SHOWCASE}


def invited(db: Db, edition: Edition, session: Session) -> list[tuple[Team, Person]]:
    """Thematic sessions are the cohort's; kick-off, reflection and showcase are everybody's."""
    kinds = () if session.kind in EVERYBODY else (TeamKind.COHORT,)
    chosen = teams.told(db, edition.id, *kinds)
    members = teams.members_by_team(db, [team.id for team in chosen])
    return list({person.id: (team, person) for team in chosen for person in members[team.id]}.values())


def own_sitting(sittings: list[Sitting], person: Person, said: Rsvp | None) -> Sitting:
    chosen = next((sitting for sitting in sittings if said and sitting.id == said.sitting_id), None)
    return chosen or reminders.humane(sittings, person.zone)


def context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    """Facts of the announcement, a reminder, the start and what changed."""
    session = db.get_one(Session, ref(delivery, "session"))
    said = sessions.rsvp(db, session.id, delivery.person_id or 0)
    if problem := _unwanted(session, said, delivery, now):
        return Skip(problem)
    sittings = sessions.sittings(db, session.id)
    person = db.get_one(Person, delivery.person_id)
    own = own_sitting(sittings, person, said)
    return {
        "session": session.id,
        "title": session.title,
        "minutes": session.minutes,
        "preparation": session.preparation,
        "sittings": [{"id": sitting.id, "label": sitting.label, "at": sitting.starts_at} for sitting in sittings],
        "own": own.starts_at,
        "own_id": own.id,
        "accepted": said is not None,
    }


def _unwanted(session: Session, said: Rsvp | None, delivery: Delivery, now: datetime) -> str | None:
    if session.state == SessionState.CANCELLED and delivery.kind != "session.cancelled":
        return "cancelled"
    if said and said.going == Going.DECLINED and delivery.kind != "session.cancelled":
        return "declined"
    if delivery.refs.get("revision", session.revision) != session.revision:
        return "moved"
    if delivery.kind == "session.reminder" and said and "T-7d" in delivery.occasion and said.at < now:
        return "accepted already"
    return None
