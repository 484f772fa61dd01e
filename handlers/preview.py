"""What is to come, for a facilitator; and the switch that holds everything back."""

from bot.messages import preview as messages
from bot.programme import preview
from handlers.replies import Reply, Say
from handlers.requests import Request, WrongWordsError
from storage import teams
from storage.db import Db
from storage.teams import Team

DAYS, MOST_DAYS = 14, 60


def show(request: Request) -> Reply:
    """`preview`, `preview 7`, `preview TEAM`, `preview TEAM 7`."""
    name, days = parse(request.value)
    if name:
        return _team(request, name, days)
    found = request.read(
        lambda db: preview.coming(db, request.here, request.someone, request.now, days, request.services.nudges)
    )
    return Say(messages.kinds(request.reader, days, found, request.here.paused_at is not None))


def parse(words: str) -> tuple[str, int]:
    """A team's name, or none, and how many days."""
    *name, last = words.split() or [""]
    if not last.isdigit():
        return words.strip(), DAYS
    if not 1 <= int(last) <= MOST_DAYS:
        raise WrongWordsError(f"A preview reaches from 1 to {MOST_DAYS} days, not {last}.")
    return " ".join(name), int(last)


def _team(request: Request, name: str, days: int) -> Reply:
    def find(db: Db) -> Reply:
        team = teams.by_name(db, request.here.id, name)
        if team is None:
            raise WrongWordsError(f'There is no team "{name}". Say a number of days, or a team as it is written.')
        return _page(db, request, team, days, 0)

    return request.read(find)


def read_on(request: Request) -> Reply:
    """The next page of one team's."""
    team_id, days, page = (int(part) for part in request.value.split("."))
    return request.read(lambda db: _page(db, request, db.get_one(Team, team_id), days, page))


def _page(db: Db, request: Request, team: Team, days: int, page: int) -> Reply:
    found = preview.coming_to(db, request.here, request.someone, team, request.now, days, request.services.nudges)
    paused = request.here.paused_at is not None
    return Say(messages.team(request.reader, (team.id, team.name), days, found, page, paused=paused))


def pause(request: Request) -> Reply:
    waiting = request.commit(lambda db, now: preview.pause(db, now, request.here, request.someone))
    return Say(messages.paused(request.reader, waiting))


def resume(request: Request) -> Reply:
    waiting, stale = request.commit(lambda db, now: preview.resume(db, now, request.here, request.someone))
    return Say(messages.resumed(request.reader, waiting, stale))


ACTIONS = {"preview.team": read_on}
COMMANDS = {"preview": show, "pause": pause, "resume": resume}
