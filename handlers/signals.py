"""Signals: seen to by a facilitator, or raised by somebody who would rather talk to a person."""

from datetime import datetime

from bot.messages import signals as messages
from bot.programme import planning, signals
from handlers.replies import Reply, Rewrite, Say
from handlers.requests import Request
from storage.db import Db


def settled(request: Request) -> Reply:
    team, kind = request.commit(lambda db, now: signals.settle(db, now, request.someone, request.number))
    return Rewrite(messages.settled(request.reader, team, kind, by=request.someone.name))


def snoozed(request: Request) -> Reply:
    team, until = request.commit(lambda db, now: signals.snooze(db, now, request.someone, request.number))
    return Say(messages.snoozed(request.reader, team, until))


def talk(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        return planning.queue(db, request.here, signals.from_person(db, now, request.someone, request.here), now)

    request.commit(work)
    return Say(messages.talk(request.reader))


ACTIONS = {"signal.settled": settled, "signal.snooze": snoozed, "person.talk": talk}
