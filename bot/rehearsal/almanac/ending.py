"""When people hear of the end: accounts, the list of those who stay in touch, one workspace's close."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.rehearsal.almanac.days import Expected, working_instant
from bot.rehearsal.roster import Players, Roster

CLOSED = datetime(2027, 3, 22, 11, tzinfo=UTC)
"""When the edition closes, the Monday after its last loop; the first workspace follows."""
ROOM_CLOSES = datetime(2027, 3, 22, 12, tzinfo=UTC)
APPROVED = datetime(2027, 3, 23, 9, tzinfo=UTC)
WISHED, ENDED = datetime(2027, 3, 23, 15, tzinfo=UTC), datetime(2027, 3, 23, 16, tzinfo=UTC)
SIDES = 3
"""Teams in a workspace."""
APPROVING = (0, 12)
"""An owner and a team of the cohort approve their accounts; both are thanked in the cohort's room, the owner also
in its workspace."""


def _at_work(moment: datetime, team: Players) -> datetime:
    return working_instant(moment, team.country, team.zone)


def endings(roster: Roster) -> Iterator[Expected]:
    for team in roster.teams:
        yield Expected("account.asked", team.lead.email, _at_work(CLOSED, team))
        for actor in (team.lead, team.deputy):
            yield Expected("alumni.asked", actor.email, _at_work(CLOSED, team))
    for advisor in roster.advisors:
        yield Expected("alumni.asked", advisor.email, working_instant(CLOSED, "", advisor.zone))
    guest, host = roster.guest, roster.teams[10]
    yield Expected("alumni.asked", guest.email, working_instant(CLOSED, host.country, guest.zone))
    yield from (Expected("closing.asked", "a team") for _ in range(SIDES))
    for number in APPROVING:
        team = roster.teams[number]
        yield Expected("account.kept", team.lead.email, _at_work(APPROVED, team))
    yield from (Expected("account.thanks", room) for room in ("#workspace", "#cohort", "#cohort"))
    yield Expected("workspace.closed", "#workspace", ENDED)
