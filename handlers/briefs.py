"""`/sweetspot call brief` and `call publish`, and the owner's word on the text."""

from datetime import datetime

from bot.messages import briefs as messages
from bot.programme import briefs, calls, planning
from bot.programme.briefs import Words
from handlers import words
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.briefs import Brief
from storage.db import Db
from storage.matching import Challenge

PUBLISH = "/sweetspot call publish challenge"


def write(request: Request) -> Reply:
    def find(db: Db) -> tuple[Challenge, Words]:
        challenge = words.challenge(db, request, request.value)
        return challenge, briefs.start(db, request.someone, challenge)

    challenge, text = request.read(find)
    return Open(messages.form(request.reader, challenge.id, challenge.number, text))


def save(request: Request) -> Reply:
    given = messages.joined(request.fields)
    missing = {name: "Please fill this in: it is what others read first." for name in NEEDED if not given[name]}
    if missing:
        return Wrong(missing)

    def work(db: Db, now: datetime) -> tuple[Brief, bool]:
        challenge = db.get_one(Challenge, request.number)
        brief, said = briefs.save(db, now, request.someone, challenge, Words(**given))
        planning.queue(db, request.here, said, now)
        return brief, bool(said)

    try:
        brief, asked = request.commit(work)
    except calls.NotPossibleError as why:
        return Wrong({"title": str(why)})
    return Say(messages.saved(request.reader, brief.version, asked))


NEEDED = ("title", "question")


def approve(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> Brief:
        brief, said = briefs.approve(db, now, request.someone, request.number)
        planning.queue(db, request.here, said, now)
        return brief

    try:
        brief = request.commit(work)
    except calls.NotPossibleError as why:
        raise WrongWordsError(str(why)) from None
    return Rewrite(messages.approved(request.reader, brief.title, brief.version, request.someone.name))


def suggest(request: Request) -> Reply:
    try:
        brief = request.read(lambda db: briefs.answerable(db, request.someone, request.number))
    except calls.NotPossibleError as why:
        raise WrongWordsError(str(why)) from None
    return Open(messages.wish_form(request.reader, brief.id))


def wish(request: Request) -> Reply:
    said = request.fields.get("wish", "").strip()
    if not said:
        return Wrong({"wish": "Please say in a few words what should be different."})

    def work(db: Db, now: datetime) -> None:
        _, note = briefs.wish(db, now, request.someone, request.number, said)
        planning.queue(db, request.here, note, now)

    try:
        request.commit(work)
    except calls.NotPossibleError as why:
        return Wrong({"wish": str(why)})
    return Say(messages.wished(request.reader))


def publish(request: Request) -> Reply:
    said = request.value.split()
    if said[:1] not in (["challenge"], ["challenges"]):
        raise WrongWordsError(f"Only the call for challenges has briefs to publish. For example: `{PUBLISH}`")
    anyway = said[1:] == ["anyway"]
    try:
        options, waiting = request.commit(
            lambda db, now: briefs.publish(db, now, request.someone, request.here, anyway)
        )
    except calls.NotPossibleError as why:
        raise WrongWordsError(f"{why} Nothing was changed.") from None
    return Say(messages.published(request.reader, options, waiting))


COMMANDS = {"call brief": write, "call publish": publish}
ACTIONS = {"brief.approve": approve, "brief.suggest": suggest}
VIEWS = {"brief.save": save, "brief.wish": wish}
