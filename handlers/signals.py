"""Signals: seen to by a facilitator, or raised by somebody who would rather talk to a person."""

from datetime import datetime

from bot.messages import signals as messages
from bot.programme import planning, signals
from bot.programme.permissions import demand
from handlers.replies import Reply, Rewrite, Say
from handlers.requests import Request
from storage import teams
from storage.db import Db


def settled(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> None:
        demand(db, request.here.id, request.person, "edition.run")
        signals.settle(db, now, request.number)

    request.commit(work)
    return Rewrite(messages.settled(request.reader))


def talk(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        mine = teams.of_person(db, request.here.id, request.someone.id)
        said = signals.from_person(db, now, request.someone, mine[0]) if mine else []
        return planning.queue(db, request.here, said, now)

    request.commit(work)
    return Say(messages.talk(request.reader))


ACTIONS = {"signal.settled": settled, "person.talk": talk}
