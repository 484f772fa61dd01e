"""What the teams of an introduction are told: who the others are, why, and when all could talk; and who cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.programme import rosters, worktime
from bot.programme.introductions import meetings, wishes
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import RefusedError, demand
from bot.programme.worktime import Fit
from storage import introductions, people, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.introductions import Introduction, Seat, Wish
from storage.people import Person
from storage.teams import Team, TeamState

MADE, LEFT = "intro.made", "intro.left"
OF_USE = timedelta(days=7)
LONGEST_WAIT = timedelta(days=14)
TIMES = 3
FEWEST = 2
"""Nobody meets alone."""


@dataclass(frozen=True)
class Partner:
    """Another team of the introduction, and how its lead is reached by this reader."""

    team: str
    organisation: str
    country: str
    offer: str
    ask: str
    lead: str
    slack_user: str
    """Empty where the reader or the lead is not in Slack."""
    email: str


@dataclass(frozen=True)
class Exchange:
    """One team's ask and another's offer, in their own words."""

    asks: str
    ask: str
    offers: str
    offer: str


@dataclass(frozen=True)
class Hour:
    """A time that suits all, and the zones of the others."""

    at: datetime
    elsewhere: list[tuple[str, str]]
    """`(team, zone)`."""


# Who is told, and when


def letters(db: Db, groups: dict[int, list[Seat]], now: datetime) -> list[Planned]:
    """One message to each team's lead, or the deputy, in working hours there."""
    members = teams.members_by_team(db, [seat.team_id for group in groups.values() for seat in group])
    said = []
    for seat in (seat for group in groups.values() for seat in group):
        due = worktime.next_working_instant(now, rosters.week_of(db.get_one(Team, seat.team_id)))
        if lead := rosters.at_work(db, members[seat.team_id], due):
            refs = {"introduction": seat.introduction_id, "team": seat.team_id}
            occasion, latest = _occasion(seat), due + OF_USE
            planned = Planned(
                MADE, occasion, due, lead.id, team_id=seat.team_id, latest_at=latest, one_of=True, refs=refs
            )
            said.append(planned)
    return said


def _occasion(seat: Seat) -> str:
    return f"introduction-{seat.introduction_id}:team-{seat.team_id}"


def made_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    """The last moment: whoever has paused, stopped or left since gets nothing, and is not introduced."""
    introduction = db.get_one(Introduction, ref(delivery, "introduction"))
    team = db.get_one(Team, ref(delivery, "team"))
    group = introductions.seats(db, [introduction.id])[introduction.id]
    here = [seat for seat in group if still_in(db, team.edition_id, seat, now)]
    if team.id not in {seat.team_id for seat in here}:
        return Skip("the team does not want to be introduced now")
    partners = [db.get_one(Team, seat.team_id) for seat in here if seat.team_id != team.id]
    if not partners:
        return Skip("the others have stepped out")
    reader = db.get_one(Person, delivery.person_id)
    return {
        "ref": f"{introduction.id}.{team.id}",
        "team": team.name,
        "partners": [_partner(db, one, reader, now) for one in partners],
        "exchanges": exchanges(db, introduction, {team.id, *(one.id for one in partners)}),
        "themes": introduction.themes,
        **_hours(team, partners, here, now),
    }


def _partner(db: Db, team: Team, reader: Person, now: datetime) -> Partner:
    wish, edition = db.get(Wish, team.id), db.get_one(Edition, team.edition_id)
    lead = rosters.at_work(db, teams.members(db, team.id), now)
    in_slack = people.slack_id_of(db, reader.id, edition.installation_id)
    slack_user = people.slack_id_of(db, lead.id, edition.installation_id) if lead and in_slack else None
    return Partner(
        team=team.name,
        organisation=team.organisation,
        country=team.country,
        offer=wish.offer if wish else "",
        ask=wish.ask if wish else "",
        lead=lead.name if lead else "",
        slack_user=slack_user or "",
        email=(people.email_of(db, lead.id) or "") if lead else "",
    )


def exchanges(db: Db, introduction: Introduction, among: set[int]) -> list[Exchange]:
    found = []
    for asks, offers in introduction.links:
        asking, offering = db.get(Wish, asks), db.get(Wish, offers)
        if {asks, offers} <= among and asking and offering and asking.ask and offering.offer:
            names = [db.get_one(Team, team_id).name for team_id in (asks, offers)]
            found.append(Exchange(names[0], asking.ask, names[1], offering.offer))
    return found


def _hours(team: Team, partners: Sequence[Team], here: Sequence[Seat], now: datetime) -> Context:
    """Three times that suit all, from the day after the last of them was told: the same for every reader."""
    weeks = [rosters.week_of(one) for one in sorted([team, *partners], key=lambda one: one.id)]
    last = max([seat.told_at for seat in here if seat.told_at], default=now)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    times = worktime.common_times(weeks, max(last, today) + timedelta(days=1), TIMES)
    return {
        "hours": [Hour(at, [(one.name, one.zone) for one in partners]) for at in times],
        "at_work": all(worktime.fit(weeks, at) is Fit.WORK for at in times),
    }


# Stepping out


def still_in(db: Db, edition_id: int, seat: Seat, now: datetime) -> bool:
    """Whoever was told already stays in, even if the team takes a pause now."""
    team = db.get_one(Team, seat.team_id)
    if seat.left_at or team.state == TeamState.WITHDRAWN:
        return False
    if introductions.told(db, edition_id, MADE, _occasion(seat)):
        return True
    return wishes.available(db.get(Wish, team.id), wishes.today_of(team, now))


def step_out(db: Db, now: datetime, person: Person, introduction_id: int, team_id: int) -> list[Planned]:
    """“We cannot this month”: the others are told, and planned anew."""
    seat, team = introductions.seat(db, introduction_id, team_id), db.get(Team, team_id)
    if seat is None or team is None or seat.told_at is None:
        raise RefusedError("intro.join")
    demand(db, team.edition_id, person, "intro.join", team)
    if seat.left_at is None and seat.met is None:
        _leave(db, now, db.get_one(Introduction, introduction_id), seat)
    return list(_farewells(db, [seat]))


def settle(db: Db, now: datetime) -> None:
    """By the clock: teams that have left the programme, or paused before they were told, are out."""
    for edition_id, introduction, seat in introductions.doubtful(db, now - meetings.MONTH):
        if not still_in(db, edition_id, seat, now):
            _leave(db, now, introduction, seat)


def _leave(db: Db, now: datetime, introduction: Introduction, gone: Seat) -> None:
    gone.left_at = now
    db.flush()
    group = introductions.seats(db, [introduction.id])[introduction.id]
    if sum(seat.left_at is None for seat in group) < FEWEST:
        introduction.fallen_at = introduction.fallen_at or now


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """To the others, when somebody stepped out."""
    return within(_farewells(db, introductions.left_between(db, edition.id, start - LONGEST_WAIT, end)), start, end)


def _farewells(db: Db, gone: Iterable[Seat]) -> Iterable[Planned]:
    for left in gone:
        if left.left_at is None:
            continue
        for seat in introductions.seats(db, [left.introduction_id])[left.introduction_id]:
            if seat.left_at is None:
                team, refs = db.get_one(Team, seat.team_id), {"left": left.id, "team": seat.team_id}
                occasion = f"introduction-{left.introduction_id}:left-{left.team_id}:team-{seat.team_id}"
                yield from rosters.to_team(db, team, left.left_at, LEFT, occasion, refs)


def left_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    left = db.get_one(Seat, ref(delivery, "left"))
    introduction = db.get_one(Introduction, left.introduction_id)
    seat = introductions.seat(db, introduction.id, ref(delivery, "team"))
    told = introductions.told(db, delivery.edition_id, MADE, _occasion(seat)) if seat else None
    if told is None or (left.left_at and told > left.left_at):
        return Skip("was never told of that team")
    mine, others = ref(delivery, "team"), meetings.others(db, introduction.id, ref(delivery, "team"))
    return {
        "left": db.get_one(Team, left.team_id).name,
        "team": db.get_one(Team, mine).name,
        "remaining": [] if introduction.fallen_at else [name for _, name in others],
    }
