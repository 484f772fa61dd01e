"""Two advisors for the small edition, in Slack and in its tables."""

from datetime import datetime

from bot.programme import people
from storage.db import Db
from storage.people import Role, RoleName
from tests.cast import Actor
from tests.house import House

SAKI = Actor("saki@advice.example", "Saki Mori", "Asia/Tokyo")
OBI = Actor("obi@advice.example", "Obi Eze", "Africa/Lagos")
MONDAY = "2026-10-05T13:00:00+00:00"


def with_advisors(house: House, *actors: Actor) -> None:
    for actor in actors:
        house.sandbox.state.add_user(
            name=actor.email.partition("@")[0], real_name=actor.name, email=actor.email, tz=actor.zone
        )

    def work(db: Db, now: datetime) -> None:
        for actor in actors:
            person = people.add(db, actor.name, actor.email, now=now, zone=actor.zone)
            db.add(Role(edition_id=house.edition_id, person_id=person.id, name=RoleName.ADVISOR))

    house.bot.writer.commit(work)
