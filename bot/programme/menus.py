"""The menu: what somebody can do now. Each noun offers what is its own, in this order."""

from collections.abc import Callable

from bot.programme.introductions import wishes
from bot.programme.permissions import may
from storage import loops, reviews, teams, workspaces
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.teams import TeamKind

Choice = tuple[str, str, str]
"""Label, action and value of a button."""
Offer = Callable[[Db, Edition, Person], list[Choice]]


def _staff(db: Db, edition: Edition, person: Person) -> list[Choice]:
    return [choice for choice in STAFF_CHOICES if may(db, edition.id, person, "edition.run")]


STAFF_CHOICES: list[Choice] = [(name, name, "") for name in ("monday.show", "edition.status", "workspace.status")]


def _checkin(db: Db, edition: Edition, person: Person) -> list[Choice]:
    mine, loop = teams.of_person(db, edition.id, person.id), loops.current(db, edition.id)
    return [
        ("checkin.answer", f"checkin.answer:{team.id}", f"{loop.id}.{team.id}")
        for team in mine
        if loop and team.kind != TeamKind.COHORT
    ]


def _loop(db: Db, edition: Edition, person: Person) -> list[Choice]:
    mine, loop = teams.of_person(db, edition.id, person.id), loops.current(db, edition.id)
    rooms = sorted({room.id for team in mine if loop and (room := workspaces.of_team(db, team.id))})
    values = [(room, f"{loop.id}.{room}") for room in rooms if loop]
    preps: list[Choice] = [("loop.prep", f"loop.prep:{room}", value) for room, value in values]
    return preps + [("loop.capture", f"loop.capture:{room}", value) for room, value in values]


def _review(db: Db, edition: Edition, person: Person) -> list[Choice]:
    done, every = reviews.progress(db, edition.id, person.id)
    reading: list[Choice] = [("review.next", "review.next", "")] * (done < every)
    advising: list[Choice] = [("review.advise", "advise.list", "")] * may(db, edition.id, person, "review.advise")
    return reading + advising


def _intro(db: Db, edition: Edition, person: Person) -> list[Choice]:
    return [
        ("intro.change" if wish else "intro.join", f"intro.settings:{team.id}", str(team.id))
        for team, wish in wishes.signs_for(db, edition, person)
    ]


def _member(db: Db, edition: Edition, person: Person) -> list[Choice]:
    shared: list[Choice] = [("insight.open", "insight.open", ""), ("common.person", "person.talk", "")]
    return shared if teams.of_person(db, edition.id, person.id) else []


OFFERS: tuple[Offer, ...] = (
    _staff,
    _checkin,
    _loop,
    _review,
    _intro,
    _member,
)


def choices(db: Db, edition: Edition, person: Person) -> list[Choice]:
    """What this person can do now, as buttons."""
    return [choice for offer in OFFERS for choice in offer(db, edition, person)]
