"""Teams: made from what was submitted, with their people; who is away, and who leaves."""

from datetime import datetime
from typing import Any

from babel.core import get_global

from bot.programme import people
from bot.programme.matching import history
from bot.programme.workspaces import provisioning
from storage import deliveries, matching, teams
from storage.calls import Submission
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge, ChallengeState, Pairing, PairingState
from storage.people import Person
from storage.teams import MemberRole, Membership, Team, TeamKind, TeamState

WEEKENDS = {"AE": [5, 6], "BD": [4, 5], "DZ": [4, 5], "EG": [4, 5], "IL": [4, 5], "JO": [4, 5], "NP": [5], "SA": [4, 5]}


def from_submission(db: Db, now: datetime, edition: Edition, submission: Submission, kind: TeamKind) -> Team:
    """The team that handed it in, with its contact as lead; an owner's challenge too."""
    if found := teams.of_submission(db, submission.id) or _known(db, edition, submission, kind):
        _return(db, found)
        return found
    team = Team(edition_id=edition.id, submission_id=submission.id, kind=kind, created_at=now, **facts_of(submission))
    db.add(team)
    db.flush()
    if contact := contact_of(db, now, submission):
        join(db, team, contact, MemberRole.LEAD)
    if kind == TeamKind.OWNER:
        _add_challenge(db, edition, team, submission)
    return team


def _known(db: Db, edition: Edition, submission: Submission, kind: TeamKind) -> Team | None:
    """Of the cohort, whose list may have named it already."""
    found = teams.by_name(db, edition.id, submission.team, kind) if kind == TeamKind.COHORT else None
    return found if found and found.name == submission.team else None


def _return(db: Db, team: Team) -> None:
    """It was taken out, and is in again."""
    team.state = TeamState.ACTIVE
    if (challenge := matching.owned(db, team.id)) and challenge.state == ChallengeState.WITHDRAWN:
        challenge.state = ChallengeState.SELECTED
    db.flush()


def facts_of(submission: Submission) -> dict[str, Any]:
    answers, country = submission.answers, submission.country or ""
    offer = answers.get("offer")
    return {
        "name": submission.team,
        "organisation": str(answers.get("organisation_en") or answers.get("organisation") or ""),
        "country": country,
        "zone": str(answers.get("zone") or zone_of(country)),
        "weekend": WEEKENDS.get(country, [5, 6]),
        "languages": answers.get("languages") or [],
        "level": str(answers.get("level") or ""),
        "title": submission.title,
        "need": str(answers.get("need") or answers.get("context") or answers.get("learn") or ""),
        "offer": "; ".join(offer) if isinstance(offer, list) else str(offer or answers.get("done") or ""),
        "themes": answers.get("themes") or answers.get("challenges") or [],
    }


def zone_of(country: str) -> str:
    """The zone of a country's capital or largest city, as a first guess that a person may change."""
    zones: list[str] = get_global("territory_zones").get(country, [])
    return MAIN_ZONES.get(country) or (zones[0] if zones else "UTC")


MAIN_ZONES = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CL": "America/Santiago",
    "DE": "Europe/Berlin", "ES": "Europe/Madrid", "ID": "Asia/Jakarta", "KR": "Asia/Seoul", "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon", "US": "America/New_York",
}  # fmt: skip


def contact_of(db: Db, now: datetime, submission: Submission) -> Person | None:
    answers = submission.answers
    email = str(answers.get("email") or "")
    if not email:
        return None
    zone = str(answers.get("zone") or zone_of(submission.country or ""))
    locale = language_of(submission)
    person = people.add(db, str(answers.get("contact") or submission.team), email, now=now, zone=zone, locale=locale)
    if person.locale == WRITTEN[0]:
        person.locale = locale
    return person


WRITTEN = ("en", "fr", "es", "pt", "it")
"""The languages in which applicants are written to."""


def language_of(submission: Submission) -> str:
    """That of the form as it was filled in, if letters are written in it; else English."""
    said = str(submission.answers.get("form_language") or "")
    return said if said in WRITTEN else WRITTEN[0]


def join(db: Db, team: Team, person: Person, role: MemberRole) -> None:
    if teams.role_in(db, team.id, person.id) is None:
        db.add(Membership(team_id=team.id, person_id=person.id, role=role))
        db.flush()
        provisioning.membership_changed(db, team.edition_id)


def _add_challenge(db: Db, edition: Edition, team: Team, submission: Submission) -> None:
    answers = submission.answers
    number = len(matching.challenges(db, edition.id)) + 1
    db.add(
        Challenge(
            edition_id=edition.id,
            team_id=team.id,
            number=number,
            title=submission.title,
            question=str(answers.get("question") or ""),
            context=str(answers.get("context") or ""),
            tried=str(answers.get("tried") or ""),
        )
    )
    db.flush()


def undo(db: Db, now: datetime, by: Person | None, team: Team, reason: str) -> None:
    """It is not selected after all, and its challenge is none."""
    leave(db, now, by, team, reason)


def leave(db: Db, now: datetime, by: Person | None, team: Team, reason: str) -> list[Pairing]:
    """Nothing is asked of the team any more, and what it gave stays on record. The pairings that end."""
    team.state = TeamState.WITHDRAWN
    deliveries.withdraw_team(db, team.id, "team withdrawn")
    owned = matching.owned(db, team.id)
    if owned:
        owned.state = ChallengeState.WITHDRAWN
    rows = matching.of_challenge(db, owned.id) if owned else matching.of_team(db, team.id)
    live = [row for row in rows if row.state not in (PairingState.ENDED, PairingState.COMPLETED)]
    for row in live:
        deliveries.withdraw(db, team.edition_id, f"pairing-{row.id}.", "a side has left the edition")
        history.note(db, now, row, PairingState.ENDED, f"{team.name} left: {reason}", by)
    provisioning.membership_changed(db, team.edition_id)
    return live


def card(db: Db, team: Team) -> dict[str, Any]:
    members = [person.name for person in teams.members(db, team.id)]
    names = ("name", "organisation", "country", "zone", "languages", "title", "need", "offer")
    return {name: getattr(team, name) for name in names} | {
        "number": team.id,
        "kind": str(team.kind),
        "members": members,
    }
