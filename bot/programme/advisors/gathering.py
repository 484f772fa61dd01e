"""How a critical-friend round is set up: who is asked to be a friend, where it is held, and when it begins."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters, worktime
from bot.programme.advisors import rounds, timing
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand, may
from bot.programme.worktime import Week
from storage import advisors, people, teams, workspaces
from storage.advisors import CriticalRound, FriendState, RoundFriend, RoundState, RoundStep
from storage.db import Db
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.teams import Team
from storage.workspaces import WorkspaceKind


@dataclass(frozen=True)
class Start:
    team_id: int
    presenter_id: int
    topic: str
    friends: list[int]
    """Persons: advisors, or members of other teams."""
    cohort_room: bool
    at: datetime | None = None


def invitable(db: Db, edition: Edition, team: Team) -> list[tuple[int, str]]:
    """Every advisor, and the lead of every other team, with what they are."""
    found = [(person.id, person.name) for person in people.with_role(db, edition.id, RoleName.ADVISOR)]
    members = teams.members_by_team(db, [other.id for other in teams.told(db, edition.id) if other.id != team.id])
    names = {other.id: other.name for other in teams.told(db, edition.id)}
    found += [(folk[0].id, f"{folk[0].name}, {names[other]}") for other, folk in members.items() if folk]
    return list({person: (person, name) for person, name in reversed(found)}.values())[::-1]


def start(db: Db, now: datetime, person: Person, given: Start) -> CriticalRound | None:
    """Everyone is invited at once; it begins with whoever has agreed by then. Nothing where there is no room."""
    team = db.get_one(Team, given.team_id)
    demand(db, team.edition_id, person, "advice.ask", None if may(db, team.edition_id, person, "advisor.run") else team)
    channel = _channel(db, team, cohort=given.cohort_room)
    if channel is None:
        return None
    weeks = _weeks(db, team, [given.presenter_id, *given.friends])
    daily = timing.apart(weeks, given.at or now)
    made = CriticalRound(
        edition_id=team.edition_id,
        team_id=team.id,
        presenter_id=given.presenter_id,
        channel_id=channel,
        topic=given.topic,
        by_day=daily,
        at=now,
    )
    db.add(made)
    db.flush()
    db.add_all(RoundFriend(round_id=made.id, person_id=friend) for friend in dict.fromkeys(given.friends))
    begins = given.at or timing.begin(weeks, now, daily=daily)
    for position, (starts_at, ends_at) in enumerate(timing.lay(begins, weeks[0], daily=daily)):
        db.add(RoundStep(round_id=made.id, position=position, starts_at=starts_at, ends_at=ends_at))
    db.flush()
    return made


def _channel(db: Db, team: Team, *, cohort: bool) -> int | None:
    workspace = None if cohort else workspaces.of_team(db, team.id)
    if workspace and workspace.channel_id:
        return workspace.channel_id
    room = workspaces.room(db, team.edition_id, WorkspaceKind.COHORT)
    return room.id if room else None


def _weeks(db: Db, team: Team, folk: list[int]) -> list[Week]:
    """The presenter's first: the week of a team where somebody has one."""
    found = [rosters.week_of(team)]
    for person_id in folk[1:]:
        mine = teams.of_person(db, team.edition_id, person_id)
        person = db.get_one(Person, person_id)
        found.append(rosters.week_of(mine[0]) if mine else rosters.week_of_person(db, team.edition_id, person))
    return found


def invitations(db: Db, now: datetime, row: CriticalRound) -> list[Planned]:
    first = advisors.steps(db, row.id)[0]
    found = []
    for friend in advisors.friends(db, row.id):
        occasion, refs = f"invite-{row.id}", {"round": row.id}
        made = rosters.to_person(db, row.edition_id, friend.person_id, now, "round.invited", occasion, refs)
        if made.due_at < first.starts_at:
            found.append(made)
    return found


def settle_pace(db: Db, now: datetime, row: CriticalRound) -> list[Planned]:
    """Until it begins: one sitting or a step a day, by the hours of those who come or may still come."""
    first = advisors.steps(db, row.id)[0]
    if row.state != RoundState.RUNNING or first.starts_at <= now:
        return []
    folk = [row.presenter_id, *(one.person_id for one in _coming(db, row))]
    weeks = _weeks(db, db.get_one(Team, row.team_id), folk)
    daily = timing.apart(weeks, first.starts_at)
    if daily == row.by_day:
        return []
    row.by_day = daily
    fits = daily or worktime.fit(weeks, first.starts_at) is not worktime.Fit.OUTSIDE
    rounds.move(db, row, 0, first.starts_at if fits else timing.begin(weeks, now, daily=False))
    occasion, refs = f"round-{row.id}:pace-{first.revision}", {"round": row.id}
    return [rosters.to_person(db, row.edition_id, one, now, "round.moved", occasion, refs) for one in folk]


def _coming(db: Db, row: CriticalRound) -> list[RoundFriend]:
    return [one for one in advisors.friends(db, row.id) if one.state != FriendState.DECLINED]


def answer(db: Db, person: Person, round_id: int, *, comes: bool) -> CriticalRound:
    row = db.get_one(CriticalRound, round_id)
    friend = advisors.friend(db, row.id, person.id)
    if friend is None:
        raise RefusedError("round.take")
    friend.state = FriendState.AGREED if comes else FriendState.DECLINED
    db.flush()
    return row
