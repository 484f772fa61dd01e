"""What the acting persons do in the edition, and when: by slash commands, buttons and forms, like everybody."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.rehearsal import almanac, conduct
from bot.rehearsal.acts import Act
from bot.rehearsal.courtesy import Courtesy
from bot.rehearsal.ending import Ending
from bot.rehearsal.helping import Helping
from bot.rehearsal.introducing import Introducing
from bot.rehearsal.roster import Actor, Players, Roster
from bot.rehearsal.selection import Selection
from bot.rehearsal.stage import Stage
from bot.rehearsal.working import Working
from bot.sandbox.keyboard import Keyboard

DAWN = datetime(2026, 9, 28, 8, tzinfo=UTC)
"""When the demonstration to walk about in begins: a Monday, a week before the first loop."""
SOON = timedelta(minutes=7)


class Script:
    def __init__(self, stage: Stage, roster: Roster) -> None:
        self.stage, self.roster = stage, roster
        self.selection = Selection(stage, roster, self.who)
        self.published: dict[int, datetime] = {}

    def who(self, actor: Actor) -> Keyboard:
        return self.stage.sandbox.person(actor.email)

    @property
    def facilitator(self) -> Keyboard:
        return self.who(self.roster.facilitators[0])

    # Living

    def acts(self, *, crowd: bool = True) -> list[Act]:
        """Everything that people do from then on, in order of time; without the crowd, nobody answers invitations."""
        introductions = Introducing(self.roster, self.selection).acts() if crowd else ()
        found = [*self._loops(), *self._sessions(crowd), *self._kindness(), *introductions]
        for part in (Working, Helping, Courtesy, Ending) if crowd else ():
            found += part(self.roster, self.selection).acts()
        return sorted(found, key=lambda act: act[0])

    def _loops(self) -> Iterator[Act]:
        for loop in range(1, almanac.LOOPS + 1):
            for team in self.roster.paired:
                yield from self._team_loop(loop, team)

    def _team_loop(self, loop: int, team: Players) -> Iterator[Act]:
        for at, act in zip(almanac.heard_at(self.roster, loop, team), (self._answer, self._amend), strict=False):
            yield at, partial(act, loop, team)
        if conduct.answering(loop, team) == "skips":
            yield almanac.asked_at(self.roster, loop, team) + conduct.AFTER, partial(self._skip, team)

    def _answer(self, loop: int, team: Players) -> None:
        absent = conduct.away(loop, team) == "said before"
        member = self.who(team.lead if loop % 2 and not absent else team.deputy)
        conduct.opened(member.command("/sweetspot checkin answer"))
        given = conduct.words(loop, team)
        if (team.number, loop) == conduct.RED:
            first = next(item["block_id"] for item in conduct.fields(member) if item["block_id"].startswith("light_"))
            given |= {first: "red"}
        conduct.done(member.submit(**given).errors)
        member.close()

    def _amend(self, _loop: int, team: Players) -> None:
        member = self.who(team.deputy)
        conduct.opened(member.command("/sweetspot checkin answer"))
        conduct.done(member.submit(learned="On second thoughts: the evening worked because children could come").errors)
        member.close()

    def _skip(self, team: Players) -> None:
        lead = self.who(team.lead)
        lead.press("Skip this loop")
        conduct.done(lead.submit(reason="Elections this month").errors)
        lead.close()

    def _sessions(self, crowd: bool) -> Iterator[Act]:
        for number, meeting in enumerate(self.roster.meetings):
            first = meeting.starts[0].date()
            monday = first - timedelta(days=first.weekday() + 14)
            announced = max(datetime.combine(monday, time(10), UTC), DAWN + timedelta(days=7))
            self.published[number] = announced
            yield announced, partial(self._publish, number)
            for place, actor in enumerate(self.roster.cohort if crowd else ()):
                yield from self._attendee(number, place, actor, announced)

    def _publish(self, number: int) -> None:
        meeting = self.roster.meetings[number]
        self.facilitator.command(f"/sweetspot session plan {meeting.title}")
        first, second = meeting.starts
        conduct.done(
            self.facilitator.submit(
                preparation=meeting.preparation,
                day_a=f"{first:%Y-%m-%d}",
                time_a=f"{first:%H:%M}",
                day_b=f"{second:%Y-%m-%d}",
                time_b=f"{second:%H:%M}",
            ).errors
        )
        self.facilitator.close()
        self.selection.say(f"session publish {number + 1}")

    def _attendee(self, number: int, place: int, actor: Actor, announced: datetime) -> Iterator[Act]:
        meeting, how = self.roster.meetings[number], conduct.coming(number, place)
        start = almanac.best_start(meeting, actor.zone)
        week_before = almanac.reminder_times(meeting, actor.zone, with_week=True)[0]
        if how in {"goes", "declines"}:
            yield (
                min(announced + timedelta(days=3), week_before - SOON),
                partial(self._reply, actor, start, how == "goes"),
            )
        if how == "goes at the last minute":
            last = almanac.reminder_times(meeting, actor.zone, with_week=False)[-1]
            yield min(last + SOON, start - timedelta(minutes=30)), partial(self._reply, actor, start, True)
        if conduct.attends(number, place):
            yield start + SOON, partial(self._press, actor, "session.here")
            if conduct.gives_feedback(place):
                yield start + timedelta(hours=30), partial(self._feedback, actor)

    def _reply(self, actor: Actor, start: datetime, going: bool) -> None:
        person = self.who(actor)
        if not going:
            person.press("session.decline")
            return
        local = start.astimezone(_zone(actor.zone))
        offered = [item for item in _buttons(person) if item["action_id"].startswith("session.going")]
        words = next(item["text"]["text"] for item in offered if f"{local:%H:%M}" in item["text"]["text"])
        person.press(words)

    def _press(self, actor: Actor, action: str) -> None:
        self.who(actor).press(action)

    def _feedback(self, actor: Actor) -> None:
        person = self.who(actor)
        person.press("feedback.answer")
        conduct.done(person.submit(useful="4", will_try="Ask first, build later").errors)
        person.close()

    def _kindness(self) -> Iterator[Act]:
        """Thanks and an insight, each released by whom it concerns, in a week whose digest has news anyway."""
        when = datetime(2026, 10, 13, 9, tzinfo=UTC)
        giver, receiver = self.roster.teams[14], self.roster.teams[13]
        yield when, partial(self._thank, giver, receiver)
        yield when + timedelta(hours=30), partial(self._press, receiver.lead, "thanks.allow")
        yield when + timedelta(hours=2), partial(self._propose, self.roster.teams[15])
        yield datetime(2026, 10, 12, 8, tzinfo=UTC), self._announce

    def _thank(self, giver: Players, receiver: Players) -> None:
        self.who(giver.lead).command(
            f"/sweetspot team thank {receiver.name} for an honest account of what did not work"
        )

    def _propose(self, team: Players) -> None:
        lead = self.who(team.lead)
        lead.command("/sweetspot insight propose")
        conduct.done(
            lead.submit(text="A visible queue calms people more than a shorter one", sharing="edition, no names").errors
        )
        if lead.view:
            lead.close()

    def _announce(self) -> None:
        self.facilitator.command("/sweetspot edition announce owners")
        conduct.done(
            self.facilitator.submit(text="The room for the closing symposium is booked: May, in Lysefjord.").errors
        )
        self.facilitator.press("Send")
        while self.facilitator.view:
            self.facilitator.close()


def _buttons(person: Keyboard) -> list[dict[str, Any]]:
    """Of the newest message that asks whether one comes."""
    for message in reversed(person.dm()):
        found = [item for block in message.blocks for item in block.get("elements", []) if "action_id" in item]
        if any(item["action_id"].startswith("session.going") for item in found):
            return found
    return []


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
