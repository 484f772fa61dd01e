"""Feedback in Slack: the form, and two separate writes, so that nothing links an answer to its author."""

from datetime import datetime

from bot.messages import feedback as messages
from bot.programme import feedback, planning
from bot.programme.feedback import Given
from bot.programme.occasions import Planned
from bot.programme.permissions import demand
from handlers.replies import Open, Reply, Say
from handlers.requests import Request, WrongWordsError
from storage import sessions
from storage.db import Db


def open_form(request: Request) -> Reply:
    return Open(messages.form(request.reader, request.number))


def submit(request: Request) -> Reply:
    fields, session, sealer = request.fields, request.number, request.services.sealer
    given = Given(int(fields["useful"]), fields["will_try"], fields["contact"], fields["change"])
    try:
        request.commit(lambda db, _: feedback.receive(db, request.someone, session))
    except feedback.AnsweredError:
        return Say(messages.again(request.reader))
    request.services.writer.commit(lambda db, _: feedback.keep(db, session, sealer, given))
    return Say(messages.thanks(request.reader))


def results(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        demand(db, request.here.id, request.person, "feedback.run")
        session = sessions.numbered(db, request.here.id, _number(request))
        if session is None:
            raise WrongWordsError(f"There is no session {request.value} in this edition.")
        return feedback.results(db, request.someone, request.here, session)

    return Say(messages.results(request.reader, request.read(find)))


def ask(request: Request) -> Reply:
    """Ask those who were there and have not been asked yet, now."""

    def work(db: Db, now: datetime) -> int:
        demand(db, request.here.id, request.person, "feedback.run")
        session = sessions.numbered(db, request.here.id, _number(request))
        present = sessions.attendees(db, session.id) if session else set()
        key = f"session-{session.id}:feedback" if session else ""
        refs = {"session": session.id} if session else {}
        return planning.queue(
            db, request.here, [Planned("feedback.ask", key, now, who, refs=refs) for who in present], now
        )

    return Say(messages.asked(request.reader, request.commit(work)))


def _number(request: Request) -> int:
    if not request.value.strip().isdigit():
        raise WrongWordsError("Which session? For example: `/sweetspot feedback results 2`")
    return int(request.value)


COMMANDS = {"feedback results": results, "feedback ask": ask}
ACTIONS = {"feedback.answer": open_form}
VIEWS = {"feedback.answer": submit}
