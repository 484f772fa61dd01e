"""What is asked, as each reader may see it: whether at all, and with whose name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.programme import sharing
from bot.programme.permissions import demand, may
from bot.programme.sharing import Here, Place
from storage import asks, teams
from storage.asks import Ask, AskState, RouteState
from storage.checkins import HelpFrom, Sharing
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True)
class OpenAsk:
    id: int
    team_id: int
    text: str
    at: datetime
    picked_up_by: str = ""


@dataclass(frozen=True)
class Eyes:
    """Who reads, and from where."""

    person_id: int
    mine: frozenset[int]
    here: Here
    staff: bool


@dataclass(frozen=True)
class Shown:
    """An ask as one reader may see it; `by` is empty where it may not be named."""

    id: int
    text: str
    tried: str
    wanted: str
    themes: list[str]
    due_on: date | None
    state: AskState
    by: str
    own: bool
    taken: bool
    """The reader has offered help or answered."""
    staff: bool


def open_of(db: Db, team_ids: list[int]) -> list[OpenAsk]:
    """The open asks of these teams, the oldest first."""
    return [OpenAsk(ask.id, ask.team_id or 0, ask.text, ask.at, _helper(db, ask)) for ask in asks.open_of(db, team_ids)]


def open_in_room(db: Db, team_ids: list[int]) -> list[OpenAsk]:
    """Those that the teams of one workspace may read of each other: neither what goes to advisors or facilitators, nor
    what was asked without a name."""
    told = [ask for ask in asks.open_of(db, team_ids) if ask.help_from not in (HelpFrom.ADVISOR, HelpFrom.FACILITATOR)]
    named = [ask for ask in told if ask.sharing != Sharing.EDITION_UNNAMED]
    return [OpenAsk(ask.id, ask.team_id or 0, ask.text, ask.at, _helper(db, ask)) for ask in named]


def _helper(db: Db, ask: Ask) -> str:
    """Who has taken it up, their team where they have one."""
    helping = (RouteState.ACCEPTED, RouteState.WROTE)
    first = next((row for row in asks.routes(db, ask.id) if row.state in helping), None)
    if first is None:
        return ""
    return db.get_one(Team, first.team_id).name if first.team_id else db.get_one(Person, first.person_id).name


def eyes(db: Db, edition_id: int, person: Person) -> Eyes:
    mine = frozenset(team.id for team in teams.of_person(db, edition_id, person.id))
    here = sharing.here_of(db, edition_id, person.id)
    return Eyes(person.id, mine, here, may(db, edition_id, person, "ask.run"))


def own(ask: Ask, by: Eyes) -> bool:
    return ask.team_id in by.mine if ask.team_id is not None else ask.person_id == by.person_id


def name_for(db: Db, ask: Ask, by: Eyes) -> str | None:
    """Whose ask it is, as far as this reader may know; None where it may not be read at all."""
    if own(ask, by) or by.staff:
        return asker(db, ask)
    if ask.help_from == HelpFrom.FACILITATOR:
        return None
    if ask.help_from == HelpFrom.ADVISOR:
        return asker(db, ask) if asks.route(db, ask.id, by.person_id) else None
    if ask.team_id is None:
        return _name_of_person(db, ask, by.here)
    found = sharing.seen(ask.text, ask.sharing, db.get_one(Team, ask.team_id), by.here)
    if found is None:
        return None
    return "" if ask.sharing == Sharing.EDITION_UNNAMED else found.team  # not told in its own workspace either


def _name_of_person(db: Db, ask: Ask, here: Here) -> str | None:
    """Somebody without a team has no workspace: what is not for the edition is for the facilitators."""
    if here.place != Place.EDITION or ask.sharing == Sharing.WORKSPACE:
        return None
    return "" if ask.sharing == Sharing.EDITION_UNNAMED else asker(db, ask)


def asker(db: Db, ask: Ask) -> str:
    if ask.team_id is not None:
        return db.get_one(Team, ask.team_id).name
    return db.get_one(Person, ask.person_id).name if ask.person_id else ""


def shown(db: Db, ask: Ask, by: Eyes) -> Shown | None:
    name = name_for(db, ask, by)
    if name is None:
        return None
    route = asks.route(db, ask.id, by.person_id)
    taken = route is not None and route.state in (RouteState.OFFERED, RouteState.ACCEPTED, RouteState.WROTE)
    return Shown(
        id=ask.id,
        text=ask.text,
        tried=ask.tried,
        wanted=str(ask.wanted or ""),
        themes=ask.themes,
        due_on=ask.due_on,
        state=ask.state,
        by=name,
        own=own(ask, by),
        taken=taken,
        staff=by.staff,
    )


def listed(db: Db, edition: Edition, person: Person) -> Sequence[Shown]:
    """Every open ask that this person may see, the oldest first: those that nobody took up before the others."""
    demand(db, edition.id, person, "ask.new")
    by = eyes(db, edition.id, person)
    found = [shown(db, ask, by) for ask in asks.of_edition(db, edition.id, *asks.LIVE)]
    return sorted((one for one in found if one), key=lambda one: one.state != AskState.OPEN)


def mine(db: Db, edition: Edition, person: Person) -> list[Shown]:
    """The reader's own open asks."""
    return [one for one in listed(db, edition, person) if one.own]


def one(db: Db, person: Person, ask_id: int) -> Shown | None:
    """Of whichever edition: a button may come from another than the one that its reader has chosen."""
    ask = db.get(Ask, ask_id)
    return shown(db, ask, eyes(db, ask.edition_id, person)) if ask else None
