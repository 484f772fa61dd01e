"""Goals: each owner says at kick-off where it wants to get, mid-way where it stands, at the close what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import goals, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.goals import Goal, Moment, Outcome
from storage.loops import Loop
from storage.people import Person
from storage.teams import Team, TeamKind, TeamState

ASK, NUDGE = "goal.ask", "goal.nudge"
NUDGE_AFTER = 3
"""Working days between the question and the one reminder."""
USEFUL, MARGIN = timedelta(days=14), timedelta(days=12)
MOMENTS = list(Moment)


@dataclass(frozen=True)
class Standing:
    """One statement, for the record. Its level is the report's to decide: it is the owner's own."""

    team_id: int
    team: str
    moment: str
    text: str
    standing: int
    line: str
    outcome: str
    how: str
    keeper: str
    at: datetime


@dataclass(frozen=True)
class Words:
    """What the form says."""

    text: str
    standing: int
    line: str = ""
    outcome: Outcome | None = None
    how: str = ""
    keeper: str = ""


def asked_on(every: list[Loop]) -> dict[Moment, date]:
    """The first loop's opening, the middle one's, and the last one's close."""
    if not every:
        return {}
    first, middle, last = every[0], every[len(every) // 2], every[-1]
    closes = last.closed_at.date() if last.closed_at else last.closes_on
    return {
        Moment.KICKOFF: _opens(first),
        Moment.MIDWAY: _opens(middle),
        Moment.CLOSE: min(closes, last.closes_on),
    }


def moved(db: Db, edition_id: int, before: dict[Moment, date], every: list[Loop]) -> list[str]:
    """How the occasions begin of what was to be asked on days that the loops' new dates have changed."""
    now = asked_on(every)
    numbers = [MOMENTS.index(moment) for moment, on in before.items() if now.get(moment) != on]
    owners = teams.active(db, edition_id, TeamKind.OWNER) if numbers else []
    return [f"team-{team.id}:goal-{number}:" for team in owners for number in numbers]


def _opens(loop: Loop) -> date:
    return min(loop.opens_on, loop.opened_at.date()) if loop.opened_at else loop.opens_on


def due(db: Db, edition: Edition, every: list[Loop], start: datetime, end: datetime) -> Iterable[Planned]:
    for moment, on in asked_on(every).items():
        if on - MARGIN <= end.date() and start.date() <= on + MARGIN:
            for team in teams.active(db, edition.id, TeamKind.OWNER):
                times = [(kind, at) for kind, at in _times(team, on) if start < at <= end]
                if times and goals.stated(db, team.id, moment) is None:
                    found = [_to_owner(db, team, moment, kind, at) for kind, at in times]
                    yield from (item for item in found if item)


def _times(team: Team, on: date) -> list[tuple[str, datetime]]:
    week = rosters.week_of(team)
    first = worktime.next_working_day(on, week)
    days = [(ASK, first), (NUDGE, worktime.working_days_after(first, NUDGE_AFTER, week))]
    return [(kind, worktime.instant(day, worktime.ASK_AT, week.zone)) for kind, day in days]


def _to_owner(db: Db, team: Team, moment: Moment, kind: str, at: datetime) -> Planned | None:
    lead = rosters.at_work(db, teams.members(db, team.id), at)
    if lead is None:
        return None
    number = MOMENTS.index(moment)
    return Planned(
        kind,
        f"team-{team.id}:goal-{number}:{kind.partition('.')[2]}",
        at,
        lead.id,
        team_id=team.id,
        latest_at=at + USEFUL,
        condition="not stated yet",
        one_of=True,
        refs={"team": team.id, "moment": number},
    )


def ask_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    team, moment = db.get_one(Team, ref(delivery, "team")), MOMENTS[ref(delivery, "moment")]
    if goals.stated(db, team.id, moment):
        return Skip("stated")
    if team.state != TeamState.ACTIVE:
        return Skip("team withdrawn")
    before = goals.of_team(db, team.id)
    return {
        "team": team.name,
        "moment": str(moment),
        "goal": before[-1].text if before else "",
        "ref": f"{team.id}.{MOMENTS.index(moment)}",
    }


def prefill(db: Db, person: Person, team: Team, moment: Moment) -> dict[str, str]:
    """What was said for this moment, else the goal as it was put before."""
    demand(db, team.edition_id, person, "goal.state", team)
    known, before = goals.stated(db, team.id, moment), goals.of_team(db, team.id)
    if known:
        return {name: str(value) for name, value in known.model_dump().items() if value is not None}
    return {"text": before[-1].text or team.need} if before else {"text": team.need}


def state(db: Db, now: datetime, person: Person, team: Team, moment: Moment, said: Words) -> Goal:
    """One statement per moment, which may be amended."""
    demand(db, team.edition_id, person, "goal.state", team)
    row = goals.stated(db, team.id, moment)
    if row:
        row.revision += 1
    else:
        row = Goal(edition_id=team.edition_id, team_id=team.id, moment=moment, text="", standing=0, at=now)
    for name, value in vars(said).items():
        setattr(row, name, value)
    row.person_id, row.at = person.id, now
    db.add(row)
    db.flush()
    return row


def of_edition(db: Db, edition_id: int) -> list[Standing]:
    """By team, in the order of the moments."""
    return [
        Standing(
            row.team_id,
            db.get_one(Team, row.team_id).name,
            str(row.moment),
            row.text,
            row.standing,
            row.line,
            str(row.outcome or ""),
            row.how,
            row.keeper,
            row.at,
        )
        for row in goals.of_edition(db, edition_id)
    ]
