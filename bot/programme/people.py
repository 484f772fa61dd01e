"""Who is who: the same official in several workspaces and by mail is one person."""

from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.programme import courtesies
from bot.programme.workspaces import provisioning
from bot.slack import Profile, Slack, SlackRefusedError, SlackUnclearError
from storage import alumni, editions, people, reviews, teams
from storage import courtesies as wishes
from storage.db import Db, Writer, reading
from storage.editions import Edition, Installation
from storage.people import AccessPath, Address, Identity, Person

LOOK_AGAIN = timedelta(days=1)
ROUND = 40


def recognise(
    engine: sa.Engine, writer: Writer, slack: Slack, installation_id: int, slack_user: str
) -> tuple[Person | None, Edition | None]:
    """The person behind a Slack user, and the edition they mean. Somebody new is known by their e-mail address."""
    with reading(engine) as db:
        person = people.by_slack(db, installation_id, slack_user)
        if person:
            return _shown(db, person)
    profile = _profile(slack, slack_user)
    if profile and profile.email:
        person = writer.commit(lambda db, _: link(db, installation_id, profile))
    with reading(engine) as db:
        return _shown(db, person)


def _shown(db: Db, person: Person | None) -> tuple[Person | None, Edition | None]:
    """An applicant is a stranger until the letter: to be known before would tell one who was selected."""
    known = person if person and teams.has_part(db, person.id) else None
    return known, edition_for(db, known)


def edition_for(db: Db, person: Person | None) -> Edition | None:
    """The one they chose, or the only active one, or the latest in which they have a part."""
    if person and (chosen := editions.chosen(db, person.id)):
        return chosen
    active = editions.active(db)
    return active[-1] if active else None


def link(db: Db, installation_id: int, profile: Profile) -> Person | None:
    """Recognise a Slack profile by its address; its zone and language become the person's."""
    person = people.by_email(db, profile.email) if profile.email else None
    if person and people.slack_id_of(db, person.id, installation_id) is None:
        _identify(db, installation_id, person, profile)
    return person


def _identify(db: Db, installation_id: int, person: Person, profile: Profile) -> None:
    """The rooms that wait for them look again."""
    home = db.get_one(Installation, installation_id).slack_team_id
    path = AccessPath.GUEST if profile.guest else AccessPath.MEMBER
    path = AccessPath.CONNECT if profile.team and profile.team != home else path
    db.add(Identity(installation_id=installation_id, slack_user_id=profile.id, person_id=person.id, path=path))
    _take_zone(db, person, profile)
    db.flush()
    provisioning.arrived(db, person.id)


def _take_zone(db: Db, person: Person, profile: Profile) -> None:
    """Slack's, unless the person named their own."""
    if profile.zone and not wishes.of_person(db, person.id).own_zone:
        person.zone = profile.zone


def waits(db: Db, now: datetime) -> bool:
    """Whether somebody is to be looked for in Slack."""
    return bool(people.to_look_up(db, now - LOOK_AGAIN, 1) and editions.installations(db))


def look_up(engine: sa.Engine, writer: Writer, slack: Slack, installation_id: int) -> int:
    """Find people in Slack by their address, so that they are reached there; how many were looked for.

    Slack's own limit ends a round early: the next tick goes on where this one stopped.
    """
    now = writer.now()
    with reading(engine) as db:
        waiting = people.to_look_up(db, now - LOOK_AGAIN, ROUND)
    for count, address in enumerate(waiting):
        try:
            profile = slack.user_by_email(address.email)
        except (SlackRefusedError, SlackUnclearError):
            return count
        writer.commit(partial(_looked_up, installation_id, address.id, profile))
    return len(waiting)


def _looked_up(installation_id: int, address_id: int, profile: Profile | None, db: Db, now: datetime) -> None:
    address = db.get_one(Address, address_id)
    address.looked_up_at = now
    if profile:
        _identify(db, installation_id, db.get_one(Person, address.person_id), profile)


def add(db: Db, name: str, email: str, *, now: datetime, zone: str = "UTC", locale: str = "en") -> Person:
    """The person with that address, made if there is none."""
    if found := people.by_email(db, email):
        return found
    person = Person(name=name, zone=zone, locale=locale, created_at=now)
    db.add(person)
    db.flush()
    db.add(Address(person_id=person.id, email=email.strip().lower()))
    return person


def _profile(slack: Slack, slack_user: str) -> Profile | None:
    try:
        return slack.profile(slack_user)
    except (SlackRefusedError, SlackUnclearError):
        return None


def _listed(db: Db, edition: Edition, person: Person) -> bool:
    row = alumni.of_person(db, edition.id, person.id)
    return row is not None and row.ended_at is None


def card(db: Db, now: datetime, edition: Edition | None, person: Person) -> dict[str, object]:
    """What the programme knows of somebody, for themselves."""
    roles = sorted(people.roles_of(db, edition.id, person.id)) if edition else []
    mine = teams.of_person(db, edition.id, person.id) if edition else []
    return {
        "name": person.name,
        "zone": person.zone,
        "locale": person.locale,
        "edition": edition.name if edition else "",
        "roles": [str(role) for role in roles],
        "teams": [team.name for team in mine],
        "alumnus": bool(edition and _listed(db, edition, person)),
        "courtesy": courtesies.card(db, now, person) if edition else None,
        "reviews": reviews.progress(db, edition.id, person.id) if edition else (0, 0),
    }
