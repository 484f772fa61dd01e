"""Thanks in Slack: in one line or by a form; the buttons of the thanked decide who reads them."""

from datetime import datetime

from bot.messages import thanks as messages
from bot.programme import planning, thanks
from bot.programme.thanks import To
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.people import Person
from storage.teams import Team
from storage.thanks import Wish


def command(request: Request) -> Reply:
    """`team thank TEAM for what they did`, or a form when there are no words."""
    name, _, words = request.value.partition(" for ")
    if not words.strip():
        return Open(messages.form(request.reader, request.read(lambda db: _choices(db, request))))
    wanted = name.strip()
    for to, shown in request.read(lambda db: _choices(db, request)):
        if shown.casefold() == wanted.casefold():
            return _give(request, _to(to), words.strip())
    if member := request.read(lambda db: thanks.member(db, request.here, request.someone, wanted)):
        return _give(request, member, words.strip())
    raise WrongWordsError(f'There is no other team "{wanted}". `/sweetspot team thank` opens a list of them.')


def _to(value: str) -> To:
    kind, _, number = value.partition("-")
    return To(team_id=int(number)) if kind == thanks.TEAM else To(person_id=int(number))


def _choices(db: Db, request: Request) -> list[tuple[str, str]]:
    """Value and name: teams first, then advisors and facilitators."""
    there = thanks.choices(db, request.here, request.someone)
    folk = thanks.persons(db, request.here, request.someone)
    people = [(f"{thanks.PERSON}-{one.id}", one.name) for one in folk]
    return [*((f"{thanks.TEAM}-{team.id}", team.name) for team in there), *people]


def open_form(request: Request) -> Reply:
    """The value is who stands beside the button, if anybody: they are chosen already."""
    return Open(messages.form(request.reader, request.read(lambda db: _choices(db, request)), request.value))


def for_advice(request: Request) -> Reply:
    """From the advice itself: whoever gave it is chosen already."""
    adviser = request.read(lambda db: thanks.to_adviser(db, request.someone, request.number))
    chosen = f"{thanks.PERSON}-{adviser.id}" if adviser else ""
    return Open(messages.form(request.reader, request.read(lambda db: _choices(db, request)), chosen))


def submit(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()
    if not words:
        return Wrong({"text": "Please say in a few words what for."})
    return _give(request, _to(request.fields["team"]), words)


def _give(request: Request, to: To, words: str) -> Reply:
    def work(db: Db, now: datetime) -> str:
        said = thanks.give(db, now, request.here, request.someone, to, words)
        planning.queue(db, request.here, said, now)
        return db.get_one(Team, to.team_id).name if to.team_id else db.get_one(Person, to.person_id).name

    return Say(messages.given(request.reader, request.commit(work)))


def allow(request: Request) -> Reply:
    return _decide(request, allowed=True)


def allow_unnamed(request: Request) -> Reply:
    return _decide(request, allowed=True, named=False)


def keep(request: Request) -> Reply:
    return _decide(request, allowed=False)


def _decide(request: Request, *, allowed: bool, named: bool = True) -> Reply:
    def work(db: Db, now: datetime) -> tuple[int, str, str]:
        given = thanks.decide(db, now, request.someone, request.number, allowed, named=named)
        return given.id, thanks.giver(db, given), given.text

    given, giver, words = request.commit(work)
    return Rewrite(messages.decided(request.reader, given, giver, words, shown=allowed))


def wish_form(request: Request) -> Reply:
    def find(db: Db) -> Reply:
        said = thanks.wish(db, thanks.team_of(db, request.number), request.someone)
        return Open(messages.wish_form(request.reader, said.team_id, str(said.wish), said.person_named))

    return request.read(find)


def wish(request: Request) -> Reply:
    wanted, named = Wish(request.fields["wish"]), request.fields["named"] == "yes"
    request.commit(lambda db, now: thanks.choose(db, now, request.someone, request.number, wanted, named=named))
    return Say(messages.wished(request.reader))


def honour_form(request: Request) -> Reply:
    found = request.read(lambda db: thanks.refuted(db, request.here, request.someone))
    if not found:
        return Say(messages.none_refuted(request.reader))
    return Open(messages.honour_form(request.reader, [(team.id, f"{team.name}, loop {loop}") for team, loop in found]))


def honour(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()
    if not words:
        return Wrong({"text": "Please say in a few words what was tested well."})

    def work(db: Db, now: datetime) -> str:
        team = db.get_one(Team, int(request.fields["team"]))
        said = thanks.honour(db, now, request.here, request.someone, team, words)
        planning.queue(db, request.here, said, now)
        return team.name

    return Say(messages.given(request.reader, request.commit(work)))


COMMANDS = {"team thank": command, "team honour": honour_form}
ACTIONS = {
    "thanks.open": open_form,
    "thanks.advice": for_advice,
    "thanks.allow": allow,
    "thanks.unnamed": allow_unnamed,
    "thanks.keep": keep,
    "thanks.wish": wish_form,
    "thanks.honour": honour_form,
}
VIEWS = {"thanks.give": submit, "thanks.wish": wish, "thanks.honour": honour}
