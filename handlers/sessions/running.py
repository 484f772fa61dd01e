"""A session planned, published, moved and cancelled."""

from datetime import UTC, date, datetime, time

from bot.messages.sessions import forms, replies
from bot.programme import planning
from bot.programme.sessions import running
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from handlers.sessions.numbers import number_of, numbered
from storage.db import Db
from storage.sessions import Session, SessionKind


def plan(request: Request) -> Reply:
    return Open(forms.form(request.reader, request.value))


def submit_plan(request: Request) -> Reply:
    starts = _starts(request.fields)
    wrong = starts if isinstance(starts, dict) else {}
    if not request.fields["minutes"].isdigit() or not 10 <= int(request.fields["minutes"]) <= 480:
        wrong["minutes"] = "A whole number from 10 to 480, please."
    if wrong or isinstance(starts, dict):
        return Wrong(wrong)

    def work(db: Db, _now: datetime) -> Session:
        kind, fields = SessionKind(request.fields["kind"]), request.fields
        made = running.draft(
            db, request.someone, request.here, fields["title"], kind, int(fields["minutes"]), fields["preparation"]
        )
        running.set_sittings(db, made, starts)
        return made

    made = request.commit(work)
    return Say(replies.planned(request.reader, made.number, made.title))


def publish(request: Request) -> Reply:
    number = number_of(request, "publish")
    made = request.commit(lambda db, now: running.publish(db, now, request.someone, request.here, number))
    if made is None:
        raise WrongWordsError(
            f"There is no draft of a session {number} with a time. `/sweetspot session plan` makes one."
        )
    return Say(replies.published(request.reader, made.title))


def move(request: Request) -> Reply:
    request.read(lambda db: numbered(db, request, number_of(request, "move")))
    return Open(forms.move_form(request.reader, number_of(request, "move")))


def submit_move(request: Request) -> Reply:
    starts = _starts(request.fields)
    if isinstance(starts, dict):
        return Wrong(starts)

    def work(db: Db, now: datetime) -> int:
        session = numbered(db, request, request.number)
        return planning.queue(
            db, request.here, running.move(db, now, request.someone, request.here, session, starts), now
        )

    return Say(replies.told(request.reader, request.commit(work)))


def cancel(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        session = numbered(db, request, number_of(request, "cancel"))
        return planning.queue(db, request.here, running.cancel(db, now, request.someone, request.here, session), now)

    return Say(replies.told(request.reader, request.commit(work)))


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


COMMANDS = {"session plan": plan, "session publish": publish, "session move": move, "session cancel": cancel}
VIEWS = {"session.plan": submit_plan, "session.move": submit_move}
