"""Each person's answer, and who was there."""

from datetime import datetime

from bot.messages.sessions import replies
from bot.programme.sessions import attending
from handlers.replies import Reply, Rewrite, Say
from handlers.requests import Request
from handlers.sessions.numbers import number_of, numbered
from storage.db import Db
from storage.sessions import Sitting


def attendance(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        return attending.overview(
            db, request.someone, request.here, numbered(db, request, number_of(request, "attendance"))
        )

    return Say(replies.overview(request.reader, request.read(find)))


def going(request: Request) -> Reply:
    session, sitting = (int(part) for part in request.value.split("."))

    def work(db: Db, now: datetime) -> tuple[str, datetime]:
        title = attending.reply(db, now, request.someone, session, sitting).title
        return title, db.get_one(Sitting, sitting).starts_at

    title, at = request.commit(work)
    return Say(replies.answered(request.reader, title, at))


def decline(request: Request) -> Reply:
    found = request.commit(lambda db, now: attending.reply(db, now, request.someone, request.number, None))
    return Say(replies.answered(request.reader, found.title, None))


def here(request: Request) -> Reply:
    request.commit(lambda db, now: attending.attend(db, now, request.someone, request.number))
    return Rewrite(replies.here(request.reader))


COMMANDS = {"session attendance": attendance}
ACTIONS = {"session.going": going, "session.decline": decline, "session.here": here}
