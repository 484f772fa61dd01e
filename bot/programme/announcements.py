"""Announcements: to whom, at which hour of theirs, and how one is put right."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.programme import worktime
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import announcements, people, teams, workspaces
from storage.announcements import Announcement, AnnouncementState, Audience, Correction
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.teams import TeamKind
from storage.workspaces import WorkspaceKind

DAY_FROM, DAY_UNTIL = time(7), time(21)
TEAMS = {Audience.OWNERS: TeamKind.OWNER, Audience.PROVIDERS: TeamKind.PROVIDER, Audience.COHORT: TeamKind.COHORT}
ROLES = {
    Audience.FACILITATORS: (RoleName.ADMIN, RoleName.FACILITATOR),
    Audience.ADVISORS: (RoleName.ADVISOR,),
}
EXAMPLES = 3


@dataclass(frozen=True)
class Outlook:
    """Who would get it, and when that is where they are."""

    people: int
    rooms: int
    by_mail: int
    later: int
    """How many are asleep now and get it in their morning."""
    examples: list[tuple[str, datetime]]
    """`(zone, instant)` for the zones with most readers."""


def daytime(now: datetime, zone: str) -> datetime:
    """Now if it is between 07:00 and 21:00 there, else the next morning's hour of asking."""
    local = now.astimezone(ZoneInfo(zone))
    if DAY_FROM <= local.time() < DAY_UNTIL:
        return now
    day = local.date() + timedelta(days=1 if local.time() >= DAY_UNTIL else 0)
    return worktime.instant(day, worktime.ASK_AT, zone)


def audience(db: Db, edition: Edition, which: Audience) -> list[Person]:
    """Each person once, however many teams they are in."""
    if which in ROLES:
        return people.with_role(db, edition.id, *ROLES[which])
    if which in TEAMS:
        return _members(db, edition, TEAMS[which])
    everyone = _members(db, edition) + people.with_role(db, edition.id, *RoleName)
    return list({person.id: person for person in everyone}.values())


def _members(db: Db, edition: Edition, *kinds: TeamKind) -> list[Person]:
    found = teams.members_by_team(db, [team.id for team in teams.told(db, edition.id, *kinds)])
    return list({person.id: person for members in found.values() for person in members}.values())


def draft(db: Db, now: datetime, edition: Edition, person: Person, which: Audience, text: str) -> Announcement:
    demand(db, edition.id, person, "edition.announce")
    row = Announcement(edition_id=edition.id, person_id=person.id, audience=which, text=text, at=now)
    db.add(row)
    db.flush()
    return row


def outlook(db: Db, edition: Edition, row: Announcement, now: datetime) -> Outlook:
    planned = _planned(db, edition, row, now)
    readers = [db.get_one(Person, item.person_id) for item in planned if item.person_id]
    zones = Counter(person.zone for person in readers)
    by_mail = [person for person in readers if people.slack_id_of(db, person.id, edition.installation_id) is None]
    return Outlook(
        people=len(readers),
        rooms=len(planned) - len(readers),
        by_mail=len(by_mail),
        later=sum(item.due_at > now for item in planned),
        examples=[(zone, daytime(now, zone)) for zone, _ in zones.most_common(EXAMPLES)],
    )


def _planned(db: Db, edition: Edition, row: Announcement, now: datetime) -> list[Planned]:
    occasion, refs = f"announcement-{row.id}", {"announcement": row.id}
    if row.audience == Audience.WORKSPACES:
        rooms = workspaces.of_edition(db, edition.id, WorkspaceKind.CHALLENGE)
        return [
            Planned("announce.message", occasion, now, channel_id=room.channel_id, refs=refs)
            for room in rooms
            if room.channel_id is not None
        ]
    return [
        Planned("announce.message", occasion, daytime(now, person.zone), person.id, refs=refs)
        for person in audience(db, edition, row.audience)
    ]


def send(db: Db, now: datetime, edition: Edition, person: Person, announcement_id: int) -> list[Planned]:
    """Everyone once; the sender gets a receipt, with the way to put it right. A second press sends nothing more."""
    demand(db, edition.id, person, "edition.announce")
    row = db.get_one(Announcement, announcement_id)
    if row.state != AnnouncementState.DRAFT:
        return []
    row.state, row.sent_at = AnnouncementState.SENT, now
    receipt = Planned("announce.sent", f"announcement-{row.id}:receipt", now, person.id, refs={"announcement": row.id})
    return [*_planned(db, edition, row, now), receipt]


def trial(db: Db, now: datetime, edition: Edition, person: Person, announcement_id: int) -> list[Planned]:
    """To the sender alone, exactly as the others would get it."""
    demand(db, edition.id, person, "edition.announce")
    occasion = f"announcement-{announcement_id}:trial-{int(now.timestamp())}"
    return [Planned("announce.message", occasion, now, person.id, refs={"announcement": announcement_id})]


def correct(db: Db, now: datetime, person: Person, announcement_id: int, text: str, changed: str) -> list[Planned]:
    """Whoever has it hears once what changed; whoever waits for it gets the right text at once."""
    row = db.get_one(Announcement, announcement_id)
    demand(db, row.edition_id, person, "edition.announce")
    row.text, row.revision, row.state = text, row.revision + 1, AnnouncementState.CORRECTED
    db.add(
        Correction(
            announcement_id=row.id, revision=row.revision, changed=changed, text=text, person_id=person.id, at=now
        )
    )
    db.flush()
    refs = {"announcement": row.id, "revision": row.revision}
    occasion = f"announcement-{row.id}:r{row.revision}"
    return [
        Planned("announce.correction", occasion, _hour(db, post, now), post.person_id, post.channel_id, refs=refs)
        for post in announcements.reached(db, row.edition_id, f"announcement-{row.id}")
    ]


def _hour(db: Db, post: Delivery, now: datetime) -> datetime:
    return daytime(now, db.get_one(Person, post.person_id).zone) if post.person_id else now


def message_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    return {"words": db.get_one(Announcement, ref(delivery, "announcement")).text}


def correction_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    found = announcements.correction(db, ref(delivery, "announcement"), ref(delivery, "revision"))
    return {"changed": found.changed, "words": found.text}


def receipt_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    row = db.get_one(Announcement, ref(delivery, "announcement"))
    seen = outlook(db, db.get_one(Edition, row.edition_id), row, (row.sent_at or now).astimezone(UTC))
    return {"announcement": row.id, "audience": str(row.audience), "words": row.text, "outlook": seen}
