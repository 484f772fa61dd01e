"""When each thing of a workspace's life is due: agreement, intention, peer call, commitments, goals; by calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.rehearsal import conduct
from bot.rehearsal.almanac.courtesy import courteous
from bot.rehearsal.almanac.days import FIRST_WORD, Expected, at, working_day, working_day_before, working_instant
from bot.rehearsal.almanac.living import LOOPS, checkin_nudges, loop_dates
from bot.rehearsal.roster import Actor, Players, Roster

ROOMS = 4
CALL_CLOCK = time(15)
SIGNED = datetime(2026, 9, 24, 8, 10, tzinfo=UTC)
"""When whoever is asked for a signature as its workspace begins has been asked, and all but one sign."""
GOAL_LOOPS = (1, 4)
"""An owner's goal is asked for as these open, and as the last one closes."""


def owners(roster: Roster) -> list[Players]:
    return [team for team in roster.teams if team.kind == "owner"]


def newcomer(roster: Roster) -> Players:
    """The provider that came in last, when its workspace had begun."""
    return [team for team in roster.teams if team.kind == "provider"][-1]


# Times


def first_word(day: date, team: Players, count: int = 0) -> datetime:
    return at(working_day(day, team.country, count), FIRST_WORD, team.zone)


def signing_nudge(team: Players, begun: datetime) -> datetime:
    """Three working days after the day on which the workspace began."""
    return first_word(begun.date() + timedelta(days=1), team, 2)


def signs_late(team: Players, begun: datetime) -> datetime:
    return signing_nudge(team, begun) + conduct.AFTER


def joins_at(team: Players, agreed: datetime) -> datetime:
    return working_instant(agreed, team.country, team.zone)


def written_at(roster: Roster, loop: int, owner: Players) -> datetime:
    """The second afternoon of a loop; two hours after the reminder where somebody forgot it."""
    opens = loop_dates(roster, loop)[0]
    if conduct.forgets_intention(loop, owner):
        return intention_nudge(roster, loop, owner) + conduct.AFTER
    return at(opens + timedelta(days=1), time(15), owner.zone)


def intention_nudge(roster: Roster, loop: int, owner: Players) -> datetime:
    return first_word(loop_dates(roster, loop)[0] + timedelta(days=2), owner)


def proposed_at(roster: Roster, loop: int) -> datetime:
    """Nine o'clock in Paris as week two begins."""
    return at(loop_dates(roster, loop)[0] + timedelta(days=7), time(9), "Europe/Paris")


def call_day(roster: Roster, loop: int) -> date:
    """The Wednesday of week three, which the owners choose."""
    return loop_dates(roster, loop)[0] + timedelta(days=16)


def call_at(roster: Roster, loop: int, owner: Players) -> datetime:
    return at(call_day(roster, loop), CALL_CLOCK, owner.zone)


def prep_at(roster: Roster, loop: int, owner: Players) -> datetime:
    return at(working_day_before(call_day(roster, loop), owner.country, 1), FIRST_WORD, owner.zone)


def uncaptured_at(roster: Roster, loop: int, owner: Players) -> datetime:
    return first_word(call_day(roster, loop) + timedelta(days=1), owner)


def promised_for(roster: Roster, loop: int) -> date:
    """The Tuesday of week four."""
    return loop_dates(roster, loop)[0] + timedelta(days=22)


def due_at(roster: Roster, loop: int, owner: Players) -> datetime:
    return first_word(promised_for(roster, loop), owner)


def moved_to(roster: Roster, loop: int, owner: Players) -> date:
    return due_at(roster, loop, owner).date() + timedelta(days=2)


def goal_day(roster: Roster, moment: int) -> date:
    """Of kick-off, mid-way and close."""
    if moment < len(GOAL_LOOPS):
        return loop_dates(roster, GOAL_LOOPS[moment])[0]
    return loop_dates(roster, LOOPS)[2]


def goal_asked(roster: Roster, moment: int, owner: Players) -> datetime:
    return first_word(goal_day(roster, moment), owner)


def goal_nudged(roster: Roster, moment: int, owner: Players) -> datetime:
    return first_word(goal_day(roster, moment), owner, 3)


# What must be seen


def workrooms(roster: Roster, begun: datetime, agreed: datetime) -> Iterator[Expected]:
    yield from _arrivals(roster)
    yield from _agreements(roster, begun, agreed)
    for loop in range(1, LOOPS + 1):
        yield from (Expected("loop.times", "#workspace", proposed_at(roster, loop)) for _ in range(ROOMS))
        for owner in owners(roster):
            yield from _calls(roster, loop, owner)
    for moment in range(len(GOAL_LOOPS) + 1):
        yield from (Expected("goal.ask", one.lead.email, goal_asked(roster, moment, one)) for one in owners(roster))
    yield Expected("statement.changed", "#workspace")


def _arrivals(roster: Roster) -> Iterator[Expected]:
    """Each person once, however many rooms they have; who came into a workspace later also hears where it stands."""
    left = roster.leavers[1]
    there = [actor for team in [*roster.teams, left] for actor in (team.lead, team.deputy)]
    for actor in [*there, *roster.advisors, roster.guest]:
        yield Expected("workspace.welcome", actor.email)
    last, first = newcomer(roster), roster.teams[newcomer(roster).number - 1]
    for actor in (last.lead, last.deputy, first.deputy, roster.guest):
        yield Expected("workspace.joined", actor.email)
    yield from (Expected("team.changed", "#workspace") for _ in (last.deputy, first.deputy, roster.guest))
    yield Expected("team.left", "#workspace")
    yield from (Expected("team.credit", team.lead.email) for team in roster.leavers)


def _agreements(roster: Roster, begun: datetime, agreed: datetime) -> Iterator[Expected]:
    yield from (Expected("agreement.card", "#workspace") for _ in range(ROOMS))
    at_first = [team for team in roster.paired if team is not newcomer(roster)]
    for team in [*at_first, roster.leavers[1]]:
        yield Expected("agreement.asked", team.lead.email, working_instant(begun, team.country, team.zone))
    last = newcomer(roster)
    yield Expected("agreement.asked", last.lead.email, joins_at(last, agreed))


def _calls(roster: Roster, loop: int, owner: Players) -> Iterator[Expected]:
    yield Expected("loop.call", "#workspace")
    yield Expected("loop.prep", "#workspace", prep_at(roster, loop, owner))
    if conduct.captures(loop, owner):
        yield Expected("loop.captured", "#workspace")


def reminders(roster: Roster, begun: datetime) -> Iterator[Expected]:
    """What reminds people, as far as one person may be reminded."""
    zones = {actor.email: actor.zone for team in roster.paired for actor in (team.lead, team.deputy)}
    yield from courteous([*checkin_nudges(roster), *_nudges(roster, begun)], zones)


def _nudges(roster: Roster, begun: datetime) -> Iterator[Expected]:
    late = roster.teams[conduct.SIGNS_LATE]
    yield Expected("agreement.nudge", late.lead.email, signing_nudge(late, begun))
    for owner in owners(roster):
        for loop in range(1, LOOPS + 1):
            yield from _owner_nudges(roster, loop, owner)
        if conduct.forgets_goal(0, owner):
            yield Expected("goal.nudge", owner.lead.email, goal_nudged(roster, 0, owner))


def _owner_nudges(roster: Roster, loop: int, owner: Players) -> Iterator[Expected]:
    lead: Actor = owner.lead
    if conduct.forgets_intention(loop, owner):
        yield Expected("loop.nudge", lead.email, intention_nudge(roster, loop, owner))
    if not conduct.captures(loop, owner):
        yield Expected("loop.uncaptured", lead.email, uncaptured_at(roster, loop, owner))
    elif conduct.promises(loop):
        yield Expected("commitment.due", lead.email, due_at(roster, loop, owner))
        if conduct.keeps(loop, owner) == "moves":
            yield Expected("commitment.due", lead.email, first_word(moved_to(roster, loop, owner), owner))
