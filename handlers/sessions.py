"""`/sweetspot session …`, and each person's answer."""

from datetime import UTC, date, datetime, time

from bot.messages import sessions as messages
from bot.programme import planning, sessions
from bot.programme.occasions import Planned
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import sessions as tables
from storage import workspaces
from storage.db import Db
from storage.sessions import Session, SessionKind, Sitting
from storage.workspaces import WorkspaceKind


def plan(request: Request) -> Reply:
    return Open(messages.form(request.reader, request.value))


def submit_plan(request: Request) -> Reply:
    starts = _starts(request.fields)
    wrong = starts if isinstance(starts, dict) else {}
    if not request.fields["minutes"].isdigit() or not 10 <= int(request.fields["minutes"]) <= 480:
        wrong["minutes"] = "A whole number from 10 to 480, please."
    if wrong or isinstance(starts, dict):
        return Wrong(wrong)

    def work(db: Db, _now: datetime) -> Session:
        kind, fields = SessionKind(request.fields["kind"]), request.fields
        made = sessions.draft(
            db, request.someone, request.here, fields["title"], kind, int(fields["minutes"]), fields["preparation"]
        )
        sessions.set_sittings(db, made, starts)
        return made

    made = request.commit(work)
    return Say(messages.planned(request.reader, made.number, made.title))


def publish(request: Request) -> Reply:
    number = _number(request, "publish")
    made = request.commit(lambda db, now: sessions.publish(db, now, request.someone, request.here, number))
    if made is None:
        raise WrongWordsError(
            f"There is no draft of a session {number} with a time. `/sweetspot session plan` makes one."
        )
    return Say(messages.published(request.reader, made.title))


def move(request: Request) -> Reply:
    request.read(lambda db: _session(db, request, _number(request, "move")))
    return Open(messages.move_form(request.reader, _number(request, "move")))


def submit_move(request: Request) -> Reply:
    starts = _starts(request.fields)
    if isinstance(starts, dict):
        return Wrong(starts)

    def work(db: Db, now: datetime) -> int:
        session = _session(db, request, request.number)
        return _queue(db, request, now, sessions.move(db, now, request.someone, request.here, session, starts))

    return Say(messages.told(request.reader, request.commit(work)))


def cancel(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        session = _session(db, request, _number(request, "cancel"))
        return _queue(db, request, now, sessions.cancel(db, now, request.someone, request.here, session))

    return Say(messages.told(request.reader, request.commit(work)))


def attendance(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        return sessions.overview(
            db, request.someone, request.here, _session(db, request, _number(request, "attendance"))
        )

    return Say(messages.overview(request.reader, request.read(find)))


def summary(request: Request) -> Reply:
    request.read(lambda db: _session(db, request, _number(request, "summary")))
    return Open(messages.summary_form(request.reader, _number(request, "summary")))


def submit_summary(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        session, room = (
            _session(db, request, request.number),
            workspaces.room(db, request.here.id, WorkspaceKind.COHORT),
        )
        if room is None:
            raise WrongWordsError("The cohort's room is not there yet. `/sweetspot workspace status` says why.")
        text = request.fields["summary"]
        said = sessions.summarise(db, now, request.someone, request.here, session, text, room.id)
        return _queue(db, request, now, [said])

    return Say(messages.told(request.reader, request.commit(work)))


def going(request: Request) -> Reply:
    session, sitting = (int(part) for part in request.value.split("."))

    def work(db: Db, now: datetime) -> tuple[str, datetime]:
        title = sessions.reply(db, now, request.someone, session, sitting).title
        return title, db.get_one(Sitting, sitting).starts_at

    title, at = request.commit(work)
    return Say(messages.answered(request.reader, title, at))


def decline(request: Request) -> Reply:
    found = request.commit(lambda db, now: sessions.reply(db, now, request.someone, request.number, None))
    return Say(messages.answered(request.reader, found.title, None))


def here(request: Request) -> Reply:
    request.commit(lambda db, now: sessions.attend(db, now, request.someone, request.number))
    return Rewrite(messages.here(request.reader))


def _number(request: Request, verb: str) -> int:
    if not request.value.strip().isdigit():
        raise WrongWordsError(f"Which session? For example: `/sweetspot session {verb} 2`")
    return int(request.value)


def _session(db: Db, request: Request, number: int) -> Session:
    found = tables.numbered(db, request.here.id, number)
    if found is None:
        raise WrongWordsError(f"There is no session {number} in this edition.")
    return found


def _queue(db: Db, request: Request, now: datetime, said: list[Planned]) -> int:
    return planning.queue(db, request.here, said, now)


def _starts(fields: dict[str, str]) -> list[datetime] | dict[str, str]:
    """The sittings' instants, or what is wrong with which field."""
    starts, wrong = [], {}
    for label in ("a", "b"):
        day, clock = fields.get(f"day_{label}", ""), fields.get(f"time_{label}", "").strip()
        if not day and not clock and label == "b":
            continue
        try:
            starts.append(datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), UTC))
        except ValueError:
            wrong[f"time_{label}"] = "A date, and a time such as 14:00, please."
    return wrong or starts


COMMANDS = {
    "session plan": plan,
    "session publish": publish,
    "session move": move,
    "session cancel": cancel,
    "session attendance": attendance,
    "session summary": summary,
}
ACTIONS = {"session.going": going, "session.decline": decline, "session.here": here}
VIEWS = {"session.plan": submit_plan, "session.move": submit_move, "session.summary": submit_summary}
