"""`/sweetspot review discuss …`: the disagreements, opening one with its lead, comments, the lead's note."""

from collections.abc import Callable
from datetime import datetime

from bot.messages.reviews import discussing as messages
from bot.messages.reviews import form
from bot.programme import planning
from bot.programme.reviews import discussing, writing
from handlers.replies import Open, Reply, Say
from handlers.requests import Request, WrongWordsError
from handlers.reviews import common
from storage.calls import Submission
from storage.db import Db
from storage.people import Person

DISCUSS = "/sweetspot review discuss 12 lead name@example.org"


def discuss(request: Request) -> Reply:
    kind, said = common.kind_of(request.value.split(), DISCUSS)
    if not said:
        found = request.read(lambda db: discussing.disagreements(db, request.someone, request.here, kind))
        return Say(messages.disagreements(request.reader, str(kind), found))
    if len(said) != 3 or said[1] != "lead":
        raise WrongWordsError(f"Which application, and who leads? For example: `{DISCUSS}`")

    def work(db: Db, now: datetime) -> tuple[str, int]:
        row, lead = common.submission(db, request, kind, said[0]), common.somebody(db, said[2], DISCUSS)
        return _open(db, now, request, row, lead)

    return Say(messages.opened(request.reader, *_opening(request, work)))


def _open(db: Db, now: datetime, request: Request, row: Submission, lead: Person) -> tuple[str, int]:
    said = discussing.open_(db, now, request.someone, request.here, row, lead)
    planning.queue(db, request.here, said, now)
    return lead.name, len(said)


def _opening(request: Request, work: Callable[[Db, datetime], tuple[str, int]]) -> tuple[str, int]:
    try:
        return request.commit(work)
    except discussing.TooFewError:
        raise WrongWordsError(
            "A discussion needs two reviews that are in. `/sweetspot call board challenge` shows how many there are."
        ) from None


def open_lead(request: Request) -> Reply:
    found = request.read(lambda db: discussing.leads(db, request.someone, request.here, request.number))
    return Open(messages.lead_form(request.reader, request.value, found))


def submit_lead(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> tuple[str, int]:
        lead = db.get_one(Person, int(request.fields["lead"]))
        return _open(db, now, request, db.get_one(Submission, request.number), lead)

    return Say(messages.opened(request.reader, *_opening(request, work)))


def talk(request: Request) -> Reply:
    discussion_id, number = common.ids(request.value)
    found = request.read(lambda db: discussing.talk_of(db, request.someone, request.here, discussion_id))
    return common.show(request, messages.talk(request.reader, found, number if "." in request.value else None))


def comment(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()

    def work(db: Db, now: datetime) -> None:
        said = discussing.comment(db, now, request.someone, request.here, request.number, words)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Say(form.noticed(request.reader, "said"))


def revise(request: Request) -> Reply:
    found = request.read(lambda db: writing.reopen(db, request.someone, request.here, request.number))
    return common.show(request, form.form(request.reader, found))


def open_agree(request: Request) -> Reply:
    found = request.read(lambda db: discussing.led(db, request.someone, request.here, request.number))
    return common.show(request, messages.agree(request.reader, found))


def agree(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()
    request.commit(lambda db, now: discussing.agree(db, now, request.someone, request.here, request.number, words))
    return Say(form.noticed(request.reader, "agreed"))


COMMANDS = {"review discuss": discuss}
ACTIONS = {
    "review.discuss": open_lead,
    "review.talk": talk,
    "review.revise": revise,
    "review.agree": open_agree,
}
VIEWS = {"review.lead": submit_lead, "review.talk": comment, "review.agree": agree}
