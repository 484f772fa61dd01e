"""The level filter: the one answer to "may this reader see this text here, and may it carry a name?"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from babel import Locale

from storage import people, teams, workspaces
from storage.checkins import Sharing
from storage.db import Db
from storage.people import RoleName
from storage.teams import Credit, Team

LEVELS = list(Sharing)
NUMBER = re.compile(r"\d[\d.,]*\d|\d")
ENOUGH = 5
"""Aggregates over fewer answers than this are withheld."""


class Place(StrEnum):
    WORKSPACE = "workspace"
    EDITION = "edition"
    PUBLIC = "public"


NEEDED = {Place.EDITION: Sharing.EDITION_UNNAMED, Place.PUBLIC: Sharing.PUBLIC}


@dataclass(frozen=True)
class Here:
    """Where a text would be read, and the teams that are at home there: they see each other's texts."""

    place: Place
    home: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seen:
    text: str
    team: str
    """Empty where the team may not be named."""


COHORT_ROOM = Here(Place.EDITION)
REPORT = Here(Place.PUBLIC)


def seen(text: str, sharing: Sharing, team: Team, here: Here) -> Seen | None:
    """What a reader here may see of a team's text, or nothing. A team that left has said how it wishes to be named."""
    if team.id in here.home:
        return Seen(text, team.name)
    needed = NEEDED.get(here.place)
    if needed is None or LEVELS.index(Sharing(sharing)) < LEVELS.index(needed) or team.credit == Credit.NONE:
        return None
    unnamed = sharing == Sharing.EDITION_UNNAMED or team.credit == Credit.UNNAMED
    return Seen(text, "" if unnamed else team.name)


def here_of(db: Db, edition_id: int, person_id: int) -> Here:
    """Where a person reads from: observers and reviewers as the public does, everyone else inside the edition."""
    mine = teams.of_person(db, edition_id, person_id)
    inside = {RoleName.ADMIN, RoleName.FACILITATOR, RoleName.ADVISOR} & people.roles_of(db, edition_id, person_id)
    home = frozenset(near.id for team in mine for near in neighbours(db, team))
    return Here(Place.EDITION if mine or inside else Place.PUBLIC, home)


def neighbours(db: Db, team: Team) -> list[Team]:
    """The teams of its workspace, itself among them; a cohort team is alone."""
    workspace = workspaces.of_team(db, team.id)
    return workspaces.teams_of(db, workspace) if workspace else [team]


def enough(count: int) -> int | None:
    """The count, or nothing where it is so small that it could tell who answered."""
    return count if count >= ENOUGH else None


def names_in(db: Db, text: str, team: Team) -> list[str]:
    """Names in the text that say outright whose it is."""
    return _found(text, [team.name, team.organisation, *(person.name for person in teams.members(db, team.id))])


def hints_in(text: str, team: Team, programme: str = "") -> list[str]:
    """Words that may tell whose it is: its country, its programme, a number. For a person to weigh."""
    country = Locale("en").territories.get(team.country, "")
    numbers = NUMBER.findall(text)
    return [*_found(text, [country, team.subdivision, team.title, programme]), *dict.fromkeys(numbers)]


def _found(text: str, words: list[str]) -> list[str]:
    return [word for word in words if word and word.casefold() in text.casefold()]
