"""What remains of a session, handed in by a facilitator."""

from datetime import datetime

from bot.messages.sessions import forms, replies
from bot.programme import planning
from bot.programme.sessions import summarising
from handlers.replies import Open, Reply, Say
from handlers.requests import Request, WrongWordsError
from handlers.sessions.numbers import number_of, numbered
from storage import workspaces
from storage.db import Db
from storage.workspaces import WorkspaceKind


def summary(request: Request) -> Reply:
    request.read(lambda db: numbered(db, request, number_of(request, "summary")))
    return Open(forms.summary_form(request.reader, number_of(request, "summary")))


def submit_summary(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        session, room = (
            numbered(db, request, request.number),
            workspaces.room(db, request.here.id, WorkspaceKind.COHORT),
        )
        if room is None:
            raise WrongWordsError("The cohort's room is not there yet. `/sweetspot workspace status` says why.")
        text = request.fields["summary"]
        said = summarising.summarise(db, now, request.someone, request.here, session, text, room.id)
        return planning.queue(db, request.here, [said], now)

    return Say(replies.told(request.reader, request.commit(work)))


COMMANDS = {"session summary": summary}
VIEWS = {"session.summary": submit_summary}
