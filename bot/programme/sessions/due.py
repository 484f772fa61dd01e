"""What falls due before and after a session, for each person in their own time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.programme import reminders, worktime
from bot.programme.occasions import Planned, within
from bot.programme.sessions.inviting import invited, own_sitting
from bot.programme.worktime import Week
from storage import sessions
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.sessions import Going, Rsvp, Session, SessionState, Sitting
from storage.teams import Team


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
            yield _feedback(session, own_sitting(sittings, person, said), team, person)


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
    sitting = own_sitting(sittings, person, said)
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
