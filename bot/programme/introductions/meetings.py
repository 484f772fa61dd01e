"""Did you meet? Asked once, a week later; what is answered decides who meets whom next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand
from storage import introductions, matching, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.introductions import Apart, Introduction, Met, Seat
from storage.matching import PairingState
from storage.people import Person
from storage.teams import Team

ASKED = "intro.met"
MONTH = timedelta(days=30)
WEEK_LATER = timedelta(days=7)
OF_USE = timedelta(days=14)
"""How long after it was due the question still makes sense."""
LONGEST_WAIT = timedelta(days=14)


@dataclass(frozen=True)
class Rate:
    """What is known of the last round."""

    number: int
    introduced: int
    met: int
    waiting: int
    """Not answered, or not met yet."""


# What was before decides what comes


def acquainted(db: Db, edition: Edition) -> tuple[set[frozenset[int]], set[frozenset[int]]]:
    """Pairs that met, or count as met; and pairs that say they did not, and may be tried again.

    Whoever shares a workspace has met. Whoever was introduced counts as met unless one says no and none says yes.
    """
    met: set[frozenset[int]] = _neighbours(db, edition)
    tried: set[frozenset[int]] = set()
    for group in _groups(db, edition):
        pairs = {frozenset({one.team_id, other.team_id}) for one, other in combinations(_staying(group), 2)}
        answers = {seat.met for seat in group}
        (tried if Met.NO in answers and Met.YES not in answers else met).update(pairs)
    return met, tried - met


def _groups(db: Db, edition: Edition) -> list[list[Seat]]:
    groups: dict[int, list[Seat]] = {}
    for _, introduction, seat in introductions.history(db, edition.id):
        if introduction.fallen_at is None:
            groups.setdefault(introduction.id, []).append(seat)
    return list(groups.values())


def _staying(group: list[Seat]) -> list[Seat]:
    return [seat for seat in group if seat.left_at is None]


def _neighbours(db: Db, edition: Edition) -> set[frozenset[int]]:
    together = (PairingState.AGREED, PairingState.ACTIVE, PairingState.COMPLETED)
    rooms = {challenge.id: [challenge.team_id] for challenge in matching.challenges(db, edition.id)}
    for row in matching.pairings(db, edition.id, *together):
        rooms[row.challenge_id].append(row.team_id)
    return {frozenset(pair) for room in rooms.values() for pair in combinations(room, 2)}


def last_introduced(db: Db, edition: Edition) -> dict[int, datetime]:
    """When each team was introduced last; what fell through because of others does not count."""
    found: dict[int, datetime] = {}
    for round_, introduction, seat in introductions.history(db, edition.id):
        if _counts(introduction, seat) and round_.published_at:
            found[seat.team_id] = max(found.get(seat.team_id, round_.published_at), round_.published_at)
    return found


def _counts(introduction: Introduction, seat: Seat) -> bool:
    if seat.left_at is not None:
        return seat.told_at is not None and seat.told_at <= seat.left_at
    return introduction.fallen_at is None


def rate(db: Db, edition: Edition) -> Rate | None:
    """Of the last round."""
    last = next(iter(introductions.published(db, edition.id)), None)
    if last is None:
        return None
    held = [one for one in introductions.introductions(db, last.id) if one.fallen_at is None]
    answers = [{seat.met for seat in group} for group in introductions.seats(db, [one.id for one in held]).values()]
    met = sum(Met.YES in said for said in answers)
    waiting = sum(not {Met.YES, Met.NO} & said for said in answers)
    return Rate(last.number, len(held), met, waiting)


# The question


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """A week after each team was told, in its working hours; no more once one of the group has answered."""
    rounds = introductions.open_since(db, start - WEEK_LATER - LONGEST_WAIT, edition.id)
    recent = [one for round_, one in rounds if round_.published_at and round_.published_at + WEEK_LATER <= end]
    return _questions(db, recent, start, end) if recent else []


def _questions(db: Db, recent: list[Introduction], start: datetime, end: datetime) -> Iterable[Planned]:
    for seat, due in _silent(db, recent):
        if not start < due <= end:
            continue
        person = rosters.at_work(db, teams.members(db, seat.team_id), due)
        if person:
            yield Planned(
                ASKED,
                f"introduction-{seat.introduction_id}:met:team-{seat.team_id}",
                due,
                person.id,
                team_id=seat.team_id,
                latest_at=due + OF_USE,
                condition="not answered",
                one_of=True,
                refs={"introduction": seat.introduction_id, "team": seat.team_id},
            )


def _silent(db: Db, recent: list[Introduction]) -> list[tuple[Seat, datetime]]:
    """Seats in groups of which nobody has answered, and when each is asked."""
    groups = introductions.seats(db, [one.id for one in recent])
    seats = [seat for group in groups.values() if not _answered(group) for seat in _staying(group)]
    known = teams.by_id(db, {seat.team_id for seat in seats})
    return [(seat, due) for seat in seats if (due := _due(seat, known[seat.team_id]))]


def _due(seat: Seat, team: Team) -> datetime | None:
    return worktime.next_working_instant(seat.told_at + WEEK_LATER, rosters.week_of(team)) if seat.told_at else None


def _answered(group: list[Seat]) -> bool:
    return any(seat.met for seat in group)


def met_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    introduction = db.get_one(Introduction, ref(delivery, "introduction"))
    group = introductions.seats(db, [introduction.id])[introduction.id]
    mine = next(seat for seat in group if seat.team_id == ref(delivery, "team"))
    if introduction.fallen_at or mine.left_at:
        return Skip("the introduction fell through")
    if _answered(group):
        return Skip("answered already")
    return {"ref": f"{introduction.id}.{mine.team_id}", "partners": _partners(db, group, mine.team_id)}


def _partners(db: Db, group: list[Seat], team_id: int) -> list[str]:
    return [db.get_one(Team, seat.team_id).name for seat in _staying(group) if seat.team_id != team_id]


# The answer


def answer(
    db: Db, now: datetime, person: Person, introduction_id: int, team_id: int, met: Met
) -> list[tuple[int, str]]:
    """One answer per team, which it may change; `(id, name)` of those it was introduced to."""
    seat = _seat(db, person, introduction_id, team_id)
    seat.met, seat.answered_at = met, now
    return others(db, introduction_id, team_id)


def others(db: Db, introduction_id: int, team_id: int) -> list[tuple[int, str]]:
    group = _staying(introductions.seats(db, [introduction_id])[introduction_id])
    return [(seat.team_id, db.get_one(Team, seat.team_id).name) for seat in group if seat.team_id != team_id]


def note(db: Db, person: Person, introduction_id: int, team_id: int, line: str) -> None:
    """Whether it was useful, in a line for who runs the edition."""
    _seat(db, person, introduction_id, team_id).useful = line


def not_again(db: Db, now: datetime, person: Person, introduction_id: int, team_id: int, other_id: int) -> str:
    """Private: the other team is not told, and the secretariat sees that they are kept apart, not by whom."""
    _seat(db, person, introduction_id, team_id)
    if introductions.seat(db, introduction_id, other_id) is None or other_id == team_id:
        raise RefusedError("intro.join")
    keep_apart(db, now, team_id, other_id, by_team_id=team_id)
    return db.get_one(Team, other_id).name


def keep_apart(db: Db, now: datetime, one: int, other: int, *, by_team_id: int | None = None, reason: str = "") -> None:
    low, high = sorted((one, other))
    row = introductions.apart(db, low, high, by_team_id)
    row = row or Apart(low_id=low, high_id=high, by_team_id=by_team_id, at=now)
    row.reason = reason
    db.add(row)
    db.flush()


def _seat(db: Db, person: Person, introduction_id: int, team_id: int) -> Seat:
    """Raises `RefusedError` unless the person signs for that team, and the team is in a published introduction."""
    seat, team = introductions.seat(db, introduction_id, team_id), db.get(Team, team_id)
    if seat is None or team is None or seat.told_at is None:
        raise RefusedError("intro.join")
    demand(db, team.edition_id, person, "intro.join", team)
    return seat
