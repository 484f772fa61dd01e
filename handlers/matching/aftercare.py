"""Publishing, the question of fit, and what advisors say."""

from datetime import datetime

from bot.messages.matching import forms, sides
from bot.messages.matching import plans as messages
from bot.programme import planning
from bot.programme.matching import advice, fit, publishing
from bot.programme.matching.consent import SettledError
from bot.programme.matching.drafts import NoDraftError
from handlers.matching import values
from handlers.replies import Open, Refill, Reply, Rewrite, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.editions import Edition


def publish(request: Request) -> Reply:
    anyway = request.value.strip() == "anyway"

    def work(db: Db, now: datetime) -> int:
        edition = db.get_one(Edition, request.here.id)
        found, said = publishing.publish(db, now, request.someone, edition, anyway)
        planning.queue(db, edition, said, now)
        return len(found)

    try:
        count = request.commit(work)
    except publishing.NotReadyError as error:
        raise WrongWordsError(
            f"Not yet: {error}. `/sweetspot match publish anyway` begins with those who agreed."
        ) from None
    return Say(messages.said(request.reader, "begun", count=count))


# Fit


def answer_fit(request: Request) -> Reply:
    given = fit.parse(request.value)

    def work(db: Db, now: datetime) -> str:
        other, said = fit.answer(db, now, request.someone, request.services.sealer, given)
        planning.queue(db, request.here, said, now)
        return other

    try:
        other = request.commit(work)
    except SettledError as error:
        raise WrongWordsError(f"{str(error).capitalize()}, so nothing was kept.") from None
    ref = request.value.rpartition(".")[0]
    return Rewrite(sides.fit_answered(request.reader, other, ref, given[2].name))


def fits(request: Request) -> Reply:
    found = request.read(lambda db: fit.answers(db, request.someone, request.here, request.services.sealer))
    return Say(messages.said(request.reader, "fits", rows=found))


# Advice


def ask_advice(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        return planning.queue(db, request.here, advice.ask(db, now, request.someone, request.here), now)

    try:
        count = request.commit(work)
    except NoDraftError:
        raise WrongWordsError("There is nothing to comment on yet. First: `/sweetspot match solve`") from None
    return Say(messages.said(request.reader, "advising", count=count))


def look(request: Request) -> Reply:
    """Conflicts come first, every time: who is proposed may have changed since."""

    def find(db: Db) -> dict[str, object]:
        teams = advice.teams_of(db, request.now, request.someone, request.here)
        return forms.declare(request.reader, teams, advice.declared(db, request.someone, request.here))

    return Open(request.read(find))


def declare(request: Request) -> Reply:
    chosen = ",".join(value for name, value in request.fields.items() if name.startswith("conflicts_"))
    conflicts = {int(one) for one in chosen.split(",") if one.isdigit()}
    pairs = request.commit(lambda db, now: advice.declare(db, now, request.someone, request.here, conflicts))
    return Refill(forms.comment(request.reader, pairs))


def comment(request: Request) -> Reply:
    challenge, team = values.ids(request.fields["pair"], 2)
    said = request.fields["text"]
    request.commit(lambda db, now: advice.comment(db, now, request.someone, request.here, (challenge, team), said))
    return Say(messages.said(request.reader, "commented"))


def comments(request: Request) -> Reply:
    found = request.read(lambda db: advice.comments(db, request.someone, request.here))
    return Say(messages.said(request.reader, "comments", rows=found))


COMMANDS = {
    "match publish": publish,
    "match fits": fits,
    "match advise": ask_advice,
    "match comments": comments,
}
ACTIONS = {"match.publish": publish, "match.fit": answer_fit, "match.look": look}
VIEWS = {"match.declare": declare, "match.comment": comment}
