"""When each message about introductions must be seen: by the days on which teams joined, and their working hours."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.rehearsal.almanac.days import FIRST_WORD, Expected, at, working_day, working_instant, zone_info
from bot.rehearsal.almanac.selecting import COHORT
from bot.rehearsal.roster import Players, Roster

ROUND = datetime(2026, 10, 7, 10, tzinfo=UTC)
ANSWERED = ROUND + timedelta(days=14)
WEST, EAST = timedelta(hours=-5), timedelta(hours=3)


def cohort(roster: Roster) -> list[Players]:
    return [team for team in roster.teams if team.kind == "cohort"]


def joins(team: Players) -> bool:
    """From the Andes to the Gulf: whoever is nearer to the date line says not now."""
    offset = ROUND.astimezone(zone_info(team.zone)).utcoffset() or timedelta()
    return WEST <= offset <= EAST


def introduced(roster: Roster) -> list[Players]:
    return [team for team in cohort(roster) if joins(team)]


def invited_at(team: Players) -> datetime:
    """The working day after it joined."""
    joined = COHORT.astimezone(zone_info(team.zone)).date()
    return at(working_day(joined + timedelta(days=1), team.country), FIRST_WORD, team.zone)


def made_at(team: Players) -> datetime:
    return working_instant(ROUND, team.country, team.zone)


def introductions(roster: Roster) -> Iterator[Expected]:
    """Everybody of the cohort is asked; whoever joined is introduced, and asked a week later whether they met."""
    for team in cohort(roster):
        yield Expected("intro.invited", team.lead.email, invited_at(team))
    for team in introduced(roster):
        made = made_at(team)
        yield Expected("intro.made", team.lead.email, made)
        met = working_instant(made + timedelta(days=7), team.country, team.zone)
        yield Expected("intro.met", team.lead.email, met)
