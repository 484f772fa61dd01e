"""The first half of an edition: two calls, their reviews and letters, the match; by commands, buttons and forms."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from bot.programme import calls
from bot.programme.intake import incoming, read
from bot.programme.intake.incoming import Reading as Import
from bot.rehearsal import conduct
from bot.rehearsal.almanac import selecting as days
from bot.rehearsal.reviewing import Reading
from bot.rehearsal.roster import Actor, Players, Roster, sample
from bot.rehearsal.stage import Stage
from bot.sandbox.keyboard import Keyboard
from storage import editions, matching, teams, workspaces
from storage.calls import CallKind
from storage.db import Db
from storage.matching import Challenge
from storage.workspaces import WorkspaceKind

STEP = timedelta(seconds=2)


class Selection:
    def __init__(self, stage: Stage, roster: Roster, who: Callable[[Actor], Keyboard]) -> None:
        self.stage, self.roster, self.who = stage, roster, who
        self.given_on = 0
        """How many reviews went to somebody else because of a conflict."""
        self.begun = self.rematched = self.agreed = days.OPENS
        """When the match was published, when the rematch was done, and when all had agreed to it last."""

    @property
    def facilitator(self) -> Keyboard:
        return self.who(self.roster.facilitators[0])

    def say(self, words: str) -> str:
        """A facilitator's command, answered at once or after a while."""
        self._pause()
        said = self.facilitator.command(f"/sweetspot {words}")
        self.stage.quiet()
        return said.text

    def _pause(self) -> None:
        self.stage.clock.advance(STEP)

    # Two ways through it

    def short(self) -> None:
        """What somebody needs who wants to walk about: no letters are written, and three applications wait."""
        self._found()
        for kind in (CallKind.CHALLENGE, CallKind.SOLUTION):
            self._store(kind)
            self._set_aside(kind)
            self._choose(kind)
            self._decline(kind, but=conduct.UNREAD[kind])
        self._store(CallKind.COHORT)
        self._reviewers_say_who_they_are()
        self.say("review assign challenge per 3")
        self.facilitator.press("review.confirm")
        self._deputies(self.roster.everybody)
        self._match()
        self.stage.until(self.stage.clock.now() + timedelta(minutes=5))
        self._sign()
        self._replace()
        self.say(f"edition plan {self.roster.first_monday}")
        self.stage.bot.ticks.tick()

    def whole(self) -> None:
        """Every step as a secretariat takes it, on its own day."""
        self._found()
        self.stage.until(days.INTRODUCED)
        self._reviewers_say_who_they_are()
        self._call(CallKind.CHALLENGE)
        self._briefs()
        self._call(CallKind.SOLUTION)
        self._deputies([team for team in self.roster.everybody if team.kind != "cohort"])
        self.stage.until(days.MATCH)
        self._match()
        self.stage.until(days.COHORT)
        self._drop(CallKind.COHORT)
        self._deputies([team for team in self.roster.teams if team.kind == "cohort"])
        self.stage.until(self.stage.clock.now() + timedelta(minutes=5))
        self._sign()
        self._replace()
        self.stage.until(days.PLAN)
        self.say(f"edition plan {self.roster.first_monday}")
        self.stage.flush()

    def _found(self) -> None:
        self.say(f"edition new {self.roster.name}")
        parts: dict[str, Sequence[Actor]] = {
            "facilitator": self.roster.facilitators[1:],
            "advisor": self.roster.advisors,
            "reviewer": self.roster.reviewers,
        }
        for part, actors in parts.items():
            for actor in actors:
                self.say(f"edition add {part} {actor.email} {actor.name}")
        self.stage.bot.ticks.tick()

    # One call, from its opening to its letters

    def _call(self, kind: CallKind) -> None:
        on = days.CALLS[kind]
        self.stage.until(on.opens)
        self.say(f"call open {kind} until {on.closes} Europe/Paris")
        self._drop(kind)
        self._set_aside(kind)
        self.stage.until(on.assigned)
        if kind == CallKind.CHALLENGE:
            self._decline(kind, but=conduct.LONG_LIST)
        self._review(kind)
        self.stage.until(on.decided)
        if kind == CallKind.CHALLENGE:
            self._discuss()
        self._choose(kind)
        self._decline(kind, but=set(self._everybody(kind)) - conduct.LONG_LIST if kind == CallKind.CHALLENGE else ())
        self.say(f"call embargo {kind} until {on.told_on} 10:00 Europe/Paris")
        self.say(f"call notify {kind} anyway")
        self.stage.until(on.told + timedelta(hours=1))

    def _drop(self, kind: CallKind) -> None:
        """The file goes into the facilitators' room."""
        self.facilitator.drop_file(self.stage.read(self._room), conduct.FILES[kind], sample(conduct.FILES[kind]))
        self.stage.flush()
        self.facilitator.press("Bring it in")
        self.stage.flush()

    def _room(self, db: Db) -> str:
        edition = editions.by_name(db, self.roster.name)
        room = workspaces.room(db, edition.id, WorkspaceKind.FACILITATORS) if edition else None
        if room is None:
            raise RuntimeError("the facilitators have no room")
        return room.slack_channel_id

    def _store(self, kind: CallKind) -> None:
        """What the operator's `sweetspot import` does."""
        table = read(sample(conduct.FILES[kind]), conduct.FILES[kind])
        edition = self.stage.bot.writer.commit(lambda db, now: calls.edition_for_import(db, now, None))
        found = self.stage.read(lambda db: incoming.read_in(db, edition, kind, table, conduct.FILES[kind], Import()))
        self.stage.bot.writer.commit(lambda db, now: incoming.bring_in(db, now, edition, found))

    def _set_aside(self, kind: CallKind) -> None:
        for outcome, (ids, reason) in conduct.ASIDE[kind].items():
            self.say(f"call decide {kind} {ids} {outcome} because {reason}")

    def _choose(self, kind: CallKind) -> None:
        chosen = self.roster.challenges if kind == CallKind.CHALLENGE else self.roster.solutions
        self._decide(kind, "select", chosen, conduct.CHOSEN[kind])
        if kind == CallKind.SOLUTION:
            self._decide(kind, "reserve", self.roster.reserve, "next in line if a provider withdraws")

    def _decline(self, kind: CallKind, but: Iterable[str] = ()) -> None:
        taken = {*self.roster.challenges, "31", "81"}
        if kind == CallKind.SOLUTION:
            taken = {*self.roster.solutions, *self.roster.reserve}
        rest = [one for one in self._everybody(kind) if one not in {*taken, *but}]
        self._decide(kind, "decline", rest, "others fit the themes better")

    def _everybody(self, kind: CallKind) -> list[str]:
        return [one.response_id for one in self.roster.applicants if one.call == kind]

    def _decide(self, kind: CallKind, outcome: str, ids: Iterable[str], reason: str) -> None:
        """With words in each applicant's language."""
        languages = {one.response_id: one.language for one in self.roster.applicants if one.call == kind}
        groups: dict[str, list[str]] = {}
        for one in ids:
            groups.setdefault(conduct.letter(outcome, languages[one]), []).append(one)
        for words, group in groups.items():
            self.say(f"call decide {kind} {','.join(group)} {outcome} because {reason} words: {words}")

    # Reviews

    def _review(self, kind: CallKind) -> None:
        on = days.CALLS[kind]
        self.say(f"review assign {kind} per 3 load {conduct.LOAD} until {on.reviewed_by} Europe/Paris")
        self.facilitator.press("review.confirm")
        for round_, at in enumerate((on.read, on.read_on, on.read_last)):
            self.stage.until(at)
            for number, reviewer in enumerate(self.roster.reviewers):
                reading = Reading(self.who(reviewer), self.roster, number, kind, self._pause)
                late = kind == CallKind.CHALLENGE and number == conduct.LATE and round_ < 2
                self.given_on += reading.all_of_them(most=conduct.BEFORE_THE_REMINDER if late else None)
            self.stage.flush()

    def _reviewers_say_who_they_are(self) -> None:
        for number, reviewer in enumerate(self.roster.reviewers):
            Reading(self.who(reviewer), self.roster, number, CallKind.CHALLENGE, self._pause).all_of_them()

    def _discuss(self) -> None:
        """The first that they disagree on; the first of its reviewers leads."""
        self.say("review discuss")
        self.facilitator.press("review.discuss")
        (lead,) = (block for block in conduct.fields(self.facilitator) if block["block_id"] == "lead")
        conduct.done(self.facilitator.submit(lead=lead["element"]["options"][0]["value"]).errors)
        self.facilitator.close()
        self.stage.flush()

    # Briefs

    def _briefs(self) -> None:
        self.stage.until(days.BRIEFS)
        for number in range(1, len(self.roster.challenges) + 1):
            self._brief(number)
        self.stage.until(days.APPROVED)
        owners = [team for team in self.roster.teams if team.kind == "owner"]
        for team in owners[:-1]:
            self.who(team.lead).press("brief.approve")
        hesitant = self.who(owners[-1].lead)
        hesitant.press("brief.suggest")
        conduct.done(hesitant.submit(wish="Please say how many families travel.").errors)
        hesitant.close()
        self._brief(len(owners))
        self.stage.until(days.APPROVED_AGAIN)
        hesitant.press("brief.approve")
        self.stage.flush()
        self.say("call publish challenge")

    def _brief(self, number: int) -> None:
        self.say(f"call brief {number}")
        conduct.done(self.facilitator.submit().errors)
        self.facilitator.close()
        self.stage.flush()

    # The match

    def _match(self) -> None:
        self.say("match solve")
        self.say("match propose")
        self.stage.until(self.stage.clock.now() + timedelta(hours=1))
        self._rank()
        decliner = self.who(self.roster.leavers[0].lead)
        decliner.press("match.decline")
        conduct.done(decliner.submit(reason="Our office moves this autumn").errors)
        decliner.close()
        self.say(f"team withdraw {self.roster.leavers[0].name} because its office moves this autumn")
        self._agree()
        self.say("match publish")
        self.begun = self.stage.clock.now()
        self.stage.flush()

    def _sign(self) -> None:
        """All but one, and but those who leave or are still to come."""
        last = self._newcomers()[-1]
        for team in self.roster.paired:
            if team is not last and team.number != conduct.SIGNS_LATE:
                self.sign(team)

    def sign(self, team: Players) -> None:
        self._pause()
        lead = self.who(team.lead)
        conduct.opened(lead.command("/sweetspot workspace agree"))
        conduct.hand_in(lead, hours="8 to 10", learning="How others reach people who do not write")
        self.stage.flush()

    def _rank(self) -> None:
        """The first of the reserve, for every challenge alike."""
        for number in range(1, len(self.roster.challenges) + 1):
            self.say(f"match reserve {number} {self._newcomers()[0].name}")

    def _newcomers(self) -> list[Players]:
        return [team for team in self.roster.paired if team.kind == "provider"][-len(self.roster.reserve) :]

    def _replace(self) -> None:
        """A provider withdraws, and the next of the reserve comes in."""
        leaver = self.roster.leavers[1]
        number = self._challenge_of(leaver)
        self.say(f"team withdraw {leaver.name} because its ministry was merged")
        self.facilitator.press("team.confirm")
        self.stage.flush()
        self.say(f"match rematch {number}")
        self._agree()
        self.rematched = self.stage.clock.now()
        self._deputies(self._newcomers())
        self.stage.flush()

    def _agree(self) -> None:
        """Everybody who is asked says yes, once to each question: the reserve is asked the day after a no."""
        for round_ in range(2):
            self.stage.until(self.stage.clock.now() + timedelta(hours=26))
            self.agreed = self.agreed if round_ else self.stage.clock.now()
            for team in [*self.roster.paired, *self.roster.leavers]:
                lead = self.who(team.lead)
                for message in [one for one in lead.dm() if "match.agree" in str(one.blocks)]:
                    self._pause()
                    lead.press("match.agree", message)

    def _challenge_of(self, team: Players) -> int:
        def find(db: Db) -> int:
            edition = editions.by_name(db, self.roster.name)
            row = teams.by_name(db, edition.id, team.name) if edition else None
            (pairing,) = matching.of_team(db, row.id) if row else []
            return db.get_one(Challenge, pairing.challenge_id).number

        return self.stage.read(find)

    def _deputies(self, teams: Iterable[Players]) -> None:
        for team in teams:
            self.say(f"team deputy {team.deputy.email} {team.deputy.name} of {team.name}")
