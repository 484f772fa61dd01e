"""How each side finds the pairing after the first meeting: sealed, for the facilitators alone, and changeable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.fernet import InvalidToken

from bot.programme import rosters, signals, worktime
from bot.programme.matching import consent
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand
from bot.programme.sealing import Sealer
from storage import matching, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.matching import Challenge, Pairing, PairingFit, PairingState
from storage.people import Person
from storage.teams import Team

AFTER, USEFUL, LONGEST = timedelta(days=10), timedelta(days=21), timedelta(days=14)
"""Since nobody tells the bot of a first meeting, it asks so long after a pair has begun; holidays may put it off."""


class Fit(StrEnum):
    GOOD = "good"
    DECIDING = "still deciding"
    BAD = "not a fit"


@dataclass(frozen=True)
class Answer:
    number: int
    title: str
    team: str
    """Whose answer it is."""
    about: str
    fit: str
    """Empty where it was sealed under a key that is gone."""


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """The span is looked at first, since it is asked at every tick."""
    for row, began in matching.begun(db, edition.id):
        if start - LONGEST <= began + AFTER <= end + timedelta(days=1):
            owner = db.get_one(Challenge, row.challenge_id).team_id
            for team in (db.get_one(Team, owner), db.get_one(Team, row.team_id)):
                if start < (at := asked_at(began, team)) <= end:
                    yield from _question(db, row, team, at)


def asked_at(began: datetime, team: Team) -> datetime:
    week = rosters.week_of(team)
    day = worktime.next_working_day(worktime.local_day(began + AFTER, team.zone), week)
    return worktime.instant(day, worktime.ASK_AT, team.zone)


def _question(db: Db, row: Pairing, team: Team, at: datetime) -> Iterable[Planned]:
    lead = rosters.at_work(db, teams.members(db, team.id), at)
    if lead:
        refs, key = {"pairing": row.id, "team": team.id}, f"{consent.occasion(row)}fit:team-{team.id}"
        latest = at + USEFUL
        yield Planned("match.fit", key, at, lead.id, team_id=team.id, latest_at=latest, refs=refs, one_of=True)


def context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row, team = db.get_one(Pairing, ref(delivery, "pairing")), db.get_one(Team, ref(delivery, "team"))
    if row.state != PairingState.ACTIVE:
        return Skip("the pairing has ended")
    if matching.fit(db, row.id, team.id):
        return Skip("answered")
    return {"team": team.name, "other": consent.other(db, row.id, team).name, "ref": f"{row.id}.{team.id}"}


def answer(
    db: Db, now: datetime, person: Person, sealer: Sealer, given: tuple[int, int, Fit]
) -> tuple[str, list[Planned]]:
    """`given` is pairing, team and answer. The other side's name; "not a fit" is a signal for the facilitators."""
    pairing_id, team_id, fit = given
    row, _, team = consent.side(db, person, pairing_id, team_id)
    if row.state != PairingState.ACTIVE:
        raise consent.SettledError("this pairing has ended")
    kept = matching.fit(db, row.id, team.id) or PairingFit(pairing_id=row.id, team_id=team.id, box=b"", at=now)
    kept.box, kept.at = sealer.seal(str(fit)), now
    db.add(kept)
    db.flush()
    return consent.other(db, row.id, team).name, signals.from_fit(db, now, team, f"fit-{row.id}", bad=fit == Fit.BAD)


def answers(db: Db, person: Person, edition: Edition, sealer: Sealer) -> list[Answer]:
    demand(db, edition.id, person, "match.run")
    found = []
    for kept in matching.fits(db, edition.id):
        row, team = db.get_one(Pairing, kept.pairing_id), db.get_one(Team, kept.team_id)
        challenge = db.get_one(Challenge, row.challenge_id)
        about = consent.other(db, row.id, team).name
        found.append(Answer(challenge.number, challenge.title, team.name, about, _opened(sealer, kept.box)))
    return found


def _opened(sealer: Sealer, box: bytes) -> str:
    try:
        return sealer.open(box)
    except InvalidToken:
        return ""


def parse(value: str) -> tuple[int, int, Fit]:
    """`pairing.team.ANSWER` of a button. Made-up values are refused."""
    parts = value.split(".")
    if len(parts) != 3 or parts[2] not in Fit.__members__ or not all(part.isdigit() for part in parts[:2]):
        raise RefusedError("team.sign")
    return int(parts[0]), int(parts[1]), Fit[parts[2]]
