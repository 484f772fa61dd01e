"""Introductions across the cohort: who wishes it, a round, and whether they met."""

from collections.abc import Iterator
from functools import partial

from bot.rehearsal import conduct
from bot.rehearsal.acts import Act
from bot.rehearsal.almanac import introducing as days
from bot.rehearsal.roster import Players, Roster
from bot.rehearsal.selection import Selection


class Introducing:
    def __init__(self, roster: Roster, selection: Selection) -> None:
        self.roster, self.selection = roster, selection

    def acts(self) -> Iterator[Act]:
        for team in days.cohort(self.roster):
            yield days.invited_at(team) + conduct.AFTER, partial(self._wish, team)
        yield days.ROUND, self._round
        for team in days.introduced(self.roster):
            yield days.ANSWERED, partial(self._met, team)

    def _wish(self, team: Players) -> None:
        lead = self.selection.who(team.lead)
        if not days.joins(team):
            lead.press("intro.decline")
            return
        lead.press("intro.settings")
        conduct.done(lead.submit(answer="Yes, at most once a month").errors)
        while lead.view:
            lead.close()

    def _round(self) -> None:
        self.selection.say("intro solve")
        self.selection.say("intro publish")

    def _met(self, team: Players) -> None:
        self.selection.who(team.lead).press("intro.met:yes")
