"""What shows a reviewer's conflicts: their own word, or until then what their teams and their address tell."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.programme.permissions import RefusedError, may
from bot.programme.reviews import regions
from storage import people, reviews, teams
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import ReviewerProfile

PROVIDERS = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com aol.com
proton.me protonmail.com gmx.net gmx.de web.de mail.com mail.ru yandex.com yandex.ru qq.com 163.com libero.it
orange.fr free.fr laposte.net uol.com.br terra.com.br
"""
PUBLIC_MAIL = frozenset(PROVIDERS.split())
"""Sharing one of these tells nothing."""


@dataclass(frozen=True)
class Profile:
    person_id: int
    organisations: tuple[str, ...] = ()
    country: str = ""
    languages: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    submissions: tuple[int, ...] = ()
    """Those that their own teams handed in."""
    confirmed: bool = False


def of(db: Db, edition: Edition, person: Person) -> Profile:
    mine, said = teams.of_person(db, edition.id, person.id), reviews.profile(db, edition.id, person.id)
    email = people.email_of(db, person.id) or ""
    organisations = [name for team in mine for name in (team.organisation, team.name)]
    languages = said.languages if said else [code for team in mine for code in team.languages]
    return Profile(
        person_id=person.id,
        organisations=tuple(filter(None, [said.organisation if said else "", *organisations])),
        country=(said.country if said else "") or next((team.country for team in mine), "") or _country_of(email),
        languages=tuple(dict.fromkeys(languages or [person.locale[:2]])),
        emails=(email,) if email else (),
        knows=tuple(said.knows) if said else (),
        submissions=tuple(team.submission_id for team in mine if team.submission_id),
        confirmed=bool(said and said.confirmed_at),
    )


def domain(email: str) -> str:
    """Empty for a public mail provider."""
    found = email.rpartition("@")[2].lower()
    return "" if found in PUBLIC_MAIL else found


def _country_of(email: str) -> str:
    """By the ending of a national domain."""
    ending = email.rpartition(".")[2].upper()
    code = "GB" if ending == "UK" else ending
    return code if regions.region(code) else ""


@dataclass(frozen=True)
class Said:
    """What the reviewer filled in: `country` and `languages` are codes, `knows` is free text."""

    organisation: str
    country: str
    languages: tuple[str, ...]
    knows: str = ""


class UnclearError(Exception):
    """By field name, what is missing or unknown."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def confirm(db: Db, now: datetime, person: Person, edition: Edition, said: Said) -> ReviewerProfile:
    """Raises `UnclearError`."""
    if not any(may(db, edition.id, person, action) for action in ("review.write", "review.advise")):
        raise RefusedError("review.write")
    organisation = said.organisation.strip()
    there = {"organisation": organisation, "country": regions.region(said.country), "languages": said.languages}
    if wrong := [name for name, value in there.items() if not value]:
        raise UnclearError(wrong)
    row = reviews.profile(db, edition.id, person.id) or ReviewerProfile(edition_id=edition.id, person_id=person.id)
    row.organisation, row.country, row.languages = organisation, said.country, list(said.languages)
    row.knows = [part.strip() for part in re.split(r"[;,\n]", said.knows) if part.strip()]
    row.confirmed_at = now
    db.add(row)
    db.flush()
    return row
