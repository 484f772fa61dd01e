"""Conflicts: what is noticed automatically, what somebody declares, and who may therefore read what.

Nothing confidential of a submission is shown to a reviewer or an advisor before `cleared` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapidfuzz import fuzz

from bot.programme.intake.words import folded
from bot.programme.permissions import RefusedError
from bot.programme.reviews import profiles
from bot.programme.reviews.profiles import Profile
from storage import reviews
from storage.calls import Call, Submission
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import ConflictDeclaration, Standing

ALIKE = 92


class Flag(StrEnum):
    """What was noticed. The first blocks outright; the others ask."""

    ORGANISATION = "organisation"
    NAMED = "named"
    DOMAIN = "domain"
    COUNTRY = "country"


BARRED = frozenset({Flag.ORGANISATION, Flag.NAMED, Flag.DOMAIN})
"""With one of these the solver does not assign; a country alone it avoids where it can."""


@dataclass(frozen=True)
class Applicant:
    """What it takes to recognise a conflict, and nothing confidential."""

    submission_id: int
    names: tuple[str, ...]
    """Of the team and its organisation."""
    country: str
    emails: tuple[str, ...]
    people: tuple[str, ...]


def applicant(row: Submission) -> Applicant:
    said = row.answers
    names = (row.team, said.get("organisation"), said.get("organisation_en"))
    return Applicant(
        submission_id=row.id,
        names=tuple(str(name) for name in names if name),
        country=row.country or "",
        emails=tuple(str(said[key]) for key in ("email",) if said.get(key)),
        people=tuple(str(said[key]) for key in ("contact", "lead") if said.get(key)),
    )


def flags(profile: Profile, team: Applicant) -> list[Flag]:
    """Strongest first."""
    own_mail = {email.lower() for email in profile.emails} & {email.lower() for email in team.emails}
    own = team.submission_id in profile.submissions or own_mail or _meet(profile.organisations, team.names)
    tests = {
        Flag.ORGANISATION: own,
        Flag.NAMED: _meet(profile.knows, (*team.people, *team.names)),
        Flag.DOMAIN: _domains(profile.emails) & _domains(team.emails),
        Flag.COUNTRY: profile.country and profile.country == team.country,
    }
    return [flag for flag, found in tests.items() if found]


def _meet(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    others = [folded(name) for name in theirs if folded(name)]
    return any(fuzz.token_sort_ratio(folded(name), other) >= ALIKE for name in mine for other in others)


def _domains(emails: Iterable[str]) -> set[str]:
    return {profiles.domain(email) for email in emails} - {""}


def noticed(db: Db, edition: Edition, person: Person, row: Submission) -> list[Flag]:
    return flags(profiles.of(db, edition, person), applicant(row))


def declare(
    db: Db, now: datetime, person: Person, row: Submission, standing: Standing, reason: str = ""
) -> ConflictDeclaration:
    """Somebody's word, with what they were shown. A conflict once declared is never taken back here."""
    edition = db.get_one(Edition, db.get_one(Call, row.call_id).edition_id)
    found = noticed(db, edition, person, row)
    if Flag.ORGANISATION in found:
        standing = Standing.CONFLICT
    said = reviews.declaration(db, row.id, person.id)
    if said and said.standing == Standing.CONFLICT:
        return said
    said = said or ConflictDeclaration(submission_id=row.id, person_id=person.id, standing=standing, at=now)
    said.standing, said.reason, said.flags, said.at = standing, reason, [str(flag) for flag in found], now
    db.add(said)
    db.flush()
    return said


def cleared(db: Db, person: Person, row: Submission) -> bool:
    """Whether this person declared that they have no conflict."""
    said = reviews.declaration(db, row.id, person.id)
    return said is not None and said.standing == Standing.CLEAR


def conflicted(db: Db, person: Person, *submission_ids: int) -> bool:
    """Whether this person declared a conflict with any of these."""
    said = [reviews.declaration(db, submission_id, person.id) for submission_id in submission_ids]
    return any(row is not None and row.standing == Standing.CONFLICT for row in said)


def demand_cleared(db: Db, person: Person, row: Submission) -> None:
    """Raises `RefusedError` unless they did."""
    if not cleared(db, person, row):
        raise RefusedError("review.read")
