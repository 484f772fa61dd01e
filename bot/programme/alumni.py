"""Alumni: at the close each person is asked whether they wish to stay on a list, and may be asked something later."""

from collections.abc import Iterable
from datetime import datetime

from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import alumni, people, teams
from storage.alumni import Alumnus
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person, RoleName


def ask(db: Db, now: datetime, edition: Edition, persons: Iterable[Person]) -> Iterable[Planned]:
    """Once a person and edition, however often it closes."""
    refs, key = {"edition": edition.id}, f"edition-{edition.id}:alumni"
    for person in persons:
        if alumni.of_person(db, edition.id, person.id) is None:
            yield rosters.to_person(db, edition.id, person.id, now, "alumni.asked", key, refs)


def everybody(db: Db, edition: Edition) -> list[Person]:
    """Who took part: the people of its teams, and its advisors."""
    found = [one for team in teams.told(db, edition.id) for one in teams.members(db, team.id)]
    found += people.with_role(db, edition.id, RoleName.ADVISOR)
    return list({one.id: one for one in found}.values())


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    edition = db.get_one(Edition, ref(delivery, "edition"))
    if alumni.of_person(db, edition.id, delivery.person_id or 0):
        return Skip("answered")
    return {"edition": edition.name, "number": edition.id}


def choose(db: Db, now: datetime, person: Person, edition_id: int, *, listed: bool, asks: bool) -> Alumnus:
    """By the person alone. No to both ends it, and may be changed again."""
    if alumni.of_person(db, edition_id, person.id) is None:
        demand(db, edition_id, person, "alumni.join")
    row = alumni.of_person(db, edition_id, person.id)
    row = row or Alumnus(edition_id=edition_id, person_id=person.id, since=now)
    wished = listed or asks
    row.since = row.since if (row.listed or row.asks) or not wished else now
    row.listed, row.asks, row.ended_at = listed, asks, None if wished else now
    db.add(row)
    db.flush()
    return row


def standing(db: Db, edition: Edition, person: Person) -> tuple[bool, bool] | None:
    """Whether they are on the list, and may be asked; nothing if they were never asked or said no."""
    row = alumni.of_person(db, edition.id, person.id)
    return (row.listed, row.asks) if row and row.ended_at is None else None


def others(db: Db, edition: Edition, person: Person) -> list[tuple[str, list[str]]]:
    """Name and teams of the others on the list, for whoever is on it."""
    on = standing(db, edition, person)
    rows = alumni.consenting(db, edition.id) if on and on[0] else []
    return [(one.name, _teams(db, edition, one)) for one in rows if one.id != person.id]


def _teams(db: Db, edition: Edition, person: Person) -> list[str]:
    return [team.name for team in teams.of_person(db, edition.id, person.id)]
