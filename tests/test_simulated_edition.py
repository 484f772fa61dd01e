"""26 weeks with 42 teams of 25 countries, across both changes of the clocks: what arrived, held against the calendar.

What is right is worked out here from the calendar and the roster alone, and by nothing of the planner.
"""

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from sqlmodel import select

from bot.clock import VirtualClock
from bot.programme import checkins, people
from bot.programme.checkins import Answer
from bot.programme.loops import running
from bot.programme.sealing import Sealer
from bot.rehearsal.stage import Stage
from storage import loops as loop_rows
from storage import people as person_rows
from storage import teams as team_rows
from storage.checkins import Result
from storage.courtesies import Courtesy
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.editions import Edition, EditionState
from storage.matching import Challenge, ChallengeState, Pairing, PairingState
from storage.people import Absence
from storage.people import Person as PersonRow
from storage.teams import MemberRole, Membership, Team, TeamKind
from storage.workspaces import Workspace, WorkspaceKind, WorkspaceState
from tests.house import START, _migrated

FIRST_MONDAY, LOOPS, WEEKS, CAP = date(2026, 10, 5), 6, 26, 3
LOOPED = range(1, LOOPS + 1)
PLACES = [
    ("NO", "", "Europe/Oslo", (5, 6)),
    ("BR", "SP", "America/Sao_Paulo", (5, 6)),
    ("CA", "ON", "America/Toronto", (5, 6)),
    ("NP", "", "Asia/Kathmandu", (5,)),
    ("NZ", "AUK", "Pacific/Auckland", (5, 6)),
    ("CL", "", "America/Santiago", (5, 6)),
    ("IN", "KA", "Asia/Kolkata", (5, 6)),
    ("TO", "", "Pacific/Tongatapu", (5, 6)),
    ("AS", "", "Pacific/Pago_Pago", (5, 6)),
    ("AU", "NSW", "Australia/Sydney", (5, 6)),
    ("EG", "", "Africa/Cairo", (4, 5)),
    ("SA", "", "Asia/Riyadh", (4, 5)),
    ("DE", "BY", "Europe/Berlin", (5, 6)),
    ("ES", "CT", "Europe/Madrid", (5, 6)),
    ("FR", "", "Europe/Paris", (5, 6)),
    ("JP", "", "Asia/Tokyo", (5, 6)),
    ("KR", "", "Asia/Seoul", (5, 6)),
    ("KE", "", "Africa/Nairobi", (5, 6)),
    ("ZA", "", "Africa/Johannesburg", (5, 6)),
    ("MX", "", "America/Mexico_City", (5, 6)),
    ("CO", "", "America/Bogota", (5, 6)),
    ("GB", "SCT", "Europe/London", (5, 6)),
    ("PT", "", "Europe/Lisbon", (5, 6)),
    ("US", "CA", "America/Los_Angeles", (5, 6)),
    ("AE", "", "Asia/Dubai", (5, 6)),
]


@dataclass
class Player:
    email: str
    zone: str
    quiet: tuple[time, time] | None = None
    away: list[tuple[date, date]] = field(default_factory=list)

    def gone(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)


@dataclass
class Side:
    name: str
    place: tuple[str, str, str, tuple[int, ...]]
    lead: Player
    deputy: Player
    settled: dict[int, datetime] = field(default_factory=dict)
    """When it answers or skips, by the loop's number."""

    def works(self, day: date) -> bool:
        country, subdivision, _, weekend = self.place
        return day.weekday() not in weekend and day not in _calendar(country, subdivision)

    def local(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.place[2])).astimezone(UTC)


@dataclass(frozen=True)
class Seen:
    loop: int
    side: Side
    reader: Player
    nudge: bool
    at: datetime

    @property
    def local(self) -> datetime:
        return self.at.astimezone(ZoneInfo(self.reader.zone))


@dataclass(frozen=True)
class Told:
    """Anything that was said unprompted to a person, of whatever kind."""

    kind: str
    occasion: str
    side: Side | None
    reader: Player
    nudge: bool
    at: datetime

    @property
    def local(self) -> datetime:
        return self.at.astimezone(ZoneInfo(self.reader.zone))


@cache
def _calendar(country: str, subdivision: str) -> set[date]:
    return set(holidays.country_holidays(country, subdiv=subdivision or None, years=(2026, 2027)))


def _checkin_on(loop: int) -> date:
    return FIRST_MONDAY + timedelta(days=28 * (loop - 1) + 10)


def _day(side: Side, start: date, after: int = 0) -> date:
    """The first working day from `start`, and `after` more of them."""
    day = start
    while not side.works(day):
        day += timedelta(days=1)
    for _ in range(after):
        day += timedelta(days=1)
        while not side.works(day):
            day += timedelta(days=1)
    return day


def _roster(chance: random.Random) -> list[Side]:
    sides, coordinator = [], Player("coordinator@norway.example", "Europe/Oslo")
    for number in range(42):
        place = PLACES[0] if number in (30, 33, 36, 39) else PLACES[number % len(PLACES)]
        lead = Player(f"lead{number}@side.example", place[2])
        deputy = coordinator if place == PLACES[0] else Player(f"deputy{number}@side.example", place[2])
        sides.append(Side(f"Side {number:02}", place, lead, deputy))
    for side in sides:
        if chance.random() < 0.2:
            side.lead.quiet = chance.choice([(time(9), time(11)), (time(12), time(14)), (time(9), time(13))])
        if chance.random() < 0.4:
            _leave(chance, side.lead)
        for loop in LOOPED:
            _settle(chance, side, loop)
    return sides


def _leave(chance: random.Random, player: Player) -> None:
    for _ in range(3):
        first = _checkin_on(chance.randint(1, LOOPS)) + timedelta(days=chance.randint(-6, 6))
        player.away.append((first, first + timedelta(days=chance.randint(0, 9))))


def _settle(chance: random.Random, side: Side, loop: int) -> None:
    """A third before they are asked, a third between question and reminder, the others after it or never."""
    asked, nudged = _day(side, _checkin_on(loop)), _day(side, _checkin_on(loop), 2)
    if (draw := chance.random()) < 0.3:
        side.settled[loop] = side.local(asked - timedelta(days=2), time(15))
    elif draw < 0.55:
        side.settled[loop] = side.local(asked, time(16, 45))
    elif draw < 0.7:
        side.settled[loop] = side.local(nudged, time(16, 50))


def _furnish(db: Db, now: datetime, sides: list[Side], installation: int) -> None:
    edition = Edition(name="Long", state=EditionState.INCUBATING, created_at=now, installation_id=installation)
    db.add(edition)
    db.flush()
    made = [_team(db, now, edition, side, number % 3 == 0) for number, side in enumerate(sides)]
    for number in range(0, 42, 3):
        _challenge(db, now, edition, made[number : number + 3])
    running.plan(db, edition, FIRST_MONDAY, LOOPS)


def _team(db: Db, now: datetime, edition: Edition, side: Side, owner: bool) -> Team:
    country, subdivision, zone, weekend = side.place
    kind = TeamKind.OWNER if owner else TeamKind.PROVIDER
    team = Team(edition_id=edition.id, kind=kind, name=side.name, organisation=side.name, created_at=now)
    team.country, team.subdivision, team.zone, team.weekend = country, subdivision, zone, list(weekend)
    db.add(team)
    db.flush()
    for player, role in ((side.lead, MemberRole.LEAD), (side.deputy, MemberRole.DEPUTY)):
        person = people.add(db, player.email, player.email, now=now, zone=player.zone)
        db.add(Membership(team_id=team.id, person_id=person.id, role=role))
        if role == MemberRole.LEAD:
            _wishes(db, person, player)
    db.flush()
    return team


def _wishes(db: Db, person: PersonRow, player: Player) -> None:
    if player.quiet:
        db.add(Courtesy(person_id=person.id, quiet_from=player.quiet[0], quiet_until=player.quiet[1]))
    db.add_all(Absence(person_id=person.id, first_day=first, last_day=last) for first, last in player.away)


def _challenge(db: Db, now: datetime, edition: Edition, made: list[Team]) -> None:
    owner, *providers = made
    number = owner.id
    challenge = Challenge(
        edition_id=edition.id, team_id=owner.id, number=number, state=ChallengeState.ACTIVE, title="T", question="Q"
    )
    db.add(challenge)
    db.flush()
    for team in providers:
        db.add(Pairing(challenge_id=challenge.id, team_id=team.id, state=PairingState.ACTIVE, at=now))
    kind, ready = WorkspaceKind.CHALLENGE, WorkspaceState.READY
    db.add(Workspace(edition_id=edition.id, challenge_id=challenge.id, created_at=now, kind=kind, state=ready))
    db.flush()


def _act(side: Side, loop_number: int, skip: bool, db: Db, now: datetime) -> None:
    edition = db.get_one(Edition, 1)
    loop = loop_rows.numbered(db, edition.id, loop_number)
    team = team_rows.by_name(db, edition.id, side.name)
    assert loop
    assert team
    lead = team_rows.members(db, team.id)[0]
    if skip:
        checkins.skip(db, lead, loop.id, team.id, "an election")
    else:
        said = Answer(hypothesis="h", tried="t", learned="l", result=Result.MIXED)
        checkins.answer(db, now, lead, Sealer(None), checkins.Sheet(loop.id, team.id), said)


def _played(folder: Path) -> tuple[list[Side], list[Seen], list[Told]]:
    chance = random.Random(4)
    sides = _roster(chance)
    (folder / "sweetspot.db").write_bytes(_migrated())
    players = {player.email: player for side in sides for player in (side.lead, side.deputy)}
    stage = Stage(VirtualClock(START), [_user(player) for player in players.values()], folder)
    try:
        here = stage.bot.installations.here().id
        stage.bot.writer.commit(lambda db, now: _furnish(db, now, sides, here))
        _play(stage, sides, chance)
        return sides, _seen(stage, sides, players), stage.read(lambda db: _told(db, stage, sides, players))
    finally:
        stage.close()


def _user(player: Player) -> dict[str, object]:
    name = player.email.partition("@")[0]
    return {"name": name, "real_name": name, "email": player.email, "tz": player.zone, "is_admin": False}


def _play(stage: Stage, sides: list[Side], chance: random.Random) -> None:
    stage.patience = timedelta(days=14)
    acts = [(at, loop, side) for side in sides for loop, at in side.settled.items()]
    for at, loop, side in sorted(acts + _looks(sides), key=lambda act: act[:2]):
        stage.until(at)
        if side.settled.get(loop) != at:
            continue
        skip = chance.random() < 0.2
        stage.bot.writer.commit(partial(_act, side, loop, skip))
    stage.until(datetime.combine(FIRST_MONDAY + timedelta(weeks=WEEKS), time(12), UTC))


def _looks(sides: list[Side]) -> list[tuple[datetime, int, Side]]:
    """A tick soon after the quiet times, as there is one every few seconds in life."""
    quiet = [side for side in sides if side.lead.quiet]
    days = [(side, loop, _day(side, _checkin_on(loop), after)) for side in quiet for loop in LOOPED for after in (0, 2)]
    return [(side.local(day, time(14, 10)), loop, side) for side, loop, day in days]


def _seen(stage: Stage, sides: list[Side], players: dict[str, Player]) -> list[Seen]:
    named = {side.name: side for side in sides}
    found = []
    for email, player in players.items():
        for one in stage.sandbox.person(email).dm():
            about = re.search(r"Check-in (\d).*(?:answer for|open for) (Side \d\d)", one.text)
            if about:
                at = datetime.fromtimestamp(float(one.ts), UTC)
                nudge = "only reminder" in one.text
                found.append(Seen(int(about[1]), named[about[2]], player, nudge, at))
    return found


def _told(db: Db, stage: Stage, sides: list[Side], players: dict[str, Player]) -> list[Told]:
    named, nudges = {side.name: side for side in sides}, stage.bot.services.nudges
    found = []
    for row in db.exec(select(Delivery).where(Delivery.state == DeliveryState.SENT)):
        if row.person_id is not None and row.sent_at is not None:
            side = named[db.get_one(Team, row.team_id).name] if row.team_id else None
            reader = players[person_rows.email_of(db, row.person_id) or ""]
            found.append(Told(row.kind, row.occasion, side, reader, row.kind in nudges, row.sent_at))
    return found


Played = tuple[list[Side], list[Seen]]


def test_an_edition_of_26_weeks_keeps_every_courtesy(tmp_path: Path) -> None:
    sides, seen, told = _played(tmp_path)
    played = sides, seen
    _each_team_is_asked_exactly_once_a_loop_unless_it_was_early(played)
    _at_half_past_nine_of_the_right_day_to_whoever_is_there(played)
    _nobody_is_reminded_who_answered_and_nobody_twice(played)
    _nothing_comes_outside_working_hours_on_days_off_or_while_away(played)
    _nobody_is_reminded_more_often_in_a_week_than_the_cap(told)
    _everything_else_that_is_said_keeps_the_same_courtesies(told)


def _each_team_is_asked_exactly_once_a_loop_unless_it_was_early(played: Played) -> None:
    sides, seen = played
    asked = Counter((one.side.name, one.loop) for one in seen if not one.nudge)
    for side in sides:
        for loop in LOOPED:
            at = side.local(_day(side, _checkin_on(loop)), time(9, 30))
            early = loop in side.settled and side.settled[loop] <= at
            assert asked[side.name, loop] == (0 if early else 1), (side, loop)


def _at_half_past_nine_of_the_right_day_to_whoever_is_there(played: Played) -> None:
    for one in (one for one in played[1] if not one.nudge):
        day = _day(one.side, _checkin_on(one.loop))
        due = one.side.local(day, time(9, 30))
        both_gone = one.side.lead.gone(day) and one.side.deputy.gone(day)
        assert one.reader is (one.side.deputy if one.side.lead.gone(day) and not both_gone else one.side.lead)
        quiet = one.reader.quiet
        if quiet and quiet[0] <= time(9, 30) < quiet[1]:  # with the first tick after the quiet time
            assert one.side.local(day, quiet[1]) <= one.at < one.side.local(day, time(17)), one
        else:
            assert one.at.replace(second=0, microsecond=0) == due, one


def _nobody_is_reminded_who_answered_and_nobody_twice(played: Played) -> None:
    sides, seen = played
    nudged = Counter((one.side.name, one.loop, one.reader.email) for one in seen if one.nudge)
    assert set(nudged.values()) == {1}
    for one in seen:
        settled = one.side.settled.get(one.loop)
        assert settled is None or one.at <= settled, one
    for side in sides:
        for loop in LOOPED:
            _silent_is_reminded(side, loop, nudged)


def _missed_twice(side: Side, before: int) -> bool:
    """In a row: then a person writes to the team, and nobody in this edition ever did."""
    return any(one not in side.settled and one + 1 not in side.settled for one in LOOPED if one + 1 < before)


def _silent_is_reminded(side: Side, loop: int, nudged: Counter[tuple[str, int, str]]) -> None:
    day = _day(side, _checkin_on(loop), 2)
    silent = loop not in side.settled or side.settled[loop] > side.local(day, time(16, 30))
    for player in (side.lead, side.deputy):
        if player.email.startswith("coordinator"):
            continue  # their weekly cap decides
        there = silent and not player.gone(day) and not _missed_twice(side, loop)
        assert nudged[side.name, loop, player.email] == there, (side, loop, player)


def _nothing_comes_outside_working_hours_on_days_off_or_while_away(played: Played) -> None:
    for one in played[1]:
        assert time(9) <= one.local.time() < time(17), one
        assert one.side.works(one.local.date()), one
        assert not one.reader.gone(one.local.date()), one
        quiet = one.reader.quiet
        assert not (quiet and quiet[0] <= one.local.time() < quiet[1]), one


def _nobody_is_reminded_more_often_in_a_week_than_the_cap(told: list[Told]) -> None:
    weeks: dict[tuple[str, date], int] = defaultdict(int)
    for one in told:
        if one.nudge:
            day = one.local.date()
            weeks[one.reader.email, day - timedelta(days=day.weekday())] += 1
    assert max(weeks.values()) == CAP, "the coordinator of many teams meets it"


def _everything_else_that_is_said_keeps_the_same_courtesies(told: list[Told]) -> None:
    assert {"checkin.ask", "checkin.nudge", "goal.ask", "loop.nudge"} <= {one.kind for one in told}
    assert set(Counter((one.kind, one.occasion, one.reader.email) for one in told).values()) == {1}
    for one in told:
        assert time(9) <= one.local.time() < time(17), one
        assert one.side is None or one.side.works(one.local.date()), one
        assert not one.reader.gone(one.local.date()), one
        quiet = one.reader.quiet
        assert not (quiet and quiet[0] <= one.local.time() < quiet[1]), one


def test_the_edition_is_as_large_as_it_says() -> None:
    sides = _roster(random.Random(4))
    assert len(sides) == 42
    assert len({side.place[0] for side in sides}) == 25
