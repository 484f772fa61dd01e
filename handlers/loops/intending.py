"""The intention and the learning card: two forms that any member, or the owner's team, opens from a message."""

from datetime import datetime

from bot.messages import loops as messages
from bot.programme import planning
from bot.programme.loops import intending, learning
from bot.programme.loops.running import ClosedError
from handlers.dispatch import Routes
from handlers.loops.places import closed, of_value
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db


def open_intention(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        loop, room = of_value(db, request.value)
        given = intending.prefill(db, request.someone, loop, room)
        return messages.intention_form(request.reader, loop.number, request.value, given)

    try:
        return Open(request.read(find))
    except ClosedError as error:
        raise WrongWordsError(closed(error)) from None


def submit_intention(request: Request) -> Reply:
    said = {name: request.fields.get(name, "").strip() for name in ("intention", "trying")}
    if not said["intention"]:
        return Wrong({"intention": "Please say in one sentence what you want to learn."})

    def work(db: Db, now: datetime) -> None:
        planned = intending.intend(db, now, request.someone, *of_value(db, request.value), said)
        planning.queue(db, request.here, planned, now)

    try:
        request.commit(work)
    except ClosedError as error:
        return Wrong({"intention": closed(error)})
    return Say(messages.kept(request.reader, "intention"))


def open_card(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        loop, room = of_value(db, request.value)
        given = learning.prefill(db, request.someone, loop, room)
        return messages.card_form(request.reader, loop.number, request.value, given)

    return Open(request.read(find))


def submit_card(request: Request) -> Reply:
    said = {name: request.fields.get(name, "").strip() for name in ("learned", "next_step", "course", "reframed")}
    needed = {"learned": "Please say in a few words what you learned.", "course": "Please choose one of the three."}
    if wrong := {name: words for name, words in needed.items() if not said[name]}:
        return Wrong(wrong)

    def work(db: Db, now: datetime) -> None:
        planned = learning.confirm(db, now, request.someone, *of_value(db, request.value), said)
        planning.queue(db, request.here, planned, now)

    request.commit(work)
    return Say(messages.kept(request.reader, "card"))


COMMANDS: Routes = {}
ACTIONS = {"loop.intend": open_intention, "loop.card": open_card}
VIEWS = {"loop.intend": submit_intention, "loop.card": submit_card}
