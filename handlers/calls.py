"""`/sweetspot call …`, the decision on one submission, and the applicant's answer to an offer."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.messages import calls as messages
from bot.programme import briefs, calls, planning
from bot.programme.calls import Verdict
from handlers import words
from handlers.replies import Open, Refill, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.calls import Call, CallKind, CallState, Submission
from storage.db import Db

T = TypeVar("T")
OPEN = "/sweetspot call open challenge until 2027-01-31 Europe/Paris"
EXTEND = "/sweetspot call extend challenge until 2027-02-07 Europe/Paris because of a holiday"
CLOSE = "/sweetspot call close challenge because every place is taken"
PLACES = "/sweetspot call places solution 8 because so many were strong"
EMBARGO = "/sweetspot call embargo challenge until 2027-02-15 10:00 Europe/Paris"
DECIDE = "/sweetspot call decide challenge 5,16 select because the need is clear words: Your need is clear."
ACCEPT = "/sweetspot call accept challenge 12 because its mail was held up by our server"
ANSWER = "/sweetspot call answer 12 accept because they wrote so on Monday"
NOTIFY = "/sweetspot call notify challenge"
SHOW = "/sweetspot call show challenge 12"
BOARD = "/sweetspot call board challenge"


def _kind(words_said: list[str], example: str) -> CallKind:
    return words.one_of(CallKind, words_said[0] if words_said else "", example)


def _committed(request: Request, work: Callable[[Db, datetime], T]) -> T:
    """What the call does not allow now is said where the person is, with what is possible."""
    try:
        return request.commit(work)
    except calls.NotPossibleError as why:
        raise WrongWordsError(f"{why} Nothing was changed.") from None
    except calls.UnknownSubmissionError as error:
        raise WrongWordsError(f"The call has no submission {error}. Nothing was changed.") from None


# The call itself


def open_(request: Request) -> Reply:
    said = request.value.split()
    kind, until = _kind(said, OPEN), words.until(said[1:], OPEN)

    return _state(request, lambda db, now: calls.open_(db, now, request.someone, request.here, kind, until))


def extend(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, EXTEND)
    said = before.split()
    kind, until = _kind(said, EXTEND), words.until(said[1:], EXTEND)
    return _state(request, lambda db, now: calls.extend(db, now, request.someone, request.here, kind, until, reason))


def close(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, CLOSE)
    kind = _kind(before.split(), CLOSE)
    return _state(request, lambda db, now: calls.close(db, now, request.someone, request.here, kind, reason))


def _state(request: Request, change: Callable[[Db, datetime], Call]) -> Reply:
    """How the call stands after the change; while that for solutions takes submissions, also what its form offers."""

    def work(db: Db, now: datetime) -> tuple[Call, list[briefs.Option]]:
        return change(db, now), briefs.published(db, request.here.id)

    call, options = _committed(request, work)
    running = call.state in (CallState.OPEN, CallState.EXTENDED)
    offered = options if running and call.kind == CallKind.SOLUTION else None
    at = call.closes_at if running else None
    return Say(messages.state(request.reader, str(call.kind), str(call.state), at, call.zone, offered))


def places(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, PLACES)
    said = before.split()
    kind = _kind(said, PLACES)
    if len(said) != 2 or not said[1].isdigit():
        raise WrongWordsError(f"How many places? For example: `{PLACES}`")

    def work(db: Db, now: datetime) -> calls.Places:
        call = calls.set_places(db, now, request.someone, request.here, kind, int(said[1]), reason)
        return calls.places(db, call)

    return Say(messages.places(request.reader, str(kind), _committed(request, work)))


def embargo(request: Request) -> Reply:
    said = request.value.split()
    kind, until = _kind(said, EMBARGO), words.until(said[1:], EMBARGO)
    _committed(request, lambda db, now: calls.set_embargo(db, now, request.someone, request.here, kind, until))
    return Say(messages.embargoed(request.reader, str(kind), until.at, until.zone))


def funnel(request: Request) -> Reply:
    kind = words.one_of(CallKind, request.value or "challenge", "/sweetspot call funnel challenge")

    def find(db: Db) -> tuple[list[calls.Stage], calls.Places]:
        stages = calls.stages(db, request.someone, request.here, kind)
        return stages, calls.places(db, calls.of_kind(db, request.here, kind))

    return Say(messages.funnel(request.reader, str(kind), *request.read(find)))


# Decisions


def decide(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, DECIDE)
    verdict = _verdict(before.split(), *words.cut(reason, "words:"))
    found = _committed(request, lambda db, now: calls.decide(db, now, request.someone, request.here, verdict))
    return Say(messages.done(request.reader, len(found), str(calls.OUTCOMES[verdict.outcome])))


def _verdict(said: list[str], reason: str, told: str) -> Verdict:
    """`challenge 5,16 select`, or `challenge 4 duplicate of 5`."""
    said, other = (said[:-2], said[-1]) if said[-2:-1] == ["of"] else (said, "")
    if len(said) < 3 or said[-1] not in calls.OUTCOMES or (other and said[-1] != "duplicate"):
        raise WrongWordsError(f"Which call, which ids, and one of {', '.join(calls.OUTCOMES)}? For example: `{DECIDE}`")
    ids = [one.strip() for one in " ".join(said[1:-1]).split(",") if one.strip()]
    return Verdict(words.one_of(CallKind, said[0], DECIDE), ids, said[-1], reason, told, other)


def form(request: Request) -> Reply:
    language, draft = request.read(lambda db: calls.draft(db, request.someone, request.number))
    return Open(messages.form(request.reader, request.value, language, draft))


def submit(request: Request) -> Reply:
    given = request.fields
    reason = given.get("reason", "").strip()
    if not reason:
        return Wrong({"reason": "Please give a reason. It stays with the secretariat."})

    def work(db: Db, now: datetime) -> Submission:
        return calls.decide_one(
            db, now, request.someone, request.number, given["outcome"], reason, given.get("words", "").strip()
        )

    try:
        row = request.commit(work)
    except calls.NotPossibleError as why:
        return Wrong({"outcome": str(why)})
    return Say(messages.decided_one(request.reader, row.team, str(row.state)))


def accept(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, ACCEPT)

    def work(db: Db, now: datetime) -> Submission:
        row = _one(db, request, before, ACCEPT)
        return calls.accept(db, now, request.someone, request.here, row, reason)

    row = _committed(request, work)
    return Say(messages.accepted(request.reader, row.response_id, row.team, str(row.state)))


def _one(db: Db, request: Request, said: str, example: str) -> Submission:
    """`12`, or `challenge 12` where several calls have one of that id."""
    first, _, rest = said.partition(" ")
    if not said:
        raise WrongWordsError(f"Which submission? For example: `{example}`")
    if first.isalpha():
        return calls.locate(db, request.here, rest.strip(), words.one_of(CallKind, first, example))
    return calls.locate(db, request.here, said)


def show(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        return calls.card(db, request.someone, request.here, _one(db, request, request.value, SHOW))

    try:
        return Say(messages.card(request.reader, request.read(find)))
    except calls.NotPossibleError as why:
        raise WrongWordsError(str(why)) from None
    except calls.UnknownSubmissionError as error:
        raise WrongWordsError(f"There is no submission {error}. `{BOARD}` lists them.") from None


def raw(request: Request) -> Reply:
    return _texts(request, raw=True)


def answers(request: Request) -> Reply:
    return _texts(request, raw=False)


def _texts(request: Request, *, raw: bool) -> Reply:
    number, _, page = request.value.partition(".")
    rows = request.read(lambda db: calls.texts(db, request.someone, int(number), raw))
    view = messages.cells(request.reader, rows, "call.raw" if raw else "call.answers", number, int(page or 0))
    return Refill(view) if page else Open(view)


# Letters


def notify(request: Request) -> Reply:
    said = request.value.split()
    kind, anyway = _kind(said, NOTIFY), said[1:] == ["anyway"]

    def work(db: Db, now: datetime) -> tuple[calls.Notified, bool]:
        found = calls.notify(db, now, request.someone, request.here, kind, anyway)
        planning.queue(db, request.here, found.planned, now)
        return found, found.at > now

    try:
        found, later = _committed(request, work)
    except calls.IncompleteError as lacking:
        return Say(messages.incomplete(request.reader, str(kind), lacking.undecided, lacking.wordless))
    return Say(messages.notified(request.reader, str(kind), len(found.planned), found, later))


def letters(request: Request) -> Reply:
    kind = words.one_of(CallKind, request.value or "challenge", "/sweetspot call letters challenge")
    rows = request.read(lambda db: calls.letters(db, request.someone, request.here, kind))
    return Say(messages.letters(request.reader, str(kind), rows))


def accept_offer(request: Request) -> Reply:
    return _answer(request, accepts=True)


def decline_offer(request: Request) -> Reply:
    return _answer(request, accepts=False)


def _answer(request: Request, *, accepts: bool) -> Reply:
    row = _committed(request, lambda db, now: calls.answer_offer(db, now, request.someone, request.number, accepts))
    return Rewrite(messages.answered(request.reader, row.team, accepts))


def answer(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, ANSWER)
    which, _, word = before.rpartition(" ")
    if word not in ("accept", "decline"):
        raise WrongWordsError(f"Did they accept or decline? For example: `{ANSWER}`")

    def work(db: Db, now: datetime) -> Submission:
        row = _one(db, request, which, ANSWER)
        return calls.answer_for(db, now, request.someone, request.here, row, word == "accept", reason)

    row = _committed(request, work)
    return Say(messages.decided_one(request.reader, row.team, str(row.state)))


COMMANDS = {
    "call open": open_,
    "call extend": extend,
    "call close": close,
    "call places": places,
    "call embargo": embargo,
    "call funnel": funnel,
    "call decide": decide,
    "call accept": accept,
    "call show": show,
    "call notify": notify,
    "call letters": letters,
    "call answer": answer,
}
ACTIONS = {
    "call.decide": form,
    "call.raw": raw,
    "call.answers": answers,
    "call.accept": accept_offer,
    "call.decline": decline_offer,
}
VIEWS = {"call.decide": submit}
