"""When each thing of the second half must be seen, by calendar and roster; nothing of the bot's own reckoning."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.rehearsal import conduct
from bot.rehearsal.almanac.days import FIRST_WORD, Expected, at, working_day, zone_info
from bot.rehearsal.roster import Actor, Meeting, Players, Roster

LOOPS = 6
ROOMS = 7
"""Four workspaces, and the rooms of facilitators, cohort and advisors."""


def loop_dates(roster: Roster, loop: int) -> tuple[date, date, date]:
    """Opening, check-in day, closing."""
    opens = roster.first_monday + timedelta(weeks=4 * (loop - 1))
    return opens, opens + timedelta(days=10), opens + timedelta(days=25)


def asked_at(roster: Roster, loop: int, team: Players) -> datetime:
    return at(working_day(loop_dates(roster, loop)[1], team.country), FIRST_WORD, team.zone)


def nudged_at(roster: Roster, loop: int, team: Players) -> datetime:
    return at(working_day(loop_dates(roster, loop)[1], team.country, 2), FIRST_WORD, team.zone)


def best_start(meeting: Meeting, zone: str) -> datetime:
    """The sitting nearest to 13:00 there."""

    def off(start: datetime) -> float:
        local = start.astimezone(zone_info(zone))
        return abs(local.hour * 60 + local.minute - 13 * 60)

    return min(meeting.starts, key=off)


def by_daylight(moment: datetime, zone: str) -> datetime:
    """At night, 20:30 of the evening before instead."""
    local = moment.astimezone(zone_info(zone))
    if 7 <= local.hour < 21:
        return moment
    return at(local.date() - timedelta(days=1 if local.hour < 7 else 0), time(20, 30), zone)


def reminder_times(meeting: Meeting, zone: str, *, with_week: bool) -> list[datetime]:
    start = best_start(meeting, zone)
    local = start.astimezone(zone_info(zone))
    moments = [at(local.date() - timedelta(days=days), local.time(), zone) for days in ((7, 1) if with_week else (1,))]
    return sorted({by_daylight(moment, zone) for moment in [*moments, start - timedelta(hours=1)]})


def second_half(roster: Roster, published: dict[int, datetime], begun: datetime, end: datetime) -> Iterator[Expected]:
    """All messages from the kick-off on. `published`: when each session was; `begun`: when the match was."""
    yield from (Expected("workspace.brief", "#room") for _ in range(ROOMS))
    yield from _loops(roster)
    yield from _sessions(roster)
    yield from _digests(roster, published, begun, end)


def _loops(roster: Roster) -> Iterator[Expected]:
    for loop in range(1, LOOPS + 1):
        yield from (Expected("loop.opened", "#workspace", _opening(roster, loop)) for _ in range(4))
        for team in roster.paired:
            yield from _team_loop(roster, loop, team)
    yield Expected("signal.raised", "#facilitators")  # the team that was silent twice
    yield Expected("signal.raised", "#facilitators")  # the red light


def _opening(roster: Roster, loop: int) -> datetime:
    return at(loop_dates(roster, loop)[0], time(9), "Europe/Paris")


def _team_loop(roster: Roster, loop: int, team: Players) -> Iterator[Expected]:
    how, asked = conduct.answering(loop, team), asked_at(roster, loop, team)
    away = conduct.away(loop, team)
    first = team.deputy if away == "said before" else team.lead
    yield Expected("checkin.ask", first.email, asked)
    if away == "said afterwards":
        yield Expected("checkin.ask", team.deputy.email, asked + timedelta(hours=1))
    if conduct.puts_off(loop, team):
        yield Expected("checkin.ask", team.lead.email, again_at(roster, loop, team))
    if how not in {"misses", "skips"}:
        yield Expected("checkin.card", "#workspace")


def heard_at(roster: Roster, loop: int, team: Players) -> list[datetime]:
    """When a team answers its check-in, and amends it."""
    asked, nudged = asked_at(roster, loop, team), nudged_at(roster, loop, team)
    late = at(loop_dates(roster, loop)[2] - timedelta(days=2), time(15), team.zone)
    first = asked + conduct.AFTER
    return {
        "at once": [first],
        "after the reminder": [nudged + conduct.AFTER],
        "late": [late],
        "and amends": [first, first + timedelta(days=1)],
    }.get(conduct.answering(loop, team), [])


def again_at(roster: Roster, loop: int, team: Players) -> datetime:
    """The next working morning of whoever said “Not now”."""
    return at(working_day(loop_dates(roster, loop)[1], team.country, 1), FIRST_WORD, team.zone)


def checkin_nudges(roster: Roster) -> Iterator[Expected]:
    for loop in range(1, LOOPS + 1):
        for team in roster.paired:
            if conduct.answering(loop, team) in {"after the reminder", "late", "misses"}:
                for actor in (team.lead, team.deputy):
                    yield Expected("checkin.nudge", actor.email, nudged_at(roster, loop, team))


def _sessions(roster: Roster) -> Iterator[Expected]:
    for number, meeting in enumerate(roster.meetings):
        for place, actor in enumerate(roster.cohort):
            yield Expected("session.announced", actor.email)
            yield from _attendee(number, meeting, place, actor)


def _attendee(number: int, meeting: Meeting, place: int, actor: Actor) -> Iterator[Expected]:
    how = conduct.coming(number, place)
    if how != "declines":
        for moment in reminder_times(meeting, actor.zone, with_week=how != "goes"):
            yield Expected("session.reminder", actor.email, moment)
    if how.startswith("goes"):
        yield Expected("session.started", actor.email, best_start(meeting, actor.zone))
    if conduct.attends(number, place):
        yield Expected("feedback.ask", actor.email)


def _digests(roster: Roster, published: dict[int, datetime], begun: datetime, end: datetime) -> Iterator[Expected]:
    day = begun.date()
    while day <= end.date():
        monday, friday = at(day, time(9), "Europe/Paris"), datetime.combine(day, time(13), UTC)
        if day.weekday() == 0 and monday > begun:
            yield Expected("digest.monday", "#facilitators", monday)
        if day.weekday() == 4 and friday > begun and _news(roster, published, friday):
            yield Expected("digest.cohort", "#cohort", friday)
        day += timedelta(days=1)
    yield from (Expected("digest.workspace", "#workspace") for _ in range(4 * LOOPS))


def _news(roster: Roster, published: dict[int, datetime], friday: datetime) -> bool:
    """A session within two weeks; thanks and insights are given in weeks that have one anyway."""
    ahead = (
        meeting.starts[0] - friday for number, meeting in enumerate(roster.meetings) if published[number] <= friday
    )
    return any(timedelta() < delta <= timedelta(days=14) for delta in ahead)
