"""Asks go out in waves: two or three teams at a time, each told once; then the next, where nobody takes it up."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.programme import planning, rosters, search, sharing, signals, worktime
from bot.programme.asks import closing, routing
from bot.programme.asks.routing import Candidate, Choice, Wish
from bot.programme.occasions import Planned
from bot.programme.search import Hit
from bot.programme.sharing import Here, Place
from bot.slack import Slack
from storage import asks, deliveries, introductions, people, teams
from storage.asks import Ask, AskState, Route, RouteState, Why
from storage.checkins import HelpFrom, Sharing
from storage.db import Db, Writer, reading
from storage.editions import Edition
from storage.people import Absence, Person
from storage.teams import Team, TeamState

LATELY = timedelta(days=28)
ANSWER_WITHIN = 2
"""Working days, where they are, until the next are asked."""
HITS = 5
AGAIN = timedelta(hours=1)
logger = logging.getLogger("sweetspot.asks")


@dataclass(frozen=True)
class Found:
    """What was found for an ask outside any transaction: whom to ask, the likeliest first, and past answers."""

    choices: list[Choice] = field(default_factory=list)
    past: bool = False


def waits(db: Db, now: datetime) -> bool:
    return bool(asks.to_route(db, now))


def route_due(engine: sa.Engine, writer: Writer, _slack: Slack) -> None:
    """At each tick: asks whose time it is to be sent to somebody, or to somebody else."""
    with reading(engine) as db:
        due = asks.to_route(db, writer.now())
    for ask_id in due:
        try:
            with reading(engine) as db:
                found = look_round(db, writer.now(), db.get_one(Ask, ask_id))
            writer.commit(partial(_send, ask_id, found))
        except Exception as error:  # one ask that cannot be sent on must hold up neither the others nor the tick
            logger.error("ask_not_routed", extra={"action": "ask_not_routed", "error": type(error).__name__})  # noqa: TRY400
            writer.commit(partial(_put_off, ask_id))


def _put_off(ask_id: int, db: Db, now: datetime) -> None:
    db.get_one(Ask, ask_id).route_at = now + AGAIN


# Looking round


def look_round(db: Db, now: datetime, ask: Ask) -> Found:
    team = db.get(Team, ask.team_id) if ask.team_id else None
    if ask.help_from in (HelpFrom.ADVISOR, HelpFrom.FACILITATOR) or (team and team.state != TeamState.ACTIVE):
        return Found()
    here = _home(db, ask, team)
    hits = past_answers(db, ask, here)
    wish = Wish(team.country, team.languages, ask.themes) if team else Wish(themes=ask.themes)
    candidates = _candidates(db, ask, team, here, hits)
    return Found(routing.ranked(wish, candidates, _loads(db, ask, now)), bool(hits))


def _home(db: Db, ask: Ask, team: Team | None) -> Here:
    """Where the asker reads from."""
    if team is None:
        return sharing.here_of(db, ask.edition_id, ask.person_id or 0)
    return Here(Place.EDITION, frozenset(near.id for near in sharing.neighbours(db, team)))


def past_answers(db: Db, ask: Ask, here: Here) -> list[Hit]:
    """What others wrote that may help, as the reader may see it."""
    found = search.alike(db, ask.edition_id, here, ask.text, HITS)
    return [hit for hit in found if hit.team_id != ask.team_id]


def _loads(db: Db, ask: Ask, now: datetime) -> Mapping[int, int]:
    """How often each team was asked in the last weeks."""
    counted: dict[int, int] = {}
    for route, _ in asks.routes_of_edition(db, ask.edition_id, now - LATELY):
        if route.team_id and route.why != Why.OWN:
            counted[route.team_id] = counted.get(route.team_id, 0) + 1
    return counted


def _candidates(db: Db, ask: Ask, team: Team | None, here: Here, hits: Sequence[Hit]) -> list[Candidate]:
    reached = [one for one in teams.told(db, ask.edition_id) if one.id != ask.team_id]
    if ask.sharing == Sharing.WORKSPACE:
        near = [one for one in reached if team and one.id in here.home]
        return [Candidate(one.id, partner=True, near=True) for one in near]
    if ask.help_from == HelpFrom.OTHERS:
        reached = [one for one in reached if one.id not in here.home]
    apart = _apart(db, ask)
    solved = {hit.team_id: hit.title or hit.text for hit in reversed(hits)}
    wishes = introductions.wishes(db, ask.edition_id)
    known = [
        Candidate(
            one.id,
            one.country,
            one.id in here.home,
            one.languages,
            one.themes,
            (wishes[one.id].offer if one.id in wishes else "") or one.offer,
            solved=solved.get(one.id, ""),
        )
        for one in reached
        if one.id not in apart
    ]
    return _compared(ask, known)


def _apart(db: Db, ask: Ask) -> set[int]:
    """Teams that are not put together with this one."""
    rows = introductions.aparts(db, ask.edition_id)
    return {other for row in rows for other in (row.low_id, row.high_id) if ask.team_id in (row.low_id, row.high_id)}


def _compared(ask: Ask, candidates: list[Candidate]) -> list[Candidate]:
    """How alike the ask and each offer are in words, in whichever languages."""
    offering = [one for one in candidates if one.offer]
    if not offering:
        return candidates
    from bot.programme.solvers.scoring import Profile, evidence
    from bot.programme.solvers.scoring import sides as texts

    need = [Profile("ask", text=f"{ask.text}\n{ask.tried}")]
    offers = [Profile(str(one.team_id), text=one.offer) for one in offering]
    row = evidence.text_scores(*texts.build(need, offers)).tolist()[0]
    alike = {one.team_id: float(value) for one, value in zip(offering, row, strict=True)}
    return [replace(one, alike=alike.get(one.team_id, 0.0)) for one in candidates]


# Sending


def _send(ask_id: int, found: Found, db: Db, now: datetime) -> None:
    ask = db.get_one(Ask, ask_id)
    if ask.state != AskState.OPEN or ask.route_at is None or ask.route_at > now:
        return
    edition = db.get_one(Edition, ask.edition_id)
    said = _past(ask, found, db, now) + _wave(db, now, ask, found.choices)
    planning.queue(db, edition, said, now)


def _past(ask: Ask, found: Found, db: Db, now: datetime) -> list[Planned]:
    return closing.to_asker(db, now, ask, "ask.found", f"ask-{ask.id}:found", {"ask": ask.id}) if found.past else []


def _wave(db: Db, now: datetime, ask: Ask, choices: Sequence[Choice]) -> list[Planned]:
    before = asks.routes(db, ask.id)
    waiting = [route for route in before if route.state == RouteState.ASKED and not _expire(db, now, ask, route)]
    if any(route.state == RouteState.OFFERED for route in before):
        ask.route_at = None
        return []
    done = {route.team_id for route in before}
    crowd = _Crowd.at(db, ask, now)
    made: list[Route] = []
    busy = False
    for choice in choices:
        if choice.team_id in done or len(waiting) + len(made) >= routing.WAVE:
            continue
        if choice.team_id in crowd.teams:
            busy = True
        elif route := _route(db, now, ask, choice, crowd):
            made.append(route)
    waiting += made
    ask.route_at = min((route.until for route in waiting), default=now + timedelta(days=1) if busy else None)
    db.flush()
    nobody = _nobody(db, now, ask) if ask.route_at is None and not before else []
    return nobody + [routed(db, ask, route) for route in made]


def _expire(db: Db, now: datetime, ask: Ask, route: Route) -> bool:
    if route.until > now:
        return False
    route.state = RouteState.PASSED
    deliveries.withdraw(db, ask.edition_id, closing.occasion(route), "others are asked")
    return True


def _nobody(db: Db, now: datetime, ask: Ask) -> list[Planned]:
    """Nobody has a reason to be asked, or it is for the facilitators alone: they look at it."""
    if ask.team_id is None:
        return rosters.to_staff(db, ask.edition_id, now, "ask.raised", f"ask-{ask.id}:raised", {"ask": ask.id})
    kind = signals.ASK_FOR_STAFF if ask.sharing == Sharing.WORKSPACE else signals.ASK_UNROUTED
    signals.raise_(db, now, kind, db.get_one(Team, ask.team_id), f"ask-{ask.id}")
    return []


@dataclass(frozen=True)
class _Crowd:
    """Who cannot be asked now: muted, away, or with another ask before them."""

    teams: frozenset[int]
    people: frozenset[int]
    absences: list[Absence]

    @staticmethod
    def at(db: Db, ask: Ask, now: datetime) -> "_Crowd":
        rows = [
            route
            for route, other in asks.routes_of_edition(db, ask.edition_id, now - LATELY)
            if route.state == RouteState.ASKED and route.until > now and other.id != ask.id and other.state in asks.LIVE
        ]
        taken = frozenset(route.team_id for route in rows if route.team_id)
        nobody = frozenset(route.person_id for route in rows) | asks.muted(db)
        return _Crowd(taken, nobody, people.absences(db))

    def first(self, members: Iterable[Person], due: datetime) -> Person | None:
        free = [one for one in members if one.id not in self.people]
        return next(iter(rosters.there(free, due, self.absences)), None)


def _route(db: Db, now: datetime, ask: Ask, choice: Choice, crowd: _Crowd) -> Route | None:
    """To the lead, or to whoever is there and may be asked."""
    team = db.get_one(Team, choice.team_id)
    week = rosters.week_of(team)
    due = worktime.next_working_instant(now, week)
    reader = crowd.first(teams.members(db, team.id), due)
    if reader is None or asks.route(db, ask.id, reader.id):
        return None
    made = Route(
        ask_id=ask.id,
        person_id=reader.id,
        team_id=team.id,
        why=choice.why,
        detail=choice.detail,
        at=now,
        until=answer_until(due, week),
    )
    db.add(made)
    db.flush()
    return made


def answer_until(due: datetime, week: worktime.Week) -> datetime:
    last = worktime.working_days_after(worktime.local_day(due, week.zone), ANSWER_WITHIN, week)
    return worktime.instant(last, worktime.WORK_UNTIL, week.zone)


def routed(db: Db, ask: Ask, route: Route) -> Planned:
    """The one message to somebody who may know."""
    kind, occasion, refs = "ask.routed", closing.occasion(route), {"ask": ask.id, "route": route.id}
    if route.team_id is None:
        return rosters.to_person(db, ask.edition_id, route.person_id, route.at, kind, occasion, refs)
    due = worktime.next_working_instant(route.at, rosters.week_of(db.get_one(Team, route.team_id)))
    return Planned(kind, occasion, due, route.person_id, team_id=route.team_id, refs=refs)
