"""Whether a team wants to be introduced: asked once when it joins, and changed by the team whenever it likes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand, may
from storage import deliveries, introductions, people, teams, workspaces
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition, EditionState
from storage.introductions import Answer, Wish
from storage.people import Person
from storage.teams import Team, TeamState
from storage.workspaces import WorkspaceKind, WorkspaceState

INVITED = "intro.invited"
ASKING = {EditionState.SELECTING, EditionState.MATCHING, EditionState.INCUBATING}
LONGEST_WAIT = timedelta(days=14)
"""From joining to the next working day, whatever the holidays."""


@dataclass(frozen=True)
class Said:
    """What a team answers in the form."""

    answer: Answer
    offer: str = ""
    ask: str = ""
    paused_until: date | None = None
    again: int | None = None
    """Another team that may be introduced to it again after all."""


@dataclass(frozen=True)
class Standing:
    """What the form starts with."""

    team: Team
    answer: Answer | None
    offer: str
    ask: str
    paused_until: date | None
    apart: list[Team]
    """Whom the team asked not to meet again."""


def available(wish: Wish | None, today: date) -> bool:
    return wish is not None and wish.answer == Answer.JOIN and not paused(wish, today)


def paused(wish: Wish, today: date) -> bool:
    return wish.paused_until is not None and today < wish.paused_until


def today_of(team: Team, now: datetime) -> date:
    return worktime.local_day(now, team.zone)


# The question, once to each team of the cohort


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """On the working day after the team joined, or after the cohort's room was made."""
    room = next(iter(workspaces.of_edition(db, edition.id, WorkspaceKind.COHORT)), None)
    if room is None or room.state != WorkspaceState.READY or edition.state not in ASKING:
        return []
    silent = introductions.unanswered(db, edition.id)
    since = {team.id: max(team.created_at, room.created_at) for team in silent}
    near = [team for team in silent if start - LONGEST_WAIT <= since[team.id] <= end]
    due = {team.id: _day_after(since[team.id], team) for team in near}
    now = [team for team in near if start < due[team.id] <= end]
    return _invitations(db, now, due) if now else []


def _day_after(at: datetime, team: Team) -> datetime:
    week = rosters.week_of(team)
    day = worktime.working_days_after(worktime.local_day(at, team.zone), 1, week)
    return worktime.instant(day, worktime.ASK_AT, team.zone)


def _invitations(db: Db, asked: list[Team], due: dict[int, datetime]) -> Iterable[Planned]:
    members, absences = teams.members_by_team(db, [team.id for team in asked]), people.absences(db)
    for team in asked:
        there = rosters.there(members[team.id], due[team.id], absences)
        if lead := next(iter([*there, *members[team.id]]), None):
            refs = {"team": team.id}
            yield Planned(INVITED, _occasion(team), due[team.id], lead.id, team_id=team.id, one_of=True, refs=refs)


def _occasion(team: Team) -> str:
    return f"team-{team.id}:introductions"


def unasked(db: Db, edition: Edition) -> list[Team]:
    """Teams of the cohort that have not answered, and that nothing was sent to."""
    silent = introductions.unanswered(db, edition.id)
    known = {occasion for _, _, occasion in deliveries.keys(db, edition.id, [_occasion(team) for team in silent])}
    return [team for team in silent if _occasion(team) not in known]


def ask(db: Db, now: datetime, person: Person, edition: Edition) -> list[Planned]:
    """The same question to those who joined before there was one, each in its working hours."""
    demand(db, edition.id, person, "intro.run")
    late = unasked(db, edition)
    due = {team.id: worktime.next_working_instant(now, rosters.week_of(team)) for team in late}
    return list(_invitations(db, late, due))


def invited_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    team = db.get_one(Team, ref(delivery, "team"))
    if team.state == TeamState.WITHDRAWN:
        return Skip("the team has left")
    if db.get(Wish, team.id):
        return Skip("answered already")
    return {"team": team.name, "ref": team.id}


# The team's answer


def standing(db: Db, edition: Edition, person: Person, team_id: int) -> Standing:
    """Raises `RefusedError` unless the person signs for the team."""
    team = _team(db, edition, person, team_id)
    wish = db.get(Wish, team.id)
    apart = [row for row in introductions.aparts(db, edition.id) if row.by_team_id == team.id]
    return Standing(
        team=team,
        answer=wish.answer if wish else None,
        offer=wish.offer if wish else team.offer,
        ask=wish.ask if wish else team.need,
        paused_until=wish.paused_until if wish else None,
        apart=[db.get_one(Team, row.high_id if row.low_id == team.id else row.low_id) for row in apart],
    )


def save(db: Db, now: datetime, edition: Edition, person: Person, team_id: int, said: Said) -> Wish:
    """By whoever signs for the team, or by the secretariat for a team that answered it by letter."""
    team = _team(db, edition, person, team_id)
    wish = db.get(Wish, team.id) or Wish(team_id=team.id, answer=said.answer, person_id=person.id, at=now)
    wish.answer, wish.offer, wish.ask = said.answer, said.offer, said.ask
    wish.paused_until, wish.person_id, wish.at = said.paused_until, person.id, now
    db.add(wish)
    if said.again and (row := introductions.apart(db, team.id, said.again, team.id)):
        db.delete(row)
    return wish


def name(db: Db, team_id: int) -> str:
    return db.get_one(Team, team_id).name


def decline(db: Db, now: datetime, edition: Edition, person: Person, team_id: int) -> Team:
    """Not now: nobody asks again, and the team may join whenever it likes."""
    team = _team(db, edition, person, team_id)
    wish = db.get(Wish, team.id) or Wish(team_id=team.id, answer=Answer.NOT_NOW, person_id=person.id, at=now)
    wish.answer, wish.paused_until, wish.person_id, wish.at = Answer.NOT_NOW, None, person.id, now
    db.add(wish)
    return team


def _team(db: Db, edition: Edition, person: Person, team_id: int) -> Team:
    team = db.get(Team, team_id)
    if team is None or team.edition_id != edition.id or team.state != TeamState.ACTIVE:
        raise RefusedError("intro.join")
    if not may(db, edition.id, person, "intro.run"):
        demand(db, edition.id, person, "intro.join", team)
    return team


def signs_for(db: Db, edition: Edition, person: Person) -> list[tuple[Team, Wish | None]]:
    """The person's teams whose wish they may change, with it."""
    mine = [team for team in teams.of_person(db, edition.id, person.id) if edition.state in ASKING]
    return [(team, db.get(Wish, team.id)) for team in mine if may(db, edition.id, person, "intro.join", team)]
