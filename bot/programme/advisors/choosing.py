"""Which advisor fits a team, and when each may be asked again: once a month, unless they ask for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import advisors, people, teams
from storage.advisors import AdvisorSetting, Routing
from storage.db import Db
from storage.people import Person, RoleName
from storage.teams import Team

MONTH = timedelta(days=31)
"""No shorter than any month, so that nobody is asked twice in one."""
RECENT = timedelta(days=92)


@dataclass(frozen=True)
class Candidate:
    id: int
    name: str
    free_at: datetime
    """Now, or when they may be asked next."""
    free: bool
    fit: int
    load: int


def candidates(db: Db, now: datetime, team: Team, without: Sequence[int] = ()) -> list[Candidate]:
    """Who is free first, then who fits best, then who was asked least."""
    found = [
        _candidate(db, now, team, person)
        for person in people.with_role(db, team.edition_id, RoleName.ADVISOR)
        if person.id not in without
    ]
    return sorted(found, key=lambda one: (not one.free, -one.fit, one.load, one.free_at, one.id))


def _candidate(db: Db, now: datetime, team: Team, person: Person) -> Candidate:
    asked = advisors.routings(db, team.edition_id, person.id)
    said = advisors.setting(db, team.edition_id, person.id)
    at = free_at(asked, said, now)
    load = sum(row.at > now - RECENT for row in asked)
    return Candidate(person.id, person.name, at, at <= now, fit(said, team), load)


def free_at(asked: Sequence[Routing], said: AdvisorSetting | None, now: datetime) -> datetime:
    """Whoever wants more may be asked at once; questions that wait already go before."""
    if said and said.more:
        return now
    return max([now, *(row.at + MONTH for row in asked)])


def fit(said: AdvisorSetting | None, team: Team) -> int:
    """A theme in common counts twice; a language in common once, where both have said theirs."""
    if said is None:
        return 0
    themes = {theme.casefold() for theme in team.themes} & {theme.casefold() for theme in said.themes}
    return 2 * len(themes) + bool(set(said.languages) & set(team.languages))


def themes(db: Db, edition_id: int) -> list[str]:
    """What the edition's teams work on, each once, in the order of the alphabet."""
    every = (theme for team in teams.active(db, edition_id) for theme in team.themes if "," not in theme)
    return sorted({theme.casefold(): theme for theme in every}.values(), key=str.casefold)


def settings(db: Db, edition_id: int, person: Person) -> AdvisorSetting:
    """Made when it is first changed."""
    found = advisors.setting(db, edition_id, person.id)
    if found is None:
        found = AdvisorSetting(edition_id=edition_id, person_id=person.id)
        db.add(found)
        db.flush()
    return found
