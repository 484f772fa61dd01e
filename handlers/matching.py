"""`/sweetspot match …`, and each side's answer."""

from datetime import datetime

from bot.messages import matching as messages
from bot.programme import matching, planning, solver
from handlers import words
from handlers.replies import Reply, Rewrite, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db

PIN = "/sweetspot match pin 2 Team name"
EXCLUDE = "/sweetspot match exclude 2 Team name because of a conflict of interest"


def solve(request: Request) -> Reply:
    try:
        request.commit(lambda db, now: matching.solve(db, now, request.someone, request.here))
    except solver.InfeasibleError as error:
        raise WrongWordsError(f"There is no such plan: {error}. Take back a pin or an exclusion.") from None
    return explain(request)


def explain(request: Request) -> Reply:
    pairs = request.read(lambda db: matching.explain(db, request.someone, request.here))
    return Say(messages.plan(request.reader, pairs))


def pin(request: Request) -> Reply:
    number, _, name = request.value.partition(" ")

    def work(db: Db, now: datetime) -> int:
        challenge = words.challenge(db, request, number)
        matching.pin(db, now, request.someone, request.here, challenge, words.team(db, request, name))
        return challenge.number

    return Say(messages.noted(request.reader, name, request.commit(work), pinned=True))


def exclude(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, EXCLUDE)
    number, _, name = before.partition(" ")

    def work(db: Db, _: datetime) -> int:
        challenge = words.challenge(db, request, number)
        matching.exclude(db, request.someone, request.here, challenge, words.team(db, request, name), reason)
        return challenge.number

    return Say(messages.noted(request.reader, name, request.commit(work), pinned=False))


def propose(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        return planning.queue(db, request.here, matching.propose(db, now, request.someone, request.here), now)

    return Say(messages.asked(request.reader, request.commit(work)))


def publish(request: Request) -> Reply:
    anyway = request.value.startswith("anyway")
    try:
        found = request.commit(
            lambda db, now: matching.publish(db, now, request.someone, db.merge(request.here), anyway)
        )
    except matching.NotReadyError as error:
        raise WrongWordsError(f"Not yet: {error}. `/sweetspot match publish anyway` does it all the same.") from None
    return Say(messages.published(request.reader, len(found)))


def agree(request: Request) -> Reply:
    return _answer(request, agrees=True)


def decline(request: Request) -> Reply:
    return _answer(request, agrees=False)


def _answer(request: Request, agrees: bool) -> Reply:
    pairing, team = (int(part) for part in request.value.split("."))
    request.commit(lambda db, _: matching.answer(db, request.someone, pairing, team, agrees))
    return Rewrite(messages.answered(request.reader, agrees))


COMMANDS = {
    "match solve": solve,
    "match explain": explain,
    "match pin": pin,
    "match exclude": exclude,
    "match propose": propose,
    "match publish": publish,
}
ACTIONS = {"match.agree": agree, "match.decline": decline}
