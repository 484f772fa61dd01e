"""Notes: a facilitator writes to a team by hand; the programme has the draft, and keeps who wrote when."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters, signals
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand
from storage import people, teams
from storage.checkins import Signal
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.notes import Note
from storage.people import Person
from storage.teams import Team


class NobodyError(Exception):
    """The team has no member who could be written to. Names the team."""


@dataclass(frozen=True)
class Draft:
    """`kind` is what it is about, as signals name it; `to` gets it: the lead, or whoever stands in for them."""

    team: str
    kind: str
    to: str


def draft(db: Db, now: datetime, edition: Edition, person: Person, team_id: int, kind: str) -> Draft:
    team = _team(db, edition, person, team_id)
    return Draft(team.name, kind, _reader(db, now, team).name)


def write(
    db: Db, now: datetime, edition: Edition, person: Person, team_id: int, text: str, signal_id: int | None = None
) -> list[Planned]:
    """In the team's working hours; a signal that it answers is settled."""
    team = _team(db, edition, person, team_id)
    to = _reader(db, now, team)
    note = Note(
        edition_id=edition.id,
        team_id=team.id,
        person_id=to.id,
        by_id=person.id,
        signal_id=signal_id,
        text=text,
        at=now,
    )
    db.add(note)
    db.flush()
    if signal_id:
        signals.settle(db, now, person, signal_id)
    return [rosters.to_person(db, edition.id, to.id, now, "note.written", f"note-{note.id}", {"note": note.id})]


def _team(db: Db, edition: Edition, person: Person, team_id: int) -> Team:
    demand(db, edition.id, person, "signal.settle")
    team = db.get(Team, team_id)
    if team is None or team.edition_id != edition.id:
        raise RefusedError("signal.settle")
    return team


def _reader(db: Db, now: datetime, team: Team) -> Person:
    found = rosters.at_work(db, teams.members(db, team.id), now)
    if found is None:
        raise NobodyError(team.name)
    return found


def about(db: Db, edition: Edition, signal_id: int) -> tuple[int, str]:
    """Team and kind of a signal of this edition."""
    row = db.get_one(Signal, signal_id)
    return (row.team_id, row.kind) if row.edition_id == edition.id else (0, "")


def context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    note = db.get_one(Note, ref(delivery, "note"))
    by = db.get(Person, note.by_id) if note.by_id else None
    edition = db.get_one(Edition, note.edition_id)
    return {
        "by": by.name if by else "",
        "user": people.slack_id_of(db, by.id, edition.installation_id) if by else None,
        "email": (people.email_of(db, by.id) if by else None) or "",
        "words": note.text,
    }
