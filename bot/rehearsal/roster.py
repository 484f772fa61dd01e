"""Who plays in the demonstration: fictitious teams and people, and what the secretariat decided about them."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from babel import Locale

SAMPLES = files("bot") / "samples" / "demo"


@dataclass(frozen=True)
class Actor:
    name: str
    email: str
    zone: str
    team: str
    country: str = ""
    by_mail: bool = False
    """Not in Slack, in the demonstration that one walks about in."""


@dataclass(frozen=True)
class Players:
    """A team; `number` counts from 0 through owners, providers and cohort."""

    number: int
    kind: str
    name: str
    zone: str
    country: str
    lead: Actor
    deputy: Actor


@dataclass(frozen=True)
class Reviewer(Actor):
    """An actor who reads applications; `languages` are those they can read, by their names in English."""

    organisation: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Applicant(Actor):
    """The contact of a submission that is decided on; `language` is that of the form."""

    call: str = ""
    response_id: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Meeting:
    title: str
    preparation: str
    starts: tuple[datetime, ...]
    minutes: int = 75


@dataclass(frozen=True)
class Roster:
    name: str
    first_monday: date
    facilitators: list[Actor]
    advisors: list[Actor]
    reviewers: list[Reviewer]
    applicants: list[Applicant]
    challenges: list[str]
    solutions: list[str]
    """Those selected, before two of them leave and the reserve comes in."""
    reserve: list[str]
    teams: list[Players]
    leavers: list[Players]
    """The provider that declines its match, and the one that withdraws after it."""
    meetings: list[Meeting]

    @property
    def paired(self) -> list[Players]:
        return [team for team in self.teams if team.kind != "cohort"]

    @property
    def everybody(self) -> list[Players]:
        return [*self.teams, *self.leavers]

    @property
    def cohort(self) -> list[Actor]:
        return [actor for team in self.teams if team.kind == "cohort" for actor in (team.lead, team.deputy)]

    @property
    def guest(self) -> Actor:
        """Somebody whose application was declined, and who joins a team later."""
        return next(one for one in self.applicants if one.email and one.email not in self._players)

    @property
    def _players(self) -> set[str]:
        return {actor.email for team in self.everybody for actor in (team.lead, team.deputy)}

    def slack_people(self, *, applicants: bool) -> list[dict[str, Any]]:
        """The same people as users of the sandbox's workspace; the first facilitator administers it.

        `applicants`: those who wrote and take no part are there as well, and who else is written to by mail: a
        replay sees everything in Slack.
        """
        players = [one for team in self.everybody for one in (team.lead, team.deputy)]
        actors = [*self.facilitators, *self.advisors, *self.reviewers, *players]
        if applicants:
            known = {actor.email for actor in actors}
            actors += {one.email: one for one in self.applicants if one.email and one.email not in known}.values()
        return [
            {
                "name": actor.email.partition("@")[0],
                "real_name": actor.name,
                "email": actor.email,
                "tz": actor.zone,
                "title": actor.team,
                "country": Locale("en").territories.get(actor.country, ""),
                "is_admin": actor is self.facilitators[0],
            }
            for actor in actors
            if applicants or not actor.by_mail
        ]


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def load() -> Roster:
    facts = json.loads(sample("edition.json"))
    teams = [_players(number, team) for number, team in enumerate(facts["teams"])]
    meetings = [
        Meeting(one["title"], one["preparation"], tuple(datetime.fromisoformat(at) for at in one["starts"]))
        for one in facts["sessions"]
    ]
    return Roster(
        name=facts["name"],
        first_monday=date.fromisoformat(facts["first_monday"]),
        facilitators=[_staff(one, "Facilitator") for one in facts["facilitators"]],
        advisors=[_staff(one, "Advisor") for one in facts["advisors"]],
        reviewers=[_reviewer(one) for one in facts["reviewers"]],
        applicants=[_applicant(one) for one in facts["applicants"]],
        challenges=facts["challenges"],
        solutions=facts["solutions"],
        reserve=facts["reserve"],
        teams=teams,
        leavers=[_players(len(teams) + number, team) for number, team in enumerate(facts["leavers"])],
        meetings=meetings,
    )


def _staff(one: dict[str, str], part: str) -> Actor:
    return Actor(one["name"], one["email"], one["zone"], part)


def _reviewer(one: dict[str, Any]) -> Reviewer:
    names = tuple(str(Locale("en").languages[code]) for code in one["languages"])
    who, country = (one["name"], one["email"], one["zone"], "Reviewer"), one["country"]
    return Reviewer(*who, country, organisation=one["organisation"], languages=names)


def _applicant(one: dict[str, str]) -> Applicant:
    who = one["name"], one["email"], one["zone"], "Applicant"
    return Applicant(*who, call=one["call"], response_id=one["response_id"], language=one["language"])


def _players(number: int, team: dict[str, Any]) -> Players:
    zone, country = team["zone"], team["country"]
    lead, deputy = (
        Actor(team[one]["name"], team[one]["email"], zone, team["team"], country, team[one].get("by_mail", False))
        for one in ("lead", "deputy")
    )
    return Players(number, team["kind"], team["team"], zone, country, lead, deputy)
