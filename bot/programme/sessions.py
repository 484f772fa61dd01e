"""Sessions: who is invited, when each person is told and reminded in their own time, who comes and who was there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.programme import reminders, worktime
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import demand
from bot.programme.worktime import Week
from storage import deliveries, sessions, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.sessions import Attendance, Going, Rsvp, Session, SessionKind, SessionState, Sitting
from storage.teams import Team, TeamKind

EVERYBODY = {SessionKind.KICK_OFF, SessionKind.REFLECTION, SessionKind.SHOWCASE}


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterator[Planned]:
    for session, sittings in sessions.with_sittings(db, edition.id, SessionState.PUBLISHED, SessionState.HELD):
        if sittings and _near(session, sittings, start, end):
            yield from within(_for_session(db, edition, session, sittings, _is_news(session, start, end)), start, end)


def _near(session: Session, sittings: list[Sitting], start: datetime, end: datetime) -> bool:
    """Whether anything of this session can be due in the span, wherever its readers are."""
    first, last = sittings[0].starts_at, sittings[-1].starts_at
    spans = [
        (first - timedelta(days=8), last - timedelta(days=6)),
        (first - timedelta(days=2), last + timedelta(days=2)),
    ]
    return _is_news(session, start, end) or any(begins <= end and start <= ends for begins, ends in spans)


def _is_news(session: Session, start: datetime, end: datetime) -> bool:
    """Whether somebody may still have to hear of it: the next working hour is at most some days away."""
    told = session.published_at
    return told is not None and told <= end and start <= told + timedelta(days=5)


def _for_session(
    db: Db, edition: Edition, session: Session, sittings: list[Sitting], is_news: bool
) -> Iterator[Planned]:
    answers, present = sessions.rsvps(db, session.id), sessions.attendees(db, session.id)
    for team, person in invited(db, edition, session):
        said = answers.get(person.id)
        if is_news:
            yield _announcement(session, sittings, team, person)
        if said is None or said.going == Going.GOING:
            yield from _reminders(session, sittings, team, person, said)
        if person.id in present or (not present and said and said.going == Going.GOING):
            yield _feedback(session, _sitting(sittings, person, said), team, person)


def _announcement(session: Session, sittings: list[Sitting], team: Team, person: Person) -> Planned:
    due_at = worktime.next_working_instant(session.published_at or sittings[0].starts_at, Week(person.zone))
    return Planned(
        "session.announced",
        f"session-{session.id}:announced",
        due_at,
        person.id,
        team_id=team.id,
        latest_at=sittings[-1].starts_at,
        refs={"session": session.id},
    )


def _reminders(
    session: Session, sittings: list[Sitting], team: Team, person: Person, said: Rsvp | None
) -> Iterator[Planned]:
    sitting = _sitting(sittings, person, said)
    refs = {"session": session.id, "sitting": sitting.id, "revision": session.revision}
    key = f"session-{session.id}.r{session.revision}"
    for reminder in reminders.reminders(sitting.starts_at, person.zone, accepted=said is not None):
        yield Planned(
            "session.reminder",
            f"{key}:{reminder.tag}",
            reminder.due_at,
            person.id,
            team_id=team.id,
            latest_at=sitting.starts_at,
            condition="" if said else "not declined",
            refs=refs,
        )
    if said:
        ends_at = sitting.starts_at + timedelta(minutes=session.minutes)
        yield Planned(
            "session.started",
            f"{key}:start",
            sitting.starts_at,
            person.id,
            team_id=team.id,
            latest_at=ends_at,
            refs=refs,
        )


def _feedback(session: Session, sitting: Sitting, team: Team, person: Person) -> Planned:
    ended = sitting.starts_at + timedelta(minutes=session.minutes + 5)
    return Planned(
        "feedback.ask",
        f"session-{session.id}:feedback",
        reminders.by_day_after(ended, person.zone),
        person.id,
        team_id=team.id,
        latest_at=ended + timedelta(days=7),
        refs={"session": session.id},
    )


def _sitting(sittings: list[Sitting], person: Person, said: Rsvp | None) -> Sitting:
    chosen = next((sitting for sitting in sittings if said and sitting.id == said.sitting_id), None)
    return chosen or reminders.humane(sittings, person.zone)


def invited(db: Db, edition: Edition, session: Session) -> list[tuple[Team, Person]]:
    """Thematic sessions are the cohort's; kick-off, reflection and showcase are everybody's."""
    kinds = () if session.kind in EVERYBODY else (TeamKind.COHORT,)
    chosen = teams.told(db, edition.id, *kinds)
    members = teams.members_by_team(db, [team.id for team in chosen])
    return list({person.id: (team, person) for team in chosen for person in members[team.id]}.values())


# What a message says


def context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    """Facts of the announcement, a reminder, the start and what changed."""
    session = db.get_one(Session, ref(delivery, "session"))
    said = sessions.rsvps(db, session.id).get(delivery.person_id or 0)
    if problem := _unwanted(session, said, delivery, now):
        return Skip(problem)
    sittings = sessions.sittings(db, session.id)
    person = db.get_one(Person, delivery.person_id)
    own = _sitting(sittings, person, said)
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


# Doing


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


def reply(db: Db, now: datetime, person: Person, session_id: int, sitting_id: int | None) -> Session:
    """Going to a sitting, or not coming (`None`). It can be changed until the session."""
    session = db.get_one(Session, session_id)
    demand(db, session.edition_id, person, "session.attend")
    row = sessions.rsvps(db, session.id).get(person.id) or Rsvp(
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


def hold(db: Db, now: datetime) -> None:
    """A session is held once its last sitting has ended."""
    for session in sessions.published(db):
        sittings = sessions.sittings(db, session.id)
        if sittings and sittings[-1].starts_at + timedelta(minutes=session.minutes) <= now:
            session.state = SessionState.HELD


def summarise(db: Db, now: datetime, by: Person, edition: Edition, session: Session, text: str, room: int) -> Planned:
    """Ideas, not speakers: posted to the cohort's room."""
    demand(db, edition.id, by, "session.run")
    session.summary = text
    key = f"session-{session.id}:summary"
    return Planned("session.summary", key, now, channel_id=room, refs={"session": session.id})


def summary_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    session = db.get_one(Session, ref(delivery, "session"))
    return {"title": session.title, "summary": session.summary}


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
