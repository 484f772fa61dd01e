"""Check-ins in Slack: the button opens the form, the form records the team's one answer."""

from datetime import datetime

from bot.messages import checkins as messages
from bot.programme import checkins, planning, rosters
from bot.programme.permissions import demand
from handlers.forms import parse_checkin
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request
from storage.db import Db
from storage.loops import Loop
from storage.teams import Team


def open_form(request: Request) -> Reply:
    def find(db: Db) -> Open:
        loop, team = _about(db, request.value)
        demand(db, team.edition_id, request.someone, "checkin.answer", team)
        given = checkins.prefill(db, loop, team)
        return Open(messages.form(request.reader, loop.number, request.value, given))

    return request.read(find)


def submit(request: Request) -> Reply:
    form = parse_checkin(request.fields)
    if isinstance(form, dict):
        return Wrong(form)

    def work(db: Db, now: datetime) -> datetime:
        loop, team = _about(db, request.value)
        said = checkins.answer(db, now, request.someone, loop.id, team.id, form)
        planning.queue(db, request.here, said, now)
        return checkins.closes_at(loop, rosters.week_of(team))

    return Say(messages.thanks(request.reader, until=request.commit(work)))


def _about(db: Db, value: str) -> tuple[Loop, Team]:
    loop, team = (int(part) for part in value.split("."))
    return db.get_one(Loop, loop), db.get_one(Team, team)


ACTIONS = {"checkin.answer": open_form}
VIEWS = {"checkin.answer": submit}
