"""`/sweetspot call …`"""

from datetime import datetime

from bot.messages import calls as messages
from bot.messages import people as replies
from bot.programme import calls, planning
from handlers import words
from handlers.replies import Reply, Say
from handlers.requests import Request, WrongWordsError
from storage.calls import CallKind, CallState
from storage.db import Db

OPEN = "/sweetspot call open challenge until 2027-01-31 Europe/Paris"
DECIDE = "/sweetspot call decide challenge 5,16 select because the need is clear and shared"


def open_(request: Request) -> Reply:
    return _set(request, CallState.OPEN, request.value.split())


def extend(request: Request) -> Reply:
    before, _reason = words.split_reason(request.value, f"{OPEN} because of a holiday")
    return _set(request, CallState.EXTENDED, before.split())


def _set(request: Request, state: CallState, said: list[str]) -> Reply:
    kind = words.one_of(CallKind, said[0] if said else "", OPEN)
    until = words.until(said[1:], OPEN)
    request.commit(lambda db, _: calls.set_state(db, request.someone, request.here, kind, state, until))
    return Say(messages.state(request.reader, str(kind), str(state)))


def decide(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, DECIDE)
    said = before.split()
    if len(said) != 3 or said[2] not in calls.OUTCOMES:
        raise WrongWordsError(f"Which call, which ids, and one of {', '.join(calls.OUTCOMES)}? For example: `{DECIDE}`")
    verdict = calls.Verdict(words.one_of(CallKind, said[0], DECIDE), said[1].split(","), said[2], reason)
    try:
        found = request.commit(lambda db, now: calls.decide(db, now, request.someone, request.here, verdict))
    except calls.UnknownSubmissionError as error:
        raise WrongWordsError(f"The call for {verdict.kind} has no submission {error}. Nothing was decided.") from None
    return Say(messages.done(request.reader, len(found), str(calls.OUTCOMES[verdict.outcome])))


def notify(request: Request) -> Reply:
    kind = words.one_of(CallKind, request.value, "/sweetspot call notify challenge")

    def work(db: Db, now: datetime) -> int:
        return planning.queue(db, request.here, calls.notify(db, now, request.someone, request.here, kind), now)

    return Say(messages.notified(request.reader, request.commit(work)))


def import_(_request: Request) -> Reply:
    return Say(replies.said(IMPORT))


IMPORT = (
    "Files come in on the command line for now: `sweetspot import challenges FILE --dry-run` shows what it understands."
)
COMMANDS = {
    "call open": open_,
    "call extend": extend,
    "call decide": decide,
    "call notify": notify,
    "call import": import_,
}
