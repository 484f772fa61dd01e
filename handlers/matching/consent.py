"""Both sides' consent, the reserve behind them, and matching anew when a place falls free."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.messages.matching import forms, sides
from bot.messages.matching import plans as messages
from bot.programme import planning
from bot.programme.matching import consent, rematching, reserve
from bot.programme.matching.consent import SettledError
from bot.programme.matching.publishing import begun
from bot.programme.matching.rematching import Asked, NobodyLeftError, NoPlaceError, Vacancy
from bot.programme.solvers.matching import NothingFoundError
from handlers import words
from handlers.matching import values
from handlers.matching.plans import NO_TIME
from handlers.replies import Later, Open, Reply, Rewrite, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.matching import Challenge, Pairing
from storage.teams import Team

RESERVE = "/sweetspot match reserve 2 Team A, Team B"
REMATCH = "/sweetspot match rematch 2"
END = "/sweetspot match end 2 Team name because it has no time after all"


def propose(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        return planning.queue(db, request.here, consent.propose(db, now, request.someone, request.here), now)

    return Say(messages.said(request.reader, "asked", count=request.commit(work)))


# One side's answer


def agree(request: Request) -> Reply:
    pairing, team = values.ids(request.value, 2)

    def work(db: Db, now: datetime) -> Pairing:
        row, began = consent.agree(db, now, request.someone, pairing, team)
        if began:
            planning.queue(db, consent.edition_of(db, row), begun(db, now, row), now)
        return row

    with _open():
        row = request.commit(work)
    return Rewrite(sides.agreed(request.reader, request.value, str(row.state)))


def open_decline(request: Request) -> Reply:
    pairing, team = values.ids(request.value, 2)

    def find(db: Db) -> dict[str, object]:
        _, challenge, own = consent.open_side(db, request.someone, pairing, team)
        other = consent.other(db, pairing, own)
        return forms.decline(request.reader, other.name, challenge.title, request.value)

    with _open():
        return Open(request.read(find))


def submit_decline(request: Request) -> Reply:
    pairing, team = values.ids(request.value, 2)
    reason = request.fields.get("reason", "").strip()

    def work(db: Db, now: datetime) -> None:
        row, said = consent.decline(db, now, request.someone, pairing, team, reason)
        planning.queue(db, consent.edition_of(db, row), said, now)

    with _open():
        request.commit(work)
    return Say(messages.said(request.reader, "declined"))


@contextmanager
def _open() -> Iterator[None]:
    try:
        yield
    except SettledError as error:
        raise WrongWordsError(
            f"{str(error).capitalize()}, so nothing was changed. Your facilitator knows more."
        ) from None


# The reserve


def rank(request: Request) -> Reply:
    number, _, names = request.value.strip().partition(" ")
    said = [name.strip() for name in names.split(",") if name.strip()]

    def work(db: Db, now: datetime) -> int:
        challenge = words.challenge(db, request, number)
        reserve.rank(db, now, request.someone, request.here, challenge, said)
        return challenge.number

    if not number:
        raise WrongWordsError(f"Which challenge, and which teams in which order? For example: `{RESERVE}`")
    try:
        found = request.commit(work)
    except reserve.NotOnReserveError as error:
        raise WrongWordsError(
            f"Neither a provider without a place nor a submission on the reserve: {error}. For example: `{RESERVE}`"
        ) from None
    return Say(messages.said(request.reader, "ranked", number=found, names=said))


def next_(request: Request) -> Reply:
    """The one whom the message about a free place names: `challenge.key`."""
    first, _, key = request.value.partition(".")
    challenge = values.ids(first, 1)[0]

    def work(db: Db, now: datetime) -> tuple[Asked, str]:
        asked, said = rematching.ask_offer(db, now, request.someone, request.here, challenge, key)
        planning.queue(db, request.here, said, now)
        return asked, db.get_one(Challenge, challenge).title

    with _places():
        asked, title = request.commit(work)
    return Rewrite(sides.asked(request.reader, title, [asked], request.now))


def stop(request: Request) -> Reply:
    pairing = values.ids(request.value, 1)[0]

    def work(db: Db, now: datetime) -> str:
        _, team = rematching.stop(db, now, request.someone, request.here, pairing)
        return team.name

    with _open():
        name = request.commit(work)
    return Rewrite(messages.said(request.reader, "stopped", team=name))


# Anew


def rematch(request: Request) -> Reply:
    said = request.value.partition(" because ")[0].strip()
    if not said:
        raise WrongWordsError(f"For which challenge? For example: `{REMATCH}`")
    return Later(lambda: _rematched(request, said), messages.working(request.reader))


def _rematched(request: Request, said: str) -> Say:
    def prepare(db: Db) -> Vacancy:
        return rematching.prepare(db, request.now, request.someone, request.here, words.challenge(db, request, said))

    with _places():
        vacancy = request.read(prepare)
        found = rematching.work_out(vacancy)

    def work(db: Db, now: datetime) -> list[Asked]:
        asked, planned = rematching.ask(db, now, request.someone, vacancy, found)
        planning.queue(db, request.here, planned, now)
        return asked

    with _places():
        asked = request.commit(work)
    return Say(sides.asked(request.reader, vacancy.challenge.title, asked, request.now))


@contextmanager
def _places() -> Iterator[None]:
    try:
        yield
    except NoPlaceError as error:
        raise WrongWordsError(f"Challenge {error} has all the providers that it wants. First: `{END}`") from None
    except NobodyLeftError as error:
        raise WrongWordsError(
            f"Nobody whom the rules allow is free for challenge {error}. "
            "Select another provider, or change a rule: `/sweetspot match rule`"
        ) from None
    except NothingFoundError:
        raise WrongWordsError(NO_TIME) from None


def end(request: Request) -> Reply:
    before, reason = words.split_reason(request.value, END)

    def work(db: Db, now: datetime) -> tuple[Challenge, Team]:
        challenge, team = values.challenge_and_team(db, request, before, END)
        said = rematching.end(db, now, request.someone, request.here, challenge, team, reason)
        planning.queue(db, request.here, said, now)
        return challenge, team

    with _open():
        challenge, team = request.commit(work)
    return Say(messages.said(request.reader, "ended", number=challenge.number, team=team.name))


COMMANDS = {
    "match propose": propose,
    "match reserve": rank,
    "match rematch": rematch,
    "match end": end,
}
ACTIONS = {
    "match.propose": propose,
    "match.agree": agree,
    "match.decline": open_decline,
    "match.next": next_,
    "match.stop": stop,
}
VIEWS = {"match.decline": submit_decline}
