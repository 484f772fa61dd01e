"""“Not now”, and away: said to a question that has come, or before one comes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from bot.rehearsal import almanac, conduct
from bot.rehearsal.acts import Act
from bot.rehearsal.roster import Players, Roster
from bot.rehearsal.selection import Selection

SOON = timedelta(hours=1)


class Courtesy:
    def __init__(self, roster: Roster, selection: Selection) -> None:
        self.roster, self.selection = roster, selection

    def acts(self) -> Iterator[Act]:
        for loop in range(1, almanac.LOOPS + 1):
            for team in self.roster.paired:
                asked = almanac.asked_at(self.roster, loop, team)
                if conduct.puts_off(loop, team):
                    yield asked + SOON, partial(self._put_off, team)
                if said := conduct.away(loop, team):
                    when = asked + SOON if said == "said afterwards" else asked - timedelta(days=2)
                    yield when, partial(self._go, team, asked)

    def _put_off(self, team: Players) -> None:
        lead = self.selection.who(team.lead)
        conduct.opened(lead.press("courtesy.open"))
        conduct.hand_in(lead, what="tomorrow")

    def _go(self, team: Players, asked: datetime) -> None:
        first = asked.astimezone(almanac.zone_info(team.zone)).date()
        self.selection.who(team.lead).command(f"/sweetspot team away {first} {first + timedelta(days=1)}")
