"""A team's question: written, its brief seen and allowed, sent to one advisor, and handed on where one declines."""

from datetime import datetime

from bot.messages.advisors import asking as messages
from bot.programme import planning
from bot.programme.advisors import asking, briefing, choosing
from handlers.replies import Open, Refill, Reply, Rewrite, Say, Wrong
from handlers.requests import Request
from storage import people
from storage.advisors import QuestionState
from storage.db import Db
from storage.people import Person, RoleName
from storage.teams import Team


def open_form(request: Request) -> Reply:
    def find(db: Db) -> tuple[list[tuple[int, str]], bool]:
        mine = asking.choices(db, request.here, request.someone)
        return [(team.id, team.name) for team in mine], bool(people.with_role(db, request.here.id, RoleName.ADVISOR))

    teams, somebody = request.read(find)
    return Open(messages.form(request.reader, teams)) if somebody and teams else Say(messages.nobody(request.reader))


def submit(request: Request) -> Reply:
    """The draft is kept; what would be sent is shown, and nothing is sent yet."""
    question, links = (request.fields.get(name, "").strip() for name in ("question", "links"))
    if not question:
        return Wrong({"question": "Please write your one question."})

    def work(db: Db, now: datetime) -> Reply:
        team = db.get_one(Team, int(request.fields["team"]))
        row = asking.draft(db, now, request.someone, team, question, links)
        to, parts = choosing.candidates(db, now, team), briefing.parts(db, team)
        return Refill(messages.allowing(request.reader, row.id, team.name, row.question, parts, to))

    return request.commit(work)


def allow(request: Request) -> Reply:
    keys = [key for key in request.fields.get("parts", "").split(",") if key]
    to = int(request.fields["advisor"])

    def work(db: Db, now: datetime) -> Reply:
        made, said = asking.send(db, now, request.someone, request.number, keys, to)
        planning.queue(db, request.here, said, now)
        return Say(messages.sent(request.reader, db.get_one(Person, made.person_id).name, made.at, made.at > now))

    return request.commit(work)


def pass_on(request: Request) -> Reply:
    """The team's word that the same brief may go to another advisor."""
    question, to = (int(part) for part in request.value.split("."))

    def work(db: Db, now: datetime) -> Reply:
        made, said = asking.hand_on(db, now, request.someone, question, to)
        planning.queue(db, request.here, said, now)
        return Rewrite(messages.sent(request.reader, db.get_one(Person, made.person_id).name, made.at, made.at > now))

    return request.commit(work)


def decline_form(request: Request) -> Reply:
    def find(db: Db) -> list[tuple[int, str]]:
        row = asking.to_me(db, request.number, request.someone)
        others = asking.asked_before(db, request.now, row) if row.state == QuestionState.ASKED else []
        return [(one.id, one.name) for one in others]

    return Open(messages.decline_form(request.reader, request.number, request.read(find)))


def decline(request: Request) -> Reply:
    suggested = int(request.fields["suggested"]) if request.fields.get("suggested") else None

    def work(db: Db, now: datetime) -> None:
        said = asking.decline(db, now, request.someone, request.number, suggested)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Say(messages.passed(request.reader))


COMMANDS = {"ask advisor": open_form}
ACTIONS = {"advice.ask": open_form, "advice.pass": pass_on, "advisor.decline": decline_form}
VIEWS = {"advice.ask": submit, "advice.allow": allow, "advisor.decline": decline}
