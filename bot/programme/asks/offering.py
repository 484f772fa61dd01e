"""“I can help”, “Not me”, a written answer; and for an ask without a name the asker's word before it is told."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters, signals, worktime
from bot.programme.asks import closing, reading, waves
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand
from storage import asks, deliveries, people, teams
from storage.asks import Answer, Ask, AskState, Mute, Route, RouteState, Why
from storage.checkins import HelpFrom, Sharing
from storage.db import Db
from storage.deliveries import DeliveryState
from storage.people import Person, RoleName
from storage.teams import Team

BY_HAND = (HelpFrom.ADVISOR, HelpFrom.FACILITATOR)


class OwnError(Exception):
    """Nobody helps themselves."""


class CannotError(Exception):
    """A facilitator's choice that is not possible; says why."""


def offer(db: Db, now: datetime, person: Person, ask_id: int) -> tuple[Route, list[Planned]]:
    """Named, the two are put in touch at once; without a name, the asker is asked first."""
    ask, name = _open_to(db, person, ask_id)
    route = _own_route(db, now, ask, person)
    if route.state in (RouteState.OFFERED, RouteState.ACCEPTED):
        return route, []
    route.state = RouteState.ACCEPTED if name else RouteState.OFFERED
    route.answered_at = now
    _pick_up(db, now, ask) if name else _hold(db, ask)
    return route, _tell(db, now, ask, route)


def _open_to(db: Db, person: Person, ask_id: int) -> tuple[Ask, str]:
    """The ask, and whose it is as far as this person may know."""
    ask = db.get_one(Ask, ask_id)
    demand(db, ask.edition_id, person, "ask.offer")
    by = reading.eyes(db, ask.edition_id, person)
    if reading.own(ask, by):
        raise OwnError
    name = reading.name_for(db, ask, by)
    if name is None:
        raise RefusedError("ask.offer")
    closing.demand_live(ask)
    return ask, name


def _own_route(db: Db, now: datetime, ask: Ask, person: Person) -> Route:
    """The one by which they were asked, or a new one: who comes unasked helps as well."""
    known = asks.route(db, ask.id, person.id)
    if known:
        return known
    mine = teams.of_person(db, ask.edition_id, person.id)
    team_id = mine[0].id if mine else None
    made = Route(ask_id=ask.id, person_id=person.id, team_id=team_id, why=Why.OWN, at=now, until=now)
    db.add(made)
    db.flush()
    return made


def _pick_up(db: Db, now: datetime, ask: Ask) -> None:
    """Nobody else is asked; what waits to be asked is taken back."""
    ask.state, ask.picked_up_at, ask.checked = AskState.PICKED_UP, ask.picked_up_at or now, False
    ask.look_at = closing.look_again(db, ask, now, closing.CHECK_AFTER)
    _hold(db, ask)


def _hold(db: Db, ask: Ask) -> None:
    ask.route_at = None
    for route in asks.routes(db, ask.id):
        if route.state == RouteState.ASKED and _waits(db, ask, route):
            route.state = RouteState.PASSED
            deliveries.withdraw(db, ask.edition_id, closing.occasion(route), "somebody can help")
    db.flush()


def _waits(db: Db, ask: Ask, route: Route) -> bool:
    row = closing.question(db, ask, route)
    return row is not None and row.state == DeliveryState.QUEUED


def _tell(db: Db, now: datetime, ask: Ask, route: Route) -> list[Planned]:
    refs = {"ask": ask.id, "route": route.id}
    return closing.to_asker(db, now, ask, "ask.offered", f"ask-{ask.id}:offer-{route.id}", refs)


def not_me(db: Db, now: datetime, person: Person, ask_id: int) -> None:
    """The next likeliest is asked, or a facilitator finds another advisor; an ask that is over stays over."""
    ask = db.get_one(Ask, ask_id)
    route = asks.route(db, ask.id, person.id)
    if route and route.state in (RouteState.ASKED, RouteState.PASSED):
        route.state, route.answered_at = RouteState.NOT_ME, now
        if ask.state == AskState.OPEN and not _offers(db, ask):
            _go_on(db, now, ask, route)
    db.flush()


def _go_on(db: Db, now: datetime, ask: Ask, route: Route) -> None:
    """What goes by hand is in the facilitators' hands again, at once."""
    if ask.help_from not in BY_HAND:
        ask.route_at = now
    elif ask.team_id is not None:
        signals.raise_(db, now, signals.ASK_DECLINED, db.get_one(Team, ask.team_id), closing.declined(route))


def _offers(db: Db, ask: Ask) -> bool:
    return any(route.state == RouteState.OFFERED for route in asks.routes(db, ask.id))


def decide(db: Db, now: datetime, person: Person, route_id: int, yes: bool) -> tuple[Route, list[Planned]]:
    """The word of a team that asked without its name: it is told to this helper, or not."""
    route = db.get_one(Route, route_id)
    ask = db.get_one(Ask, route.ask_id)
    closing.demand_own(db, ask, person)
    if route.state != RouteState.OFFERED and not (yes and route.state == RouteState.WROTE):
        return route, []
    closing.demand_live(ask)
    if yes:
        route.state = RouteState.ACCEPTED
        _pick_up(db, now, ask)
        return route, [closing.accepted(db, now, ask, route)]
    if any(answer.person_id == route.person_id for answer in asks.answers(db, ask.id)):
        route.state = RouteState.WROTE
        return route, []
    route.state = RouteState.REFUSED
    if ask.state == AskState.OPEN and not _offers(db, ask):
        ask.route_at = now
    db.flush()
    return route, [closing.outcome(db, now, ask, route)]


def write(db: Db, now: datetime, person: Person, ask_id: int, text: str, level: Sharing) -> list[Planned]:
    """An answer in writing needs no name of who asked."""
    ask, _ = _open_to(db, person, ask_id)
    route = _own_route(db, now, ask, person)
    route.state, route.answered_at = RouteState.WROTE, now
    made = Answer(ask_id=ask.id, person_id=person.id, team_id=route.team_id, text=text, sharing=level, at=now)
    db.add(made)
    _pick_up(db, now, ask)
    refs = {"ask": ask.id, "answer": made.id}
    return closing.to_asker(db, now, ask, "ask.answered", f"ask-{ask.id}:answer-{made.id}", refs)


def mute(db: Db, now: datetime, person: Person, wanted: bool) -> None:
    """Whether somebody is sent the asks of others at all."""
    known = db.get(Mute, person.id)
    if wanted and known is None:
        db.add(Mute(person_id=person.id, at=now))
    elif known and not wanted:
        db.delete(known)
    db.flush()


# By hand


@dataclass(frozen=True)
class Target:
    """Somebody to whom a facilitator can send an ask: `value` is `team.ID` or `person.ID`."""

    value: str
    name: str


def targets(db: Db, person: Person, ask_id: int) -> list[Target]:
    """Teams first, then advisors; who was asked is left out."""
    ask = db.get_one(Ask, ask_id)
    demand(db, ask.edition_id, person, "ask.run")
    done = asks.routes(db, ask.id)
    asked_teams, asked_people = {row.team_id for row in done}, {row.person_id for row in done}
    reached = teams.told(db, ask.edition_id) if ask.help_from != HelpFrom.ADVISOR else []
    free = [team for team in reached if team.id not in {*asked_teams, ask.team_id}]
    found = [Target(f"team.{team.id}", team.name) for team in free]
    advisors = people.with_role(db, ask.edition_id, RoleName.ADVISOR)
    return found + [Target(f"person.{one.id}", one.name) for one in advisors if one.id not in asked_people]


def by_hand(db: Db, now: datetime, person: Person, ask_id: int, target: str) -> tuple[str, list[Planned]]:
    """Raises `CannotError` where the ask may not be read by whom it would go to."""
    ask = db.get_one(Ask, ask_id)
    demand(db, ask.edition_id, person, "ask.run")
    closing.demand_live(ask)
    if target not in {one.value for one in targets(db, person, ask_id)}:
        raise CannotError("They have been asked about this before, or it is not for them.")
    kind, _, number = target.partition(".")
    team = db.get_one(Team, int(number)) if kind == "team" else None
    week, reader = _reader(db, now, ask, team, int(number))
    if asks.route(db, ask.id, reader.id):
        raise CannotError(f"{reader.name} has been asked about this before.")
    due = worktime.next_working_instant(now, week)
    route = Route(
        ask_id=ask.id,
        person_id=reader.id,
        team_id=team.id if team else None,
        why=Why.HAND,
        at=now,
        until=waves.answer_until(due, week),
    )
    db.add(route)
    db.flush()
    if reading.name_for(db, ask, reading.eyes(db, ask.edition_id, reader)) is None:
        raise CannotError("Its team did not allow others to read this. Please ask them first, or help in person.")
    if ask.state == AskState.OPEN:
        ask.look_at = closing.look_again(db, ask, now, closing.STALE_AFTER)
        ask.route_at = ask.route_at or (None if ask.help_from in BY_HAND else route.until)
    return reader.name, [waves.routed(db, ask, route)]


def _reader(db: Db, now: datetime, ask: Ask, team: Team | None, person_id: int) -> tuple[worktime.Week, Person]:
    if team is None:
        reader = db.get_one(Person, person_id)
        return rosters.week_of_person(db, ask.edition_id, reader), reader
    week = rosters.week_of(team)
    free = [one for one in teams.members(db, team.id) if one.id not in asks.muted(db)]
    first = rosters.at_work(db, free, worktime.next_working_instant(now, week))
    if first is None:
        raise CannotError(f"Nobody in {team.name} wishes to be sent asks.")
    return week, first
