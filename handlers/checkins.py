"""Check-ins in Slack: the button opens the form, the form records the team's one answer."""

from collections.abc import Callable
from datetime import date, datetime

from bot.messages import checkins as messages
from bot.programme import checkins, planning, rosters, worktime
from bot.programme.checkins import AnsweredError, Asking, NotOpenError
from bot.programme.permissions import demand
from handlers import words
from handlers.forms import parse_checkin
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import checkins as rows
from storage import loops
from storage.db import Db
from storage.loops import Loop, LoopState
from storage.teams import Team, TeamKind

SKIP_EXAMPLE = "/sweetspot checkin skip Team name because of an election"


# The form


def open_form(request: Request) -> Reply:
    return Open(request.read(lambda db: _form(db, request, *_about(db, request.value))))


def answer(request: Request) -> Reply:
    """Early, or unasked: the form of one's own team, or of the team that is named."""
    return Open(request.read(lambda db: _form(db, request, _loop(db, request), _meant(db, request, request.value))))


def early(request: Request) -> Reply:
    """From a loop's opening, which all of its teams read."""

    def find(db: Db) -> dict[str, object]:
        return _form(db, request, db.get_one(Loop, request.number), _meant(db, request, ""))

    return Open(request.read(find))


def record(request: Request) -> Reply:
    """A facilitator records what a team answered by mail or on the phone."""

    def find(db: Db) -> dict[str, object]:
        demand(db, request.here.id, request.someone, "checkin.record")
        return _form(db, request, _loop(db, request), _named(db, request, request.value))

    return Open(request.read(find))


def _form(db: Db, request: Request, loop: Loop, team: Team) -> dict[str, object]:
    demand(db, team.edition_id, request.someone, "checkin.answer", team)
    if loop.state != LoopState.OPEN:
        raise WrongWordsError(_not_open(loop.number))
    partners = {other.id: other.name for other in checkins.partners(db, team)}
    given = checkins.prefill(db, loop, team)
    return messages.form(request.reader, loop.number, f"{loop.id}.{team.id}", given, partners)


def submit(request: Request) -> Reply:
    today = worktime.local_day(request.now, request.reader.zone)
    form = parse_checkin(request.fields, today, kept=request.read(lambda db: _promised(db, request.value)))
    if isinstance(form, dict):
        return Wrong(form)

    def work(db: Db, now: datetime) -> datetime:
        loop, team = _about(db, request.value)
        said = checkins.answer(db, now, request.someone, loop.id, team.id, form)
        planning.queue(db, request.here, said, now)
        return checkins.closes_at(loop, rosters.week_of(team))

    try:
        return Say(messages.thanks(request.reader, until=request.commit(work)))
    except NotOpenError as error:
        return Wrong({"hypothesis": _not_open(error.args[0])})


def _promised(db: Db, value: str) -> date | None:
    loop, team = _about(db, value)
    row = rows.of_team(db, loop.id, team.id)
    return row.next_on if row else None


# Leaving a loop out


def open_skip(request: Request) -> Reply:
    loop, team = _ids(request.value)
    try:
        request.read(lambda db: checkins.skippable(db, request.someone, loop, team))
    except (NotOpenError, AnsweredError) as error:
        raise WrongWordsError(_no_skip(error)) from None
    return Open(messages.skip_form(request.reader, request.value))


def submit_skip(request: Request) -> Reply:
    return _skip(request, lambda _: _ids(request.value), request.fields.get("reason", ""))


def skip(request: Request) -> Reply:
    """Of the team that is named, or of one's own."""
    name, reason = words.split_reason(f" {request.value}", SKIP_EXAMPLE)
    return _skip(request, lambda db: (_loop(db, request).id, _meant(db, request, name).id), reason)


def _skip(request: Request, find: Callable[[Db], tuple[int, int]], reason: str) -> Reply:
    try:
        request.commit(lambda db, _: checkins.skip(db, request.someone, *find(db), reason))
    except (NotOpenError, AnsweredError) as error:
        raise WrongWordsError(_no_skip(error)) from None
    return Say(messages.skipped(request.reader))


def _no_skip(error: NotOpenError | AnsweredError) -> str:
    if isinstance(error, NotOpenError):
        return _not_open(error.args[0])
    return f"{error.args[0]} has answered already, so there is nothing to skip. Amend changes the answer."


# Asking again


def ask(request: Request) -> Reply:
    """The team that is named, or all that have not answered."""

    def work(db: Db, now: datetime) -> Asking:
        only = _named(db, request, request.value) if request.value else None
        asking = checkins.ask_again(db, now, request.someone, request.here, _loop(db, request), only)
        planning.queue(db, request.here, asking.planned, now)
        return asking

    asking = request.commit(work)
    return Say(messages.asked(request.reader, request.now, asking.times, asking.already))


# Which loop, which team


def _ids(value: str) -> tuple[int, int]:
    loop, team = (int(part) for part in value.split("."))
    return loop, team


def _about(db: Db, value: str) -> tuple[Loop, Team]:
    loop, team = _ids(value)
    return db.get_one(Loop, loop), db.get_one(Team, team)


def _loop(db: Db, request: Request) -> Loop:
    found = loops.current(db, request.here.id)
    if found is None:
        raise WrongWordsError("No loop is open now. A facilitator can open one: `/sweetspot loop open`")
    return found


def _not_open(number: int) -> str:
    return f"Loop {number} takes no answers now. Your facilitator can tell you when the next one opens."


def _meant(db: Db, request: Request, name: str) -> Team:
    if name:
        return _named(db, request, name)
    mine = checkins.own_team(db, request.here, request.someone)
    if mine is None:
        raise WrongWordsError("You are in no team that checks in. A facilitator can record an answer for one.")
    return mine


def _named(db: Db, request: Request, name: str) -> Team:
    team = words.team(db, request, name)
    if team.kind == TeamKind.COHORT:
        raise WrongWordsError(f"{team.name} is in the cohort. Challenge owners and solution providers check in.")
    return team


COMMANDS = {"checkin answer": answer, "checkin ask": ask, "checkin record": record, "checkin skip": skip}
ACTIONS = {"checkin.answer": open_form, "checkin.early": early, "checkin.skip": open_skip}
VIEWS = {"checkin.answer": submit, "checkin.skip": submit_skip}
