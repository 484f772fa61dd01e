"""Who in a team is asked, in which week it and others work, who stands for the staff, and what was said before."""

from dataclasses import replace
from datetime import datetime, time

from bot.programme import worktime
from bot.programme.occasions import Planned
from bot.programme.worktime import Week
from storage import courtesies, deliveries, people, reviews, teams, workspaces
from storage.db import Db
from storage.deliveries import Delivery
from storage.people import Absence, Person, RoleName
from storage.teams import Team
from storage.workspaces import WorkspaceKind

DAY_ENDS = time(17)
NOWHERE = "UTC"
"""The zone of whoever has named none, and of whom Slack knows none."""


def week_of(team: Team) -> Week:
    return Week(team.zone, team.country, team.subdivision, tuple(team.weekend))


def week_of_person(db: Db, edition_id: int, person: Person, team: Team | None = None) -> Week:
    """When a message may reach one person.

    Planning goes by the team's zone and days, so that a whole team has one schedule and one deadline. Sending goes by
    the person: the clock is that of their own zone, which they or Slack named (the team's while nobody knows it), with
    their own hours and quiet time. Days off are the employer's, so weekend and public holidays are those of the team,
    unless the person named other days; whoever reviews and is in no team has those of the country that they named.
    Their away days are kept always. A message so moved never moves a deadline.
    """
    wish = courtesies.of_person(db, person.id)
    team = team or next(iter(teams.of_person(db, edition_id, person.id)), None)
    base = week_of(team) if team else Week(person.zone, _country(db, edition_id, person))
    known = wish.own_zone or person.zone != NOWHERE
    return replace(
        base,
        zone=person.zone if known else base.zone,
        weekend=base.weekend if wish.weekend is None else tuple(wish.weekend),
        hours=(wish.works_from or worktime.WORK_FROM, wish.works_until or worktime.WORK_UNTIL),
        quiet=(wish.quiet_from, wish.quiet_until) if wish.quiet_from and wish.quiet_until else None,
        away=tuple((row.first_day, row.last_day) for row in courtesies.absences(db, person.id)),
    )


def _country(db: Db, edition_id: int, person: Person) -> str:
    said = reviews.profile(db, edition_id, person.id)
    return said.country if said else ""


def at_work_from(db: Db, row: Delivery, now: datetime) -> datetime:
    """Now if it is working time for whom the message is for, else when it begins; a room has no hours."""
    if row.person_id is None:
        return now
    reader = db.get_one(Person, row.person_id)
    team = db.get(Team, row.team_id) if row.team_id else None
    return worktime.next_working_instant(now, week_of_person(db, row.edition_id, reader, team))


def present(db: Db, members: list[Person], at: datetime) -> list[Person]:
    """Those who are not away on that day, their own."""
    return there(members, at, people.absences(db))


def there(members: list[Person], at: datetime, absences: list[Absence]) -> list[Person]:
    """The same, where the absences are known already."""
    days = {person.id: worktime.local_day(at, person.zone) for person in members}
    away = {
        row.person_id
        for row in absences
        if row.person_id in days and row.first_day <= days[row.person_id] <= row.last_day
    }
    return [person for person in members if person.id not in away]


def at_work(db: Db, members: list[Person], at: datetime) -> Person | None:
    """The lead, or whoever comes next when the lead is away that day; the lead if everybody is."""
    return next(iter([*present(db, members, at), *members]), None)


def to_team(db: Db, team: Team, now: datetime, kind: str, occasion: str, refs: dict[str, int]) -> list[Planned]:
    """To whoever stands for the team at its next working instant, and to nobody else."""
    due = worktime.next_working_instant(now, week_of(team))
    lead = at_work(db, teams.members(db, team.id), due)
    return [Planned(kind, occasion, due, lead.id, team_id=team.id, refs=refs, one_of=True)] if lead else []


def to_person(
    db: Db, edition_id: int, person_id: int, now: datetime, kind: str, occasion: str, refs: dict[str, int]
) -> Planned:
    """At the person's next working instant."""
    week = week_of_person(db, edition_id, db.get_one(Person, person_id))
    return Planned(kind, occasion, worktime.next_working_instant(now, week), person_id, refs=refs)


def to_staff(db: Db, edition_id: int, now: datetime, kind: str, occasion: str, refs: dict[str, int]) -> list[Planned]:
    """In the facilitators' room, or to each of them while there is none."""
    if room := workspaces.room(db, edition_id, WorkspaceKind.FACILITATORS):
        return [Planned(kind, occasion, now, channel_id=room.id, refs=refs)]
    staff = people.with_role(db, edition_id, RoleName.ADMIN, RoleName.FACILITATOR)
    return [Planned(kind, occasion, now, one.id, refs=refs) for one in staff]


def earlier(db: Db, edition_id: int, kind: str, channel_id: int, occasion: str) -> Delivery | None:
    """The message that a later one rewrites, or under which it is posted."""
    return deliveries.find(db, edition_id, kind, f"channel:{channel_id}", occasion)
