"""A pack for a team's ministry: made by a button, previewed, thinned out, approved by who signs for the team."""

from datetime import datetime

from bot.messages import packs as messages
from bot.programme import packs, planning
from handlers.replies import Open, Reply, Rewrite, Say
from handlers.requests import Request, WrongWordsError
from handlers.words import team as named
from storage import teams
from storage.db import Db
from storage.packs import Pack, PackState

EXAMPLE = "/sweetspot team pack Kotare"


def command(request: Request) -> Reply:
    """`team pack`, or with the name of a team."""

    def find(db: Db) -> int:
        if request.value.strip():
            return named(db, request, request.value).id
        mine = teams.of_person(db, request.here.id, request.someone.id)
        if not mine:
            raise WrongWordsError(f"Which team? For example: `{EXAMPLE}`")
        return mine[0].id

    return _make(request, request.read(find))


def make(request: Request) -> Reply:
    """By a button that names a team, or for the team of whoever presses it."""
    return _make(request, request.number) if request.value else command(request)


def _make(request: Request, team_id: int) -> Reply:
    return request.commit(lambda db, now: Say(_preview(db, request, packs.make(db, now, request.someone, team_id))))


def _preview(db: Db, request: Request, row: Pack) -> dict[str, object]:
    if not row.items:
        return messages.empty(request.reader)
    left_out = sum(key in row.struck for key, _, _ in row.items)
    return messages.preview(request.reader, row.id, left_out, **packs.facts(db, row))


def strike_form(request: Request) -> Reply:
    def find(db: Db) -> Reply:
        row, _ = packs.draft(db, request.number, request.someone)
        if row.state == PackState.APPROVED:
            return Say(messages.approved(request.reader))
        return Open(messages.strike_form(request.reader, row.id, row.items, row.struck))

    return request.read(find)


def strike(request: Request) -> Reply:
    keys = [key for key in request.fields.get("struck", "").split(",") if key]

    def work(db: Db, _now: datetime) -> Reply:
        return Say(_preview(db, request, packs.strike(db, request.someone, request.number, keys)))

    return request.commit(work)


def approve(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> None:
        planning.queue(db, request.here, packs.approve(db, now, request.someone, request.number)[1], now)

    request.commit(work)
    return Rewrite(messages.approved(request.reader))


COMMANDS = {"team pack": command}
ACTIONS = {"pack.make": make, "pack.strike": strike_form, "pack.approve": approve}
VIEWS = {"pack.strike": strike}
