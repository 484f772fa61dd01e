"""What shows a reviewer's conflicts: their own word, or until then what their teams and their address tell."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.programme.intake.countries import country, likely_country
from bot.programme.intake.languages import language, likely_language, named
from bot.programme.permissions import RefusedError, may
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
    ending = email.rpartition(".")[2]
    return country(ending) or "" if len(ending) == 2 else ""


@dataclass(frozen=True)
class Said:
    """What the reviewer typed."""

    organisation: str
    country: str
    languages: str
    knows: str = ""


class UnreadableError(Exception):
    """By field name, what could not be understood."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def confirm(db: Db, now: datetime, person: Person, edition: Edition, said: Said) -> ReviewerProfile:
    """Raises `UnreadableError`."""
    if not any(may(db, edition.id, person, action) for action in ("review.write", "review.advise")):
        raise RefusedError("review.write")
    code, spoken, wrong = _read(said)
    if wrong:
        raise UnreadableError(wrong)
    row = reviews.profile(db, edition.id, person.id) or ReviewerProfile(edition_id=edition.id, person_id=person.id)
    row.organisation, row.country, row.languages = said.organisation.strip(), code, spoken
    row.knows = [part.strip() for part in re.split(r"[;,\n]", said.knows) if part.strip()]
    row.confirmed_at = now
    db.add(row)
    db.flush()
    return row


def _read(said: Said) -> tuple[str, list[str], dict[str, str]]:
    wrong = {} if said.organisation.strip() else {"organisation": "Please name the organisation you work for."}
    code = country(said.country) or likely_country(said.country) or ""
    if not code:
        wrong["country"] = f"“{said.country}” is no country that we know. Write it as on a map, such as Chile."
    spoken = {name: language(name) or likely_language(name) for name in named(said.languages)}
    if unknown := [name for name, found in spoken.items() if not found]:
        wrong["languages"] = f"We do not know {', '.join(unknown)}. Write languages such as: English, Spanish"
    elif not spoken:
        wrong["languages"] = "Please name at least one language in which you can read."
    return code, list(dict.fromkeys(filter(None, spoken.values()))), wrong
