"""Under a released insight: a team says that it used it; anybody asks whether it was meant to be shared."""

from datetime import datetime

from bot.messages import lineage as messages
from bot.programme import planning
from bot.programme.insights import questioning, reusing
from bot.programme.insights.reusing import UnknownInsightError, Usage
from handlers.replies import Open, Reply, Rewrite, Say
from handlers.requests import Request, WrongWordsError
from storage.checkins import Sharing
from storage.db import Db
from storage.insights import ReuseHow

GONE = (
    "This insight is no longer shown, or is your own team's, so there is nothing to say about it. "
    "`/sweetspot insight find` lists the others."
)


def open_form(request: Request) -> Reply:
    try:
        mine = request.read(lambda db: reusing.users(db, request.here, request.someone, request.number))
    except UnknownInsightError:
        raise WrongWordsError(GONE) from None
    return Open(messages.form(request.reader, request.number, [(team.id, team.name) for team in mine]))


def submit(request: Request) -> Reply:
    fields = request.fields
    given = Usage(
        int(fields["team"]), ReuseHow(fields["how"]), fields.get("line", "").strip(), Sharing(fields["sharing"])
    )

    def work(db: Db, now: datetime) -> None:
        said = reusing.use(db, now, request.here, request.someone, request.number, given)
        planning.queue(db, request.here, said, now)

    try:
        request.commit(work)
    except UnknownInsightError:
        raise WrongWordsError(GONE) from None
    return Say(messages.noted(request.reader))


def question(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> str:
        name, said = questioning.question(db, now, request.here, request.someone, request.number)
        planning.queue(db, request.here, said, now)
        return name

    try:
        return Say(messages.hidden(request.reader, request.commit(work)))
    except UnknownInsightError:
        raise WrongWordsError(GONE) from None


def show(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> None:
        said = questioning.show(db, now, request.here, request.someone, request.number)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Rewrite(messages.shown(request.reader, request.number))


ACTIONS = {"insight.used": open_form, "insight.meant": question, "insight.show": show}
VIEWS = {"insight.used": submit}
