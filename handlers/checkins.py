"""Check-ins in Slack: the button opens the form, the form records the team's one answer."""

from datetime import datetime

from bot.messages import checkins as messages
from bot.programme import checkins, planning, rosters, worktime
from bot.programme.permissions import demand
from handlers import words
from handlers.forms import parse_checkin
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import loops
from storage.db import Db
from storage.loops import Loop
from storage.teams import Team


def open_form(request: Request) -> Reply:
    return Open(request.read(lambda db: _form(db, request, *_about(db, request.value), action="checkin.answer")))


def record(request: Request) -> Reply:
    """A facilitator records what a team answered by mail or on the phone."""
    return Open(request.read(lambda db: _form(db, request, *_named(db, request), action="checkin.record")))


def _form(db: Db, request: Request, loop: Loop, team: Team, action: str) -> dict[str, object]:
    demand(db, team.edition_id, request.someone, action, None if action == "checkin.record" else team)
    partners = {other.id: other.name for other in checkins.partners(db, team)}
    given = checkins.prefill(db, loop, team)
    return messages.form(request.reader, loop.number, f"{loop.id}.{team.id}", given, partners)


def submit(request: Request) -> Reply:
    form = parse_checkin(request.fields, worktime.local_day(request.now, request.reader.zone))
    if isinstance(form, dict):
        return Wrong(form)

    def work(db: Db, now: datetime) -> datetime:
        loop, team = _about(db, request.value)
        said = checkins.answer(db, now, request.someone, loop.id, team.id, form)
        planning.queue(db, request.here, said, now)
        return checkins.closes_at(loop, rosters.week_of(team))

    return Say(messages.thanks(request.reader, until=request.commit(work)))


def open_skip(request: Request) -> Reply:
    return Open(messages.skip_form(request.reader, request.value))


def submit_skip(request: Request) -> Reply:
    loop, team = (int(part) for part in request.value.split("."))
    reason = request.fields.get("reason", "")
    request.commit(lambda db, _: checkins.skip(db, request.someone, loop, team, reason))
    return Say(messages.skipped(request.reader))


def ask(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        team = words.team(db, request, request.value)
        return planning.queue(db, request.here, checkins.ask_now(db, now, request.someone, request.here, team), now)

    return Say(messages.asked(request.reader, request.value, request.commit(work)))


def skip(request: Request) -> Reply:
    name, reason = words.split_reason(request.value, "/sweetspot checkin skip Team name because of an election")

    def work(db: Db, _: datetime) -> None:
        loop = _loop(db, request)
        checkins.skip(db, request.someone, loop.id, words.team(db, request, name).id, reason)

    request.commit(work)
    return Say(messages.skipped(request.reader))


def _about(db: Db, value: str) -> tuple[Loop, Team]:
    loop, team = (int(part) for part in value.split("."))
    return db.get_one(Loop, loop), db.get_one(Team, team)


def _named(db: Db, request: Request) -> tuple[Loop, Team]:
    return _loop(db, request), words.team(db, request, request.value)


def _loop(db: Db, request: Request) -> Loop:
    found = loops.current(db, request.here.id)
    if found is None:
        raise WrongWordsError("No loop is open now. `/sweetspot loop open 2` opens one.")
    return found


def answer(request: Request) -> Reply:
    """Early, or unasked: the form of one's own team."""

    def find(db: Db) -> dict[str, object]:
        mine = checkins.own_team(db, request.here, request.someone)
        if mine is None:
            raise WrongWordsError("You are in no team that checks in. Your facilitator can record an answer for one.")
        return _form(db, request, _loop(db, request), mine, action="checkin.answer")

    return Open(request.read(find))


COMMANDS = {"checkin answer": answer, "checkin ask": ask, "checkin record": record, "checkin skip": skip}
ACTIONS = {"checkin.answer": open_form, "checkin.skip": open_skip}
VIEWS = {"checkin.answer": submit, "checkin.skip": submit_skip}
