"""`/sweetspot call shortlist …`: chosen by who runs the edition, read and commented on by advisors."""

from datetime import datetime

from bot.messages.reviews import advising as messages
from bot.messages.reviews import gate
from bot.programme.permissions import may
from bot.programme.reviews import advising
from bot.programme.reviews.advising import Summary
from handlers.replies import Refill, Reply, Say
from handlers.requests import Request, WrongWordsError
from handlers.reviews import common
from handlers.reviews.writing import summary
from storage.calls import CallKind
from storage.db import Db
from storage.reviews import Standing

SHORTLIST = "/sweetspot call shortlist challenge 5,16,22"


def shortlist(request: Request) -> Reply:
    kind, said = common.kind_of(request.value.split(), SHORTLIST)
    if said:
        return _choose(request, kind, [part for part in ",".join(said).split(",") if part])
    if request.read(lambda db: may(db, request.here.id, request.person, "call.run")):
        raise WrongWordsError(f"Which applications shall advisors read? For example: `{SHORTLIST}`")
    return _list(request, kind)


def list_(request: Request) -> Reply:
    return _list(request, CallKind.CHALLENGE)


def _list(request: Request, kind: CallKind) -> Reply:
    found = request.read(lambda db: advising.listed(db, request.someone, request.here, kind))
    return Say(messages.shortlist(request.reader, str(kind), found))


def _choose(request: Request, kind: CallKind, ids: list[str]) -> Reply:
    try:
        count = request.commit(lambda db, now: advising.choose(db, now, request.someone, request.here, kind, ids))
    except advising.UnknownError as error:
        raise WrongWordsError(f"The call for {kind} has no application {error}. The shortlist is as it was.") from None
    return Say(messages.chosen(request.reader, count))


def open_(request: Request) -> Reply:
    submission_id, number = common.ids(request.value)
    found = request.commit(lambda db, now: advising.summary(db, now, request.someone, request.here, submission_id))
    return common.show(request, summary(request, found, number))


def clear(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> Summary:
        return advising.declare(db, now, request.someone, request.here, request.number, Standing.CLEAR)

    return common.show(request, summary(request, request.commit(work)))


def open_conflict(request: Request) -> Reply:
    return common.show(request, gate.conflict(request.reader, request.value, "advise"))


def submit_conflict(request: Request) -> Reply:
    reason = request.fields.get("reason", "").strip()

    def work(db: Db, now: datetime) -> Summary:
        return advising.declare(db, now, request.someone, request.here, request.number, Standing.CONFLICT, reason)

    request.commit(work)
    return Refill(messages.aside(request.reader))


def comment(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()
    request.commit(lambda db, now: advising.comment(db, now, request.someone, request.here, request.number, words))
    return Say(messages.thanks(request.reader))


COMMANDS = {"call shortlist": shortlist}
ACTIONS = {
    "advise.list": list_,
    "advise.open": open_,
    "advise.clear": clear,
    "advise.conflict": open_conflict,
}
VIEWS = {"advise.conflict": submit_conflict, "advise.comment": comment}
