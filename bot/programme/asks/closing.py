"""How an ask ends: what is still queued is taken back, and whoever offered help hears what became of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters, signals, worktime
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand
from storage import asks, checkins, deliveries, teams
from storage.asks import Answer, Ask, AskState, Route, RouteState
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.people import Person
from storage.teams import Team

HELPED = (RouteState.OFFERED, RouteState.ACCEPTED, RouteState.WROTE)
STALE_AFTER, CHECK_AFTER = 3, 5
"""Working days where the asker is: until an ask is stale, and until they are asked how it went."""


class OverError(Exception):
    """The ask was answered or closed before."""


@dataclass(frozen=True)
class Verdict:
    """`helper` is the person who answered, None for somebody whom the programme does not know of."""

    useful: bool
    helper: int | None = None
    lesson: str = ""


def demand_own(db: Db, ask: Ask, person: Person) -> None:
    """Who asked, their team, or who runs the edition."""
    if ask.team_id is not None:
        demand(db, ask.edition_id, person, "ask.close", db.get_one(Team, ask.team_id))
    elif ask.person_id != person.id:
        demand(db, ask.edition_id, person, "ask.run")


def demand_live(ask: Ask) -> None:
    if ask.state not in asks.LIVE:
        raise OverError


def close(db: Db, now: datetime, person: Person, ask_id: int) -> list[Planned]:
    """At any time, by who asked; closing twice is closing once."""
    ask = db.get_one(Ask, ask_id)
    demand_own(db, ask, person)
    return finish(db, now, ask, AskState.CLOSED) if ask.state in asks.LIVE else []


def settle(db: Db, now: datetime, person: Person, ask_id: int, said: Verdict) -> list[Planned]:
    """“Answered”: by whom, whether it was useful, and what it was."""
    ask = db.get_one(Ask, ask_id)
    demand_own(db, ask, person)
    demand_live(ask)
    if said.helper is not None:
        _credit(db, now, ask, said.helper, said.useful)
    return _answered(db, now, ask, said.useful, said.lesson)


def _credit(db: Db, now: datetime, ask: Ask, helper: int, useful: bool) -> None:
    """The helper's own answer where they wrote one, else a note that they gave it elsewhere."""
    route = asks.route(db, ask.id, helper)
    if route is None or route.state not in HELPED:
        raise RefusedError("ask.close")
    written = [row for row in asks.answers(db, ask.id) if row.person_id == helper]
    answer = written[-1] if written else Answer(ask_id=ask.id, person_id=helper, team_id=route.team_id, at=now)
    answer.useful = useful
    db.add(answer)
    db.flush()


def judge(db: Db, now: datetime, person: Person, answer_id: int, useful: bool) -> tuple[Ask, list[Planned]]:
    """Whether a written answer was useful: yes ends the ask, no lets it go on to somebody else."""
    answer = db.get_one(Answer, answer_id)
    ask = db.get_one(Ask, answer.ask_id)
    demand_own(db, ask, person)
    answer.useful = useful
    db.flush()
    if ask.state not in asks.LIVE:
        return ask, []
    if useful:
        return ask, _answered(db, now, ask, True, "")
    if not any(row.useful is None and row.id != answer.id for row in asks.answers(db, ask.id)):
        ask.state, ask.route_at, ask.look_at = AskState.OPEN, now, look_again(db, ask, now, STALE_AFTER)
    return ask, []


def look_again(db: Db, ask: Ask, now: datetime, days: int) -> datetime:
    week = week_of(db, ask)
    day = worktime.working_days_after(worktime.local_day(now, week.zone), days, week)
    return worktime.instant(day, worktime.ASK_AT, week.zone)


def week_of(db: Db, ask: Ask) -> worktime.Week:
    if ask.team_id is not None:
        return rosters.week_of(db.get_one(Team, ask.team_id))
    return rosters.week_of_person(db, ask.edition_id, db.get_one(Person, ask.person_id))


def _answered(db: Db, now: datetime, ask: Ask, useful: bool, lesson: str) -> list[Planned]:
    ask.useful, ask.lesson = useful, lesson or ask.lesson
    return finish(db, now, ask, AskState.ANSWERED)


def finish(db: Db, now: datetime, ask: Ask, state: AskState) -> list[Planned]:
    """Nothing more is sent about it but the outcome, to each who offered help."""
    ask.state, ask.settled_at = state, now
    ask.route_at = ask.look_at = ask.ends_at = None
    _settle_signals(db, now, ask)
    said = take_back(db, now, ask)
    said += [outcome(db, now, ask, route) for route in asks.routes(db, ask.id) if route.state in HELPED]
    db.flush()
    return said


def _settle_signals(db: Db, now: datetime, ask: Ask) -> None:
    """Also what the check-in raised that it came from."""
    about = {f"ask-{ask.id}", f"checkin-{ask.checkin_id}"}
    for signal in checkins.open_signals(db, ask.edition_id):
        if (signal.occasion in about or signal.occasion.startswith(f"ask-{ask.id}:")) and signal.kind != signals.RED:
            signal.settled_at = now


def declined(route: Route) -> str:
    """The occasion of the signal that an advisor said “Not me”."""
    return f"ask-{route.ask_id}:declined-{route.id}"


def outcome(db: Db, now: datetime, ask: Ask, route: Route) -> Planned:
    refs = {"ask": ask.id, "route": route.id}
    return _to_route(db, now, ask, route, "ask.outcome", _outcome_of(ask), refs)


def _outcome_of(ask: Ask) -> str:
    """Told once for each time that it was said anew: what was closed and came back may end otherwise."""
    return f"ask-{ask.id}:outcome-r{ask.revision}" if ask.revision else f"ask-{ask.id}:outcome"


def accepted(db: Db, now: datetime, ask: Ask, route: Route) -> Planned:
    refs = {"ask": ask.id, "route": route.id}
    return _to_route(db, now, ask, route, "ask.accepted", f"ask-{ask.id}:accepted", refs)


def _to_route(db: Db, now: datetime, ask: Ask, route: Route, kind: str, occasion: str, refs: dict[str, int]) -> Planned:
    if route.team_id is None:
        return rosters.to_person(db, ask.edition_id, route.person_id, now, kind, occasion, refs)
    due = worktime.next_working_instant(now, rosters.week_of(db.get_one(Team, route.team_id)))
    return Planned(kind, occasion, due, route.person_id, team_id=route.team_id, refs=refs)


def _in_place(db: Db, now: datetime, ask: Ask, route: Route) -> list[Planned]:
    """A question that was put and has no answer yet says that it needs none: rewritten, so that nothing rings."""
    sent = question(db, ask, route)
    if sent is None or sent.state != DeliveryState.SENT or not sent.slack_ts:
        return []
    refs = {"ask": ask.id}
    return [Planned("ask.over", f"ask-{ask.id}:over", now, route.person_id, refs=refs, updates_id=sent.id)]


def question(db: Db, ask: Ask, route: Route) -> Delivery | None:
    """The message by which somebody was asked, sent or not."""
    return deliveries.find(db, ask.edition_id, "ask.routed", f"person:{route.person_id}", occasion(route))


def occasion(route: Route) -> str:
    """Of the question; no other's begins with it, nor has one that was forgotten the same."""
    return f"ask-{route.ask_id}:route-{route.id}:asked-{int(route.at.timestamp())}"


def reword(db: Db, now: datetime, ask: Ask) -> list[Planned]:
    """Whoever was asked reads the new words in place of the old; what is still queued says them anyway."""
    ask.revision += 1
    said = []
    for route in asks.routes(db, ask.id):
        sent = question(db, ask, route) if route.state == RouteState.ASKED else None
        if sent and sent.state == DeliveryState.SENT and sent.slack_ts:
            key, refs = f"{occasion(route)}:r{ask.revision}", {"ask": ask.id, "route": route.id}
            said.append(
                Planned("ask.routed", key, now, route.person_id, team_id=route.team_id, refs=refs, updates_id=sent.id)
            )
    return said


def take_back(db: Db, now: datetime, ask: Ask) -> list[Planned]:
    """Those who were asked need not answer any more: it is for others now."""
    deliveries.withdraw(db, ask.edition_id, f"ask-{ask.id}:", "nobody need answer it now")
    said = []
    for route in asks.routes(db, ask.id):
        if route.state == RouteState.ASKED:
            route.state = RouteState.PASSED
            said += _in_place(db, now, ask, route)
    return said


def to_asker(db: Db, now: datetime, ask: Ask, kind: str, occasion: str, refs: dict[str, int]) -> list[Planned]:
    """To the one who asked while they are there, else to whoever stands for their team."""
    if ask.team_id is None:
        return [rosters.to_person(db, ask.edition_id, ask.person_id or 0, now, kind, occasion, refs)]
    team = db.get_one(Team, ask.team_id)
    due = worktime.next_working_instant(now, rosters.week_of(team))
    members = teams.members(db, team.id)
    first = next((one for one in members if one.id == ask.person_id), None)
    reader = rosters.at_work(db, [*([first] if first else []), *members], due)
    if reader is None:
        return []
    return [Planned(kind, occasion, due, reader.id, team_id=team.id, refs=refs, one_of=True)]
