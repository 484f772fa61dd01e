"""A round of introductions: who can take part, the best groups that the solver finds, kept as a draft."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.programme import rosters, worktime
from bot.programme.introductions import meetings, pairs, wishes
from bot.programme.introductions.pairs import Past, Side
from bot.programme.permissions import demand
from bot.programme.solvers import introductions as solver
from storage import introductions, people, teams
from storage.db import Db
from storage.editions import Edition
from storage.introductions import Answer, Introduction, Round, Seat, Wish
from storage.people import Person
from storage.teams import Team

SIZES = range(2, 5)
PATIENCE = 10.0
"""Seconds that the solver may look for something better; who waits for more than two is told so."""


@dataclass(frozen=True)
class Facts:
    """Who can take part on that day, who cannot and why, and what lies behind them."""

    sides: list[Side]
    out: list[tuple[str, str]]
    past: Past
    on: datetime


@dataclass(frozen=True)
class Group:
    teams: list[int]
    links: list[list[int]]
    themes: list[str]


@dataclass(frozen=True)
class Plan:
    groups: list[Group]
    resting: list[list[str]]


# Planning: read, decide, keep


def gather(db: Db, now: datetime, person: Person, edition: Edition) -> Facts:
    demand(db, edition.id, person, "intro.run")
    everybody, known = teams.active(db, edition.id), introductions.wishes(db, edition.id)
    out = hindered(db, now, edition, [team for team in everybody if team.id in known], known)
    willing = [team for team in everybody if team.id in known and team.id not in out]
    met, tried = meetings.acquainted(db, edition)
    apart = {frozenset({row.low_id, row.high_id}) for row in introductions.aparts(db, edition.id)}
    sides = [_side(team, known[team.id]) for team in willing]
    resting = [(team.name, out[team.id]) for team in everybody if team.id in out]
    return Facts(sides, resting, Past(met, tried, apart), now)


def _side(team: Team, wish: Wish) -> Side:
    week, languages, themes = rosters.week_of(team), tuple(team.languages), tuple(team.themes)
    return Side(team.id, team.name, team.country, week, languages, themes, wish.offer, wish.ask)


def hindered(db: Db, now: datetime, edition: Edition, asked: Sequence[Team], known: dict[int, Wish]) -> dict[int, str]:
    """Why a team that has answered takes no part in a round that is published now."""
    last, members = meetings.last_introduced(db, edition), teams.members_by_team(db, [team.id for team in asked])
    absences = people.absences(db)
    found = {}
    for team in asked:
        at = worktime.next_working_instant(now, rosters.week_of(team))
        there = rosters.there(members[team.id], at, absences)
        if why := _hindrance(team, known[team.id], now, last.get(team.id)) or ("" if there else "everybody is away"):
            found[team.id] = why
    return found


def _hindrance(team: Team, wish: Wish, now: datetime, last: datetime | None) -> str:
    today = wishes.today_of(team, now)
    if wish.answer != Answer.JOIN:
        return "does not want introductions now"
    if wishes.paused(wish, today):
        return f"paused until {_said(wish.paused_until)}"
    if last and now < last + meetings.MONTH:
        return f"was introduced this month, again from {_said(worktime.local_day(last + meetings.MONTH, team.zone))}"
    return ""


def _said(day: date | None) -> str:
    return f"{day.day} {day:%B}" if day else ""


def plan(facts: Facts, size: int) -> Plan:
    """The best round for those who can take part; whoever finds nobody rests, and it says why."""
    sides = {side.id: side for side in facts.sides}
    impossible = pairs.barriers(facts.sides, facts.past, facts.on.date())
    alike = pairs.likeness(facts.sides)
    scores = pairs.scores(facts.sides, alike, facts.past)
    found = solver.solve(
        solver.Gathering(
            teams=[str(team) for team in sides],
            group_size=size,
            scores={_named(pair): score for pair, score in scores.items()},
            impossible={_named(pair): why for pair, why in impossible.items()},
        ),
        time_limit=PATIENCE,
    )
    groups = [[sides[int(team)] for team in group] for group in found.rounds[0].groups]
    resting = [[sides[int(team)].name, _why(int(team), sides, impossible)] for team in found.rounds[0].resting]
    return Plan([_group(group, alike) for group in groups], [*resting, *(list(one) for one in facts.out)])


def _named(pair: frozenset[int]) -> frozenset[str]:
    return frozenset(str(team) for team in pair)


def _group(group: list[Side], alike: dict[tuple[int, int], float]) -> Group:
    links = [[link.asks, link.offers] for link in pairs.links(group, alike)]
    return Group([side.id for side in group], links, pairs.common_themes(group))


def _why(team: int, sides: dict[int, Side], impossible: dict[frozenset[int], str]) -> str:
    """Why nobody is left for a team, the commonest reason first."""
    others = [other for other in sides if other != team]
    reasons = Counter(impossible.get(frozenset({team, other}), "") for other in others)
    if not others:
        return "nobody else takes part"
    if free := reasons.pop("", 0):
        return f"{free} could meet it, and all of them are needed elsewhere"
    return "; ".join(f"{count} × {why}" for why, count in reasons.most_common())


def keep(db: Db, now: datetime, person: Person, edition: Edition, planned: Plan, size: int) -> Round:
    """The plan as the edition's draft, in place of the one before."""
    demand(db, edition.id, person, "intro.run")
    if before := introductions.draft(db, edition.id):
        introductions.discard(db, before)
    number = max([row.number for row in introductions.published(db, edition.id)], default=0) + 1
    row = Round(edition_id=edition.id, number=number, group_size=size, resting=planned.resting, planned_at=now)
    db.add(row)
    db.flush()
    for group in planned.groups:
        introduction = Introduction(round_id=row.id, themes=group.themes, links=group.links)
        db.add(introduction)
        db.flush()
        db.add_all(Seat(introduction_id=introduction.id, team_id=team) for team in group.teams)
    db.flush()
    return row
