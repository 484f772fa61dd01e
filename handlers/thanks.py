"""Thanks in Slack: in one line or by a form; the thanked team's buttons decide who reads them."""

from datetime import datetime

from bot.messages import thanks as messages
from bot.programme import planning, thanks
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.teams import Team


def command(request: Request) -> Reply:
    """`team thank TEAM for what they did`, or a form when there are no words."""
    name, _, words = request.value.partition(" for ")
    if not words.strip():
        return open_form(request)
    choices = request.read(lambda db: thanks.choices(db, request.here, request.someone))
    to = next((team for team in choices if team.name.casefold() == name.strip().casefold()), None)
    if to is None:
        raise WrongWordsError(f'There is no other team "{name.strip()}". `/sweetspot team thank` opens a list of them.')
    return _give(request, to, words.strip())


def open_form(request: Request) -> Reply:
    choices = request.read(lambda db: thanks.choices(db, request.here, request.someone))
    return Open(messages.form(request.reader, [(team.id, team.name) for team in choices]))


def submit(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()
    if not words:
        return Wrong({"text": "Please say in a few words what for."})
    to = request.read(lambda db: db.get_one(Team, int(request.fields["team"])))
    return _give(request, to, words)


def _give(request: Request, to: Team, words: str) -> Reply:
    def work(db: Db, now: datetime) -> None:
        said = thanks.give(db, now, request.here, request.someone, db.get_one(Team, to.id), words)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Say(messages.given(request.reader, to.name))


def allow(request: Request) -> Reply:
    return _decide(request, allowed=True)


def keep(request: Request) -> Reply:
    return _decide(request, allowed=False)


def _decide(request: Request, *, allowed: bool) -> Reply:
    def work(db: Db, now: datetime) -> tuple[int, str, str]:
        given = thanks.decide(db, now, request.someone, request.number, allowed)
        return given.id, thanks.giver(db, given), given.text

    given, giver, words = request.commit(work)
    return Rewrite(messages.decided(request.reader, given, giver, words, shown=allowed))


COMMANDS = {"team thank": command}
ACTIONS = {"thanks.open": open_form, "thanks.allow": allow, "thanks.keep": keep}
VIEWS = {"thanks.give": submit}
