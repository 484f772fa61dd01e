"""The life of a workspace: its agreement, intentions, peer calls, promises and goals; by forms and buttons."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from bot.rehearsal import conduct
from bot.rehearsal.acts import Act
from bot.rehearsal.almanac import LOOPS, at, loop_dates
from bot.rehearsal.almanac import rhythm as days
from bot.rehearsal.roster import Players, Roster
from bot.rehearsal.selection import Selection

CHOSEN_ON = timedelta(days=8)
REFRAMED = timedelta(days=30)
JOINS = timedelta(days=37)
"""After the kick-off: when a question is put anew, and when somebody joins a team."""


class Working:
    def __init__(self, roster: Roster, selection: Selection) -> None:
        self.roster, self.selection = roster, selection

    def acts(self) -> Iterator[Act]:
        yield from self._late_signatures()
        for owner in days.owners(self.roster):
            for loop in range(1, LOOPS + 1):
                yield from self._loop(loop, owner)
            yield from self._goals(owner)
        kickoff = at(self.roster.first_monday, days.CALL_CLOCK, "UTC")
        yield kickoff + REFRAMED, partial(self._reframe, self.roster.teams[2])
        yield kickoff + JOINS, partial(self._join, self.roster.teams[10])

    def _late_signatures(self) -> Iterator[Act]:
        late, last = self.roster.teams[conduct.SIGNS_LATE], days.newcomer(self.roster)
        begun, agreed = self.selection.begun, self.selection.agreed
        yield days.signs_late(late, begun), partial(self.selection.sign, late)
        yield days.joins_at(last, agreed) + conduct.AFTER, partial(self.selection.sign, last)

    def _loop(self, loop: int, owner: Players) -> Iterator[Act]:
        roster = self.roster
        chosen = at(loop_dates(roster, loop)[0] + CHOSEN_ON, days.CALL_CLOCK, owner.zone)
        yield days.written_at(roster, loop, owner), partial(self._intend, owner)
        yield chosen, partial(self._choose, loop, owner)
        if conduct.captures(loop, owner):
            yield days.call_at(roster, loop, owner) + conduct.AFTER, partial(self._capture, loop, owner)
            if conduct.promises(loop):
                yield from self._promise(loop, owner)

    def _promise(self, loop: int, owner: Players) -> Iterator[Act]:
        asked = days.due_at(self.roster, loop, owner) + conduct.AFTER
        match conduct.keeps(loop, owner):
            case "does":
                yield asked, partial(self._press, owner, "commitment.done")
            case "moves":
                day = days.moved_to(self.roster, loop, owner)
                yield asked, partial(self._move, owner, f"{day}")
                yield days.first_word(day, owner) + conduct.AFTER, partial(self._press, owner, "commitment.done")

    def _goals(self, owner: Players) -> Iterator[Act]:
        for moment in range(len(days.GOAL_LOOPS) + 1):
            forgot = conduct.forgets_goal(moment, owner)
            asked = (days.goal_nudged if forgot else days.goal_asked)(self.roster, moment, owner)
            yield asked + conduct.AFTER, partial(self._state, moment, owner)

    def _press(self, team: Players, action: str) -> None:
        self.selection.who(team.lead).press(action)

    def _intend(self, owner: Players) -> None:
        lead = self.selection.who(owner.lead)
        conduct.opened(lead.press("loop.intend"))
        conduct.hand_in(lead, intention="People who choose their own hour come more often", trying="Two evenings")

    def _choose(self, loop: int, owner: Players) -> None:
        lead = self.selection.who(owner.lead)
        conduct.opened(lead.press("loop.time"))
        day, clock = days.call_day(self.roster, loop), f"{days.CALL_CLOCK:%H:%M}"
        conduct.hand_in(lead, day=f"{day}", clock=clock, form="live")

    def _capture(self, loop: int, owner: Players) -> None:
        lead = self.selection.who(owner.lead)
        conduct.opened(lead.command("/sweetspot loop capture"))
        by = days.promised_for(self.roster, loop)
        promise = f"{owner.name}: write to three families by {by}" if conduct.promises(loop) else ""
        conduct.hand_in(
            lead, decided="We go on with the evening", actions=promise, noted="A form frightens; a talk does not"
        )

    def _move(self, owner: Players, day: str) -> None:
        lead = self.selection.who(owner.lead)
        conduct.opened(lead.press("commitment.move"))
        conduct.hand_in(lead, due_on=day)

    def _state(self, moment: int, owner: Players) -> None:
        lead = self.selection.who(owner.lead)
        conduct.opened(lead.press("goal.state"))
        closing = {"outcome": "adopted", "keeper": "The service desk"} if moment == len(days.GOAL_LOOPS) else {}
        conduct.hand_in(lead, text="Every family has an answer within a month", standing=str(2 + 3 * moment), **closing)

    def _reframe(self, owner: Players) -> None:
        lead = self.selection.who(owner.lead)
        conduct.opened(lead.command("/sweetspot workspace reframe"))
        words = "How can we answer every comment within a month, in words that its writer knows?"
        conduct.hand_in(lead, question=words, reason="We learned that the answer matters more than the count")

    def _join(self, team: Players) -> None:
        guest = self.roster.guest
        self.selection.who(team.lead).command(f"/sweetspot team add {guest.email} {guest.name} of {team.name}")
