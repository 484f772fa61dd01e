"""Who is asked for a check-in and when, who is reminded once, and who is asked again by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from bot.programme import courtesies, rosters, signals, worktime
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import demand
from bot.programme.worktime import Week
from storage import checkins, loops, people, teams, workspaces
from storage.checkins import Checkin, CheckinState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Loop, LoopState
from storage.people import Absence, Person
from storage.teams import Team, TeamKind, TeamState

NUDGE_AFTER = 2
"""Working days between the question and the one reminder."""
CLOSE_AT = time(17)


@dataclass(frozen=True)
class Asking:
    """Teams that are asked again and when, and those that were asked the same day."""

    planned: list[Planned] = field(default_factory=list)
    times: dict[str, datetime] = field(default_factory=dict)
    already: list[str] = field(default_factory=list)


# What is due: pure


def ask_at(loop: Loop, week: Week) -> datetime:
    return worktime.instant(worktime.next_working_day(loop.checkin_on, week), worktime.ASK_AT, week.zone)


def nudge_at(loop: Loop, week: Week) -> datetime:
    asked_on = worktime.next_working_day(loop.checkin_on, week)
    return worktime.instant(worktime.working_days_after(asked_on, NUDGE_AFTER, week), worktime.ASK_AT, week.zone)


def closes_at(loop: Loop, week: Week) -> datetime:
    """The end of the loop's last day where the team is, or of its next working day."""
    return worktime.instant(worktime.next_working_day(loop.closes_on, week), CLOSE_AT, week.zone)


def due_at(loop: Loop, week: Week) -> datetime:
    """Until when an answer is in time: equal notice for all.

    From the day of the question each team has as many working days of its own as a Monday-to-Friday week without
    holidays has between the loop's two dates; so nobody has fewer than the others. Only the close comes before that.
    """
    plain = Week(week.zone)
    asked_on = worktime.next_working_day(loop.checkin_on, week)
    days = sum(worktime.is_working_day(day, plain) for day in worktime.days_between(loop.checkin_on, loop.due_on))
    due = worktime.instant(worktime.working_days_after(asked_on, days, week), CLOSE_AT, week.zone)
    return min(due, closes_at(loop, week))


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """The calendar is looked at first: people and answers only where something falls into the span."""
    near = [loop for loop in loops.of_edition(db, edition.id) if _near(loop, start, end)]
    working = workspaces.working(db, edition.id) if near else []
    due = [(loop, team) for loop in near for team in working if _falls(loop, rosters.week_of(team), start, end)]
    members = teams.members_by_team(db, [team.id for team in working]) if due else {}
    away = people.absences(db) if due else []
    closed = {(row.loop_id, row.team_id) for loop in near if due for row in checkins.of_loop(db, loop.id) if _over(row)}
    for loop, team in due:
        if (loop.id, team.id) not in closed:
            yield from within(_for_team(loop, team, members[team.id], away), start, end)


def _falls(loop: Loop, week: Week, start: datetime, end: datetime) -> bool:
    return any(start < at <= end for at in (ask_at(loop, week), nudge_at(loop, week)))


def _over(row: Checkin) -> bool:
    return row.state != CheckinState.DUE


def _near(loop: Loop, start: datetime, end: datetime) -> bool:
    return (
        loop.state != LoopState.CLOSED
        and loop.checkin_on - timedelta(days=2) <= end.date()
        and start.date() <= loop.closes_on + timedelta(days=2)
    )


def _for_team(loop: Loop, team: Team, members: list[Person], away: list[Absence]) -> Iterable[Planned]:
    week = rosters.week_of(team)
    asked, nudged, closed = ask_at(loop, week), nudge_at(loop, week), closes_at(loop, week)
    common: dict[str, Any] = {"team_id": team.id, "latest_at": closed, "refs": {"loop": loop.id, "team": team.id}}
    for person in [*rosters.there(members, asked, away), *members][:1]:
        yield Planned("checkin.ask", f"loop-{loop.id}:team-{team.id}:ask", asked, person.id, one_of=True, **common)
    for person in rosters.there(members[:2], nudged, away):
        key = f"loop-{loop.id}:team-{team.id}:nudge"
        yield Planned("checkin.nudge", key, nudged, person.id, condition="not answered", **common)


# What a message says


def ask_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    """The question and the reminder alike; neither comes on a day on which the team was asked already.

    After two misses it is a person's turn, and nothing reminds until they have seen to it.
    """
    loop, team = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Team, ref(delivery, "team"))
    row = checkins.of_team(db, loop.id, team.id)
    if row and row.state in {CheckinState.RECEIVED, CheckinState.SKIPPED}:
        return Skip(str(row.state))
    if delivery.kind == "checkin.nudge" and signals.is_silent(db, team):
        return Skip("a person writes to them")
    if loop.state == LoopState.CLOSED or team.state != TeamState.ACTIVE:
        return Skip("loop closed" if team.state == TeamState.ACTIVE else "team withdrawn")
    if not courtesies.wished(delivery) and _asked_on(db, loop, team, now, "checkin.ask", without=delivery.id):
        return Skip("asked the same day")
    return {
        "loop": loop.number,
        "team": team.name,
        "until": closes_at(loop, rosters.week_of(team)),
        "ref": f"{loop.id}.{team.id}",
    }


def _asked_on(db: Db, loop: Loop, team: Team, at: datetime, *kinds: str, without: str = "") -> bool:
    """Whether the team is asked on that day, its own."""
    asked = checkins.asked_at(db, loop.id, team.id, kinds, without)
    return any(worktime.local_day(one, team.zone) == worktime.local_day(at, team.zone) for one in asked)


# Asked again


def ask_again(db: Db, now: datetime, person: Person, edition: Edition, loop: Loop, only: Team | None) -> Asking:
    """A facilitator asks the team, or all that have not answered: in their working hours, at most once a day."""
    demand(db, edition.id, person, "checkin.ask")
    asking = Asking()
    for team in waiting(db, loop):
        at = worktime.next_working_instant(now, rosters.week_of(team))
        if (only and team.id != only.id) or at > closes_at(loop, rosters.week_of(team)):
            continue
        if _asked_on(db, loop, team, at, "checkin.ask", "checkin.nudge"):
            asking.already.append(team.name)
        elif first := rosters.at_work(db, teams.members(db, team.id), at):
            asking.times[team.name] = at
            asking.planned.append(_again(loop, team, first, at))
    return asking


def _again(loop: Loop, team: Team, person: Person, at: datetime) -> Planned:
    occasion = f"loop-{loop.id}:team-{team.id}:asked-{worktime.local_day(at, team.zone)}"
    refs = {"loop": loop.id, "team": team.id}
    closed = closes_at(loop, rosters.week_of(team))
    return Planned("checkin.ask", occasion, at, person.id, team_id=team.id, refs=refs, one_of=True, latest_at=closed)


def waiting(db: Db, loop: Loop) -> list[Team]:
    """Teams that have neither answered nor left the loop out."""
    done = {row.team_id for row in checkins.of_loop(db, loop.id) if row.state != CheckinState.DUE}
    checking_in = workspaces.working(db, loop.edition_id)
    return [team for team in checking_in if team.id not in done]


def own_team(db: Db, edition: Edition, person: Person) -> Team | None:
    """The person's team that checks in."""
    mine = teams.of_person(db, edition.id, person.id)
    return next((team for team in mine if team.kind != TeamKind.COHORT), None)


def partners(db: Db, team: Team) -> list[Team]:
    """The providers that an owner gives a private light to."""
    workspace = workspaces.of_team(db, team.id) if team.kind == TeamKind.OWNER else None
    return [other for other in workspaces.teams_of(db, workspace) if other.id != team.id] if workspace else []
