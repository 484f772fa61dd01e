"""The end of an edition: its close, two accounts, and the close of its first workspace."""

from collections.abc import Iterator
from functools import partial

from bot.rehearsal import conduct
from bot.rehearsal.acts import Act
from bot.rehearsal.almanac import ending as days
from bot.rehearsal.roster import Players, Roster
from bot.rehearsal.selection import Selection


class Ending:
    def __init__(self, roster: Roster, selection: Selection) -> None:
        self.roster, self.selection = roster, selection

    def acts(self) -> Iterator[Act]:
        yield days.CLOSED, partial(self.selection.say, "edition close")
        yield days.ROOM_CLOSES, partial(self.selection.say, "workspace close 1")
        for number in days.APPROVING:
            yield days.APPROVED, partial(self._approve, self.roster.teams[number])
        yield days.APPROVED, self._stay_in_touch
        yield days.WISHED, self._wish
        yield days.ENDED, self._close

    def _approve(self, team: Players) -> None:
        lead = self.selection.who(team.lead)
        conduct.opened(lead.press("account.open"))
        conduct.hand_in(lead, gave="An honest account of three evenings", sharing="edition, named", approve="yes")

    def _stay_in_touch(self) -> None:
        for actor, wish in zip(self.roster.advisors, ("both", "listed", "none"), strict=True):
            self.selection.who(actor).press(f"alumni.{wish}")

    def _wish(self) -> None:
        """Whoever was asked wishes that the channel stays, but one."""
        asked = [team for team in self.roster.paired if self._asked(team)]
        for team in asked:
            self.selection.who(team.lead).press("closing.archive" if team is asked[-1] else "closing.keep")

    def _asked(self, team: Players) -> bool:
        return any("closing.keep" in str(one.blocks) for one in self.selection.who(team.lead).dm())

    def _close(self) -> None:
        self.selection.say("workspace close 1")
        fay = self.selection.facilitator
        conduct.opened(fay.press("closing.close"))
        conduct.hand_in(fay, reason="What is still promised goes on without us")
