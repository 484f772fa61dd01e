"""Which teams are looked after because nothing was heard of them while their partners went on; by days alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from bot.rehearsal.almanac.days import Expected, zone_info
from bot.rehearsal.almanac.ending import CLOSED
from bot.rehearsal.almanac.living import LOOPS, heard_at
from bot.rehearsal.almanac.selecting import CALLS, COHORT, MATCH
from bot.rehearsal.roster import Players, Roster
from storage.calls import CallKind

QUIET = timedelta(days=14)
HOURS = range(8, 12)
"""Of a Monday in Paris."""
PARIS = zone_info("Europe/Paris")
A_MOMENT = timedelta(minutes=1)
"""Somebody at a keyboard takes that long."""

Sides = list[list[Players]]
"""The teams of each workspace."""


def one_sided(roster: Roster, sides: Sides, looks: Iterable[datetime]) -> Iterator[Expected]:
    """`looks`: whenever the clock stopped. Each is told of once."""
    heard = {team.name: [_known(roster, team), *_answers(roster, team)] for team in roster.paired}
    told: set[str] = set()
    for at in sorted({one for one in looks if _monday_morning(one) and COHORT < one < CLOSED}):
        for room in sides:
            silent = [
                team.name
                for team in room
                if at - max((one for one in heard[team.name] if one <= at), default=at) >= QUIET
            ]
            if len(silent) < len(room):
                told |= set(silent)
    yield from (Expected("signal.raised", "#facilitators") for _ in told)


def _last(heard: Iterable[datetime], at: datetime) -> datetime:
    return max((one for one in heard if one <= at), default=at)


def _monday_morning(at: datetime) -> bool:
    local = at.astimezone(PARIS)
    return local.weekday() == 0 and local.hour in HOURS


def _known(roster: Roster, team: Players) -> datetime:
    """Since it was chosen, and nobody before the kick-off; the two of the reserve, since they were asked in."""
    *_, first, last = [one for one in roster.paired if one.kind == "provider"]
    kind = CallKind.CHALLENGE if team.kind == "owner" else CallKind.SOLUTION
    late = {first.name: MATCH + timedelta(hours=1), last.name: COHORT + timedelta(minutes=5)}
    kick_off = datetime.combine(roster.first_monday, time(9), PARIS)
    return max(late.get(team.name, CALLS[kind].decided), kick_off) + A_MOMENT


def _answers(roster: Roster, team: Players) -> list[datetime]:
    return [at + A_MOMENT for loop in range(1, LOOPS + 1) for at in heard_at(roster, loop, team)]
