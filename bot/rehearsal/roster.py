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
    challenges: list[str]
    solutions: list[str]
    teams: list[Players]
    meetings: list[Meeting]

    @property
    def paired(self) -> list[Players]:
        return [team for team in self.teams if team.kind != "cohort"]

    @property
    def cohort(self) -> list[Actor]:
        return [actor for team in self.teams if team.kind == "cohort" for actor in (team.lead, team.deputy)]

    def slack_people(self) -> list[dict[str, Any]]:
        """The same people as users of the sandbox's workspace; the first facilitator administers it."""
        actors = [*self.facilitators, *self.advisors, *(one for team in self.teams for one in (team.lead, team.deputy))]
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
        challenges=facts["challenges"],
        solutions=facts["solutions"],
        teams=teams,
        meetings=meetings,
    )


def _staff(one: dict[str, str], part: str) -> Actor:
    return Actor(one["name"], one["email"], one["zone"], part)


def _players(number: int, team: dict[str, Any]) -> Players:
    zone, country = team["zone"], team["country"]
    lead, deputy = (
        Actor(team[one]["name"], team[one]["email"], zone, team["team"], country) for one in ("lead", "deputy")
    )
    return Players(number, team["kind"], team["team"], zone, country, lead, deputy)
