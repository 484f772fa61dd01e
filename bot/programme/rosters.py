"""Who in a team is asked, in which week it works, and what was said to it before."""

from datetime import date, datetime, time

from bot.programme import worktime
from bot.programme.worktime import Week
from storage import deliveries, people
from storage.db import Db
from storage.deliveries import Delivery
from storage.people import Absence, Person
from storage.teams import Team

DAY_ENDS = time(17)


def week_of(team: Team) -> Week:
    return Week(team.zone, team.country, team.subdivision, tuple(team.weekend))


def present(db: Db, members: list[Person], at: datetime) -> list[Person]:
    """Those who are not away on that day, their own."""
    return there(members, at, people.absences(db))


def there(members: list[Person], at: datetime, absences: list[Absence]) -> list[Person]:
    """The same, where the absences are known already."""
    away = {
        row.person_id
        for row in absences
        for person in members
        if person.id == row.person_id and row.first_day <= worktime.local_day(at, person.zone) <= row.last_day
    }
    return [person for person in members if person.id not in away]


def at_work(db: Db, members: list[Person], at: datetime) -> Person | None:
    """The lead, or whoever comes next when the lead is away that day; the lead if everybody is."""
    return next(iter([*present(db, members, at), *members]), None)


def end_of(day: date, team: Team) -> datetime:
    return worktime.instant(day, DAY_ENDS, team.zone)


def earlier(db: Db, edition_id: int, kind: str, channel_id: int, occasion: str) -> Delivery | None:
    """The message that a later one rewrites, or under which it is posted."""
    return deliveries.find(db, edition_id, kind, f"channel:{channel_id}", occasion)
