"""`/sweetspot team …`, and away dates."""

from datetime import datetime

from bot.messages import teams as messages
from bot.programme import planning, teams
from bot.programme.matching import consent
from bot.programme.permissions import demand
from handlers import words
from handlers.replies import Reply, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db

DEPUTY = "/sweetspot team deputy name@example.org Their Name of Team name"
WITHDRAW = "/sweetspot team withdraw Team name because it has lost its mandate"


def show(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        demand(db, request.here.id, request.person, "team.run")
        return teams.card(db, words.team(db, request, request.value))

    return Say(messages.card(request.reader, request.read(find)))


def deputy(request: Request) -> Reply:
    address, _, rest = request.value.partition(" ")
    name, _, team_name = rest.rpartition(" of ")
    email = words.email(address, DEPUTY)
    if not name:
        raise WrongWordsError(f"Who, and of which team? For example: `{DEPUTY}`")

    def work(db: Db, now: datetime) -> str:
        team = words.team(db, request, team_name)
        return teams.add_deputy(db, now, request.someone, team, name.strip(), email).name

    return Say(messages.changed(request.reader, team_name, f"{request.commit(work)} is deputy"))


def withdraw(request: Request) -> Reply:
    """What falls free goes to the reserve; the facilitators are told whom that brings in."""
    name, reason = words.split_reason(request.value, WITHDRAW)

    def work(db: Db, now: datetime) -> None:
        for row in teams.withdraw(db, now, request.someone, words.team(db, request, name), reason):
            planning.queue(db, request.here, consent.fall_through(db, now, row), now)

    request.commit(work)
    return Say(messages.changed(request.reader, name, "withdrawn; nothing is asked of it any more"))


COMMANDS = {"team show": show, "team deputy": deputy, "team withdraw": withdraw}
