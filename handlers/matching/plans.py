"""Plans: worked out, explained, compared and taken as the suggestion."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.messages.matching import plans as messages
from bot.programme.matching import comparing, drafts, explaining, solving
from bot.programme.matching.drafts import NoDraftError
from bot.programme.solvers.matching import NothingFoundError
from handlers import words
from handlers.matching import values
from handlers.replies import Later, Reply, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.matching import MatchDraft

COMPARE, USE = "/sweetspot match compare 2 3", "/sweetspot match use 2"
NO_TIME = "No plan was found within a minute. Fewer rules, or a pin, make it easier."


def solve(request: Request) -> Reply:
    return Later(lambda: solved(request), messages.working(request.reader))


def solved(request: Request) -> Say:
    """Worked out beside the database, so that nobody else waits."""
    given = request.read(lambda db: drafts.prepare(db, request.now, request.someone, request.here))
    if not given.challenges or not given.offers:
        raise WrongWordsError("There is nothing to match yet: a plan needs selected challenges and selected providers.")
    try:
        found = drafts.work_out(given)
    except NothingFoundError:
        raise WrongWordsError(NO_TIME) from None
    draft = request.commit(lambda db, now: solving.keep(db, now, request.someone, given, found))
    return shown(request, draft)


def shown(request: Request, draft: MatchDraft, page: int = 0) -> Say:
    if draft.infeasible:
        return Say(messages.infeasible(request.reader, draft.infeasible | {"number": draft.number}))
    return board(request, page)


def board(request: Request, page: int = 0) -> Say:
    found = request.read(lambda db: explaining.board(db, request.now, request.someone, request.here, page))
    return Say(messages.board(request.reader, found))


def explain(request: Request) -> Reply:
    """All pairs; or everybody for one challenge, or one team's every place, non-pairs too."""
    said = request.value.strip()
    if not said:
        return board(request)
    if said.isdigit():
        return _of_challenge(request, lambda db: words.challenge(db, request, said).id, 0)
    return Later(lambda: _of_team(request, lambda db: words.team(db, request, said).id, 0), _working(request))


def page(request: Request) -> Reply:
    return board(request, values.ids(request.value, 1)[0])


def why(request: Request) -> Reply:
    """`challenge.page`, or `team.page` with a T before it."""
    if request.value.startswith("T"):
        team, number = values.ids(request.value[1:], 2)
        return Later(lambda: _of_team(request, lambda _: team, number), _working(request))
    challenge, number = values.ids(request.value, 2)
    return _of_challenge(request, lambda _: challenge, number)


def _of_challenge(request: Request, find: Callable[[Db], int], number: int) -> Reply:
    def work() -> Say:
        question = request.read(
            lambda db: explaining.of_challenge(db, request.now, request.someone, request.here, find(db), number)
        )
        return _rows(request, question, f"{question.about}.")

    return Later(work, _working(request))


def _of_team(request: Request, find: Callable[[Db], int], number: int) -> Say:
    question = request.read(
        lambda db: explaining.of_team(db, request.now, request.someone, request.here, find(db), number)
    )
    return _rows(request, question, f"T{question.about}.")


def _rows(request: Request, question: explaining.Question, about: str) -> Say:
    try:
        rows = explaining.answer(question)
    except NothingFoundError:
        raise WrongWordsError(NO_TIME) from None
    return Say(messages.rows(request.reader, question.heading, rows, about, (question.page, question.pages)))


def _working(request: Request) -> dict[str, object]:
    return messages.working(request.reader)


# Drafts


def compare(request: Request) -> Reply:
    """Two numbers; without any, the drafts that there are."""
    said = request.value.split()
    if not said:
        return listed(request)
    if len(said) != 2:
        raise WrongWordsError(f"Which two drafts? For example: `{COMPARE}`")
    first, second = (values.number(word, COMPARE) for word in said)
    with _known_drafts():
        found = request.read(
            lambda db: comparing.compare(db, request.now, request.someone, request.here, first, second)
        )
    return Say(messages.compared(request.reader, found))


def listed(request: Request) -> Reply:
    rows = request.read(lambda db: comparing.numbers(db, request.someone, request.here))
    return Say(messages.drafts(request.reader, rows))


def use(request: Request) -> Reply:
    number = values.number(request.value, USE)
    with _known_drafts():
        draft = request.commit(lambda db, now: drafts.use(db, now, request.someone, request.here, number))
    return shown(request, draft)


def protect(request: Request) -> Reply:
    number = values.ids(request.value, 1)[0]
    with _known_drafts():
        draft = request.commit(lambda db, now: drafts.protect(db, now, request.someone, request.here, number))
    return shown(request, draft)


@contextmanager
def _known_drafts() -> Iterator[None]:
    try:
        yield
    except NoDraftError as error:
        raise WrongWordsError(f"{str(error).capitalize()}. `/sweetspot match compare` lists the drafts.") from None


COMMANDS = {"match solve": solve, "match explain": explain, "match compare": compare, "match use": use}
ACTIONS = {
    "match.solve": solve,
    "match.page": page,
    "match.why": why,
    "match.drafts": listed,
    "match.use": use,
    "match.protect": protect,
}
