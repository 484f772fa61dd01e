"""When people hear of help: asks, advisors, a round, insights, resources, packs; by what the script plays and when."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.rehearsal import conduct
from bot.rehearsal.almanac.days import FIRST_WORD, Expected, at, working_day, working_day_before, working_instant
from bot.rehearsal.roster import Actor, Players, Roster

AFTERWARDS = timedelta(hours=1)
WEEKS_AFTER = timedelta(weeks=3)
"""How long after advice a team is asked what came of it."""


def _utc(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


# Asks: the first owner's is answered, the second's goes stale

ASKED, ANSWERED, FOUND_USEFUL = _utc(10, 14, 9), _utc(10, 15, 13), _utc(10, 16, 9)
ASKED_IN_VAIN, GIVEN_UP = _utc(10, 14, 15), _utc(10, 21, 15)
PARTNERS = 2
"""Teams that work with another one: what stays in a workspace goes to each of them."""

# Advisors: a question to the third, an hour of the first

QUESTION, ADVICE = _utc(10, 20, 8), _utc(10, 21, 9)
OFFERED, BOOKED = _utc(10, 22, 9), _utc(10, 26, 9)
HOUR_ON, HOUR_FROM, HOUR_UNTIL, HOUR_MINUTES = date(2026, 11, 3), time(14), time(15), 30

# A round in the cohort's room, a step a day

ROUND, COMING, WORD, TAKEN = _utc(11, 9, 15), _utc(11, 10, 12), _utc(11, 12, 16), _utc(11, 17, 16)
STEPS = 5

# What teams leave for others

REUSED, QUESTIONED, SHOWN = _utc(10, 15, 10), _utc(10, 15, 11), _utc(10, 15, 12)
RESOURCE, LAST_DAY = _utc(10, 19, 9), date(2026, 11, 20)
PACKED, TRAVELLED = _utc(10, 16, 15), _utc(10, 20, 10)
NOTED = time(9)
"""On the last day of the loop with a red light, a facilitator writes to its team."""


def at_work(moment: datetime, team: Players) -> datetime:
    return working_instant(moment, team.country, team.zone)


def advised(moment: datetime, advisor: Actor) -> datetime:
    """Whoever is in no team has no country's holidays."""
    return working_instant(moment, "", advisor.zone)


def hour_ends(advisor: Actor) -> datetime:
    return at(HOUR_ON, HOUR_FROM, advisor.zone) + timedelta(minutes=HOUR_MINUTES)


def effect_asked(roster: Roster) -> datetime:
    return at_work(ADVICE + WEEKS_AFTER, roster.teams[0])


def effect_told(roster: Roster) -> datetime:
    return effect_asked(roster) + conduct.AFTER


def step_at(number: int, team: Players) -> datetime:
    """Each morning of the presenter from their second working day on."""
    return at(working_day(ROUND.date() + timedelta(days=1), team.country, 1 + number), FIRST_WORD, team.zone)


def help_given(roster: Roster) -> Iterator[Expected]:
    yield from _asks(roster)
    yield from _advice(roster)
    yield from _hour(roster)
    yield from _round(roster)
    yield from _left_for_others(roster)
    yield Expected("note.written", "the team of a red light")


def _asks(roster: Roster) -> Iterator[Expected]:
    """Two by their form and one from a check-in, each to the two partners."""
    yield from (Expected("ask.routed", "a partner") for _ in range(3 * PARTNERS))
    yield Expected("ask.answered", roster.teams[0].lead.email, at_work(ANSWERED, roster.teams[0]))
    yield Expected("ask.outcome", "a partner")
    yield from (Expected("signal.raised", "#facilitators") for _ in ("in vain", "from a check-in"))


def _advice(roster: Roster) -> Iterator[Expected]:
    team, advisor = roster.teams[0], roster.advisors[2]
    yield Expected("advisor.asked", advisor.email, advised(QUESTION, advisor))
    yield Expected("advice.given", "#workspace", ADVICE)
    yield Expected("advice.effect", team.lead.email, effect_asked(roster))
    yield Expected("advice.heard", advisor.email, advised(effect_told(roster), advisor))


def _hour(roster: Roster) -> Iterator[Expected]:
    team, advisor = roster.teams[12], roster.advisors[0]
    yield Expected("slot.booked", advisor.email, advised(BOOKED, advisor))
    yield Expected("slot.booked", team.lead.email, at_work(BOOKED, team))
    for actor, country in ((advisor, ""), (team.lead, team.country)):
        day = working_day_before(HOUR_ON, country, 1)
        yield Expected("slot.reminder", actor.email, at(day, FIRST_WORD, actor.zone))
    after = advised(hour_ends(advisor), advisor)
    yield Expected("slot.after", advisor.email, after)
    yield Expected("advice.given", team.lead.email, at_work(after + AFTERWARDS, team))
    yield Expected("advice.effect", team.lead.email, at_work(after + AFTERWARDS + WEEKS_AFTER, team))


def _round(roster: Roster) -> Iterator[Expected]:
    """The advisor is not in the cohort's room, and reads each step in a direct message."""
    team, friend, advisor = roster.teams[13], roster.teams[37], roster.advisors[1]
    yield Expected("round.invited", friend.lead.email, at_work(ROUND, friend))
    yield Expected("round.invited", advisor.email, advised(ROUND, advisor))
    for number in range(STEPS):
        yield Expected("round.step", "#cohort", step_at(number, team))
        yield Expected("round.told", advisor.email, advised(step_at(number, team), advisor))
    yield Expected("round.word", "#cohort", WORD)
    yield Expected("round.closed", "#cohort", TAKEN)


def _left_for_others(roster: Roster) -> Iterator[Expected]:
    origin, poster, packer, traveller = (roster.teams[number] for number in (15, 18, 13, 20))
    yield Expected("insight.reused", origin.lead.email, at_work(REUSED, origin))
    yield Expected("insight.questioned", roster.facilitators[0].email, QUESTIONED)
    day = working_day_before(LAST_DAY, poster.country, 3)
    yield Expected("resource.asked", poster.lead.email, at(day, FIRST_WORD, poster.zone))
    yield Expected("pack.ready", packer.lead.email, at_work(PACKED, packer))
    yield Expected("courtesy.zone", traveller.deputy.email, at_work(TRAVELLED, traveller))
