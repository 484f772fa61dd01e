"""Announcements in Slack: words, then a preview, then to oneself or to all; a receipt with the way to correct."""

from datetime import datetime

from bot.messages import announcements as messages
from bot.programme import announcements, planning
from bot.programme.permissions import demand
from handlers.replies import Open, Refill, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.announcements import Announcement, Audience
from storage.db import Db


def announce(request: Request) -> Reply:
    """`edition announce AUDIENCE`."""
    request.read(lambda db: demand(db, request.here.id, request.someone, "edition.announce"))
    which = request.value.strip().lower() or Audience.EVERYONE
    if which not in list(Audience):
        raise WrongWordsError(f'There is no audience "{which}". There is: {", ".join(Audience)}.')
    return Open(messages.form(request.reader, str(which)))


def preview(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()
    if not words:
        return Wrong({"text": "Please write what you want to say."})

    def work(db: Db, now: datetime) -> tuple[int, str, str, announcements.Outlook]:
        row = announcements.draft(db, now, request.here, request.someone, Audience(request.value), words)
        return row.id, str(row.audience), row.text, announcements.outlook(db, request.here, row, now)

    return Refill(messages.preview(request.reader, *request.commit(work)))


def trial(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> None:
        said = announcements.trial(db, now, request.here, request.someone, request.number)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Open(messages.notice(request.reader, trial=True, fresh=True))


def send(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        said = announcements.send(db, now, request.here, request.someone, request.number)
        return planning.queue(db, request.here, said, now)

    return Refill(messages.notice(request.reader, trial=False, fresh=bool(request.commit(work))))


def open_correction(request: Request) -> Reply:
    def find(db: Db) -> str:
        demand(db, request.here.id, request.someone, "edition.announce")
        return db.get_one(Announcement, request.number).text

    return Open(messages.correction_form(request.reader, request.number, request.read(find)))


def correct(request: Request) -> Reply:
    given = {name: request.fields.get(name, "").strip() for name in ("changed", "text")}
    if missing := {name: "Please fill this in." for name, value in given.items() if not value}:
        return Wrong(missing)

    def work(db: Db, now: datetime) -> int:
        said = announcements.correct(db, now, request.someone, request.number, **given)
        return planning.queue(db, request.here, said, now)

    return Say(messages.correcting(request.reader, request.commit(work)))


COMMANDS = {"edition announce": announce}
ACTIONS = {"announce.send": send, "announce.trial": trial, "announce.correct": open_correction}
VIEWS = {"announce.draft": preview, "announce.correct": correct}
