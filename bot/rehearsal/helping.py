"""People help each other: asks, advisors, a round, what is left for others; by commands, buttons and forms."""

from collections.abc import Iterator
from functools import partial

from bot.rehearsal import almanac, conduct
from bot.rehearsal.acts import Act
from bot.rehearsal.almanac import helping as days
from bot.rehearsal.roster import Actor, Players, Roster
from bot.rehearsal.selection import Selection
from bot.sandbox.keyboard import Keyboard

CONSENT = "a consent sheet that a twelve-year-old understands"


class Helping:
    def __init__(self, roster: Roster, selection: Selection) -> None:
        self.roster, self.selection = roster, selection

    def acts(self) -> Iterator[Act]:
        yield from self._asks()
        yield from self._advice()
        yield from self._hour()
        yield from self._round()
        yield from self._left_for_others()
        yield almanac.at(almanac.loop_dates(self.roster, conduct.RED[1])[2], days.NOTED, "UTC"), self._note

    def _lead(self, number: int) -> Keyboard:
        return self.selection.who(self.roster.teams[number].lead)

    def _say(self, actor: Actor, words: str, **given: object) -> None:
        """A command that opens a form, which is handed in."""
        person = self.selection.who(actor)
        conduct.opened(person.command(f"/sweetspot {words}"))
        conduct.hand_in(person, **given)

    def _answer(self, actor: Actor, action: str, **given: object) -> None:
        """A button that opens a form, which is handed in."""
        person = self.selection.who(actor)
        conduct.opened(person.press(action))
        conduct.hand_in(person, **given)

    def _press(self, actor: Actor, action: str) -> None:
        self.selection.who(actor).press(action)

    # Asks

    def _asks(self) -> Iterator[Act]:
        first, second = (self.roster.teams[number].lead for number in (0, 1))
        near = {"sharing": "workspace"}
        yield days.ASKED, partial(self._say, first, "ask new", text=f"Who has {CONSENT}?", **near)
        yield days.ANSWERED, self._help
        yield days.FOUND_USEFUL, partial(self._press, first, "ask.useful")
        words = "Who knows a radio presenter who would read our letters aloud?"
        yield days.ASKED_IN_VAIN, partial(self._say, second, "ask new", text=words, **near)
        yield days.GIVEN_UP, partial(self._give_up, second)

    def _give_up(self, actor: Actor) -> None:
        person = self.selection.who(actor)
        person.command("/sweetspot ask close")
        person.press("ask.close")

    def _help(self) -> None:
        """The first of those who were asked."""
        asked = next(team for team in self.roster.paired if self._is_asked(team))
        self._answer(asked.lead, "ask.answer", text="Ours has four sentences and a drawing; we send it")

    def _is_asked(self, team: Players) -> bool:
        found = [one for one in self.selection.who(team.lead).dm() if "ask.decline" in str(one.blocks)]
        return any(CONSENT in str(one.blocks) for one in found)

    # Advisors

    def _advice(self) -> Iterator[Act]:
        team, advisor = self.roster.teams[0], self.roster.advisors[2]
        yield days.QUESTION, partial(self._ask_advisor, team, advisor)
        words = "Start with the three who said no, and ask them why"
        yield days.ADVICE, partial(self._answer, advisor, "advice.answer", text=words)
        told = {"effect": "changed", "line": "Two of the three now come"}
        yield days.effect_told(self.roster), partial(self._answer, team.lead, "advice.effect", **told)

    def _ask_advisor(self, team: Players, advisor: Actor) -> None:
        lead = self.selection.who(team.lead)
        conduct.opened(lead.command("/sweetspot ask advisor"))
        conduct.done(lead.submit(question="How do we win over colleagues who have seen three pilots end?").errors)
        conduct.hand_in(lead, advisor=advisor.name)

    def _hour(self) -> Iterator[Act]:
        team, advisor = self.roster.teams[12], self.roster.advisors[0]
        yield days.OFFERED, partial(self._offer, advisor)
        yield days.BOOKED, partial(self._book, team)
        after = days.advised(days.hour_ends(advisor), advisor) + days.AFTERWARDS
        words = "Write the finding in one line, and who has to decide what"
        yield after, partial(self._answer, advisor, "slot.write", text=words)

    def _offer(self, advisor: Actor) -> None:
        person = self.selection.who(advisor)
        person.command("/sweetspot advisor hours")
        clocks = {"starts": f"{days.HOUR_FROM:%H:%M}", "ends": f"{days.HOUR_UNTIL:%H:%M}"}
        conduct.opened(person.press("advisor.offer"))
        conduct.hand_in(person, day=f"{days.HOUR_ON}", minutes=str(days.HOUR_MINUTES), **clocks)

    def _book(self, team: Players) -> None:
        self.selection.who(team.lead).command("/sweetspot advisor book")
        self._answer(team.lead, "slot.book", question="How short may a finding be?")

    # A round

    def _round(self) -> Iterator[Act]:
        team, friend, advisor = self.roster.teams[13], self.roster.teams[37], self.roster.advisors[1]
        friends = [f"{friend.lead.name}, {friend.name}", advisor.name]
        words = "We have lost four of nine teachers"
        yield days.ROUND, partial(self._say, team.lead, "advisor round", topic=words, friends=friends)
        for actor in (friend.lead, advisor):
            yield days.COMING, partial(self._press, actor, "round.come")
        yield days.WORD, partial(self._answer, advisor, "round.say", text="What did the five who stayed have?")
        yield days.TAKEN, partial(self._answer, team.lead, "round.take", text="We ask the five before we hire anybody")

    # What is left for others

    def _left_for_others(self) -> Iterator[Act]:
        teams, fay = self.roster.teams, self.roster.facilitators[0]
        yield days.REUSED, partial(self._reuse, teams[16])
        yield days.QUESTIONED, partial(self._question, teams[17])
        yield days.SHOWN, partial(self._press, fay, "insight.show")
        add = partial(self._say, teams[18].lead, "resource add https://guides.example/plain-words")
        yield days.RESOURCE, partial(add, title="A guide to plain words")
        yield days.RESOURCE, partial(add, title="A call for small grants", last_day=f"{days.LAST_DAY}")
        yield days.PACKED, partial(self._pack, teams[13])
        yield days.TRAVELLED, partial(self._travel, teams[20].deputy)

    def _reuse(self, team: Players) -> None:
        self.selection.who(team.lead).command("/sweetspot insight find queue")
        self._answer(team.lead, "insight.used", how="adapted", line="We show places, not minutes")

    def _question(self, team: Players) -> None:
        lead = self.selection.who(team.lead)
        lead.command("/sweetspot insight find queue")
        lead.press("insight.meant")

    def _pack(self, team: Players) -> None:
        lead = self.selection.who(team.lead)
        lead.command("/sweetspot team pack")
        lead.press("pack.approve")

    def _travel(self, actor: Actor) -> None:
        self.selection.who(actor).travel("America/New_York")

    def _note(self) -> None:
        """With the draft that stands behind the signal."""
        self._answer(self.roster.facilitators[0], "note.signal")
