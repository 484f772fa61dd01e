"""Was this meant to be shared? The bot's copy is hidden until a facilitator has looked, and nobody is named."""

from datetime import datetime

from bot.programme import rosters
from bot.programme.digests import posting
from bot.programme.insights.reusing import readable
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import people
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.insights import Insight, InsightState
from storage.people import Person, RoleName


def question(db: Db, now: datetime, edition: Edition, person: Person, insight_id: int) -> tuple[str, list[Planned]]:
    """Hidden from search and digests at once; one facilitator hears that somebody asked, and not who. Says which."""
    demand(db, edition.id, person, "digest.question")
    row = readable(db, edition, person, insight_id)
    row.hidden, row.revision = True, row.revision + 1
    db.flush()
    occasion = f"insight-{row.id}:question-{row.revision}"
    name, asked = _asked(db, now, edition, occasion, row)
    return name, [*asked, *posting.without(db, row, now, f"hidden-{row.revision}")]


def _asked(db: Db, now: datetime, edition: Edition, occasion: str, row: Insight) -> tuple[str, list[Planned]]:
    """The first of the facilitators who is there; the room where nobody has that role."""
    refs = {"insight": row.id}
    staff = people.with_role(db, edition.id, RoleName.FACILITATOR)
    reader = rosters.at_work(db, staff, now)
    if reader is None:
        return "", rosters.to_staff(db, edition.id, now, "insight.questioned", occasion, refs)
    return reader.name, [rosters.to_person(db, edition.id, reader.id, now, "insight.questioned", occasion, refs)]


def questioned_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Insight, ref(delivery, "insight"))
    if not row.hidden or row.state != InsightState.RELEASED:
        return Skip("settled")
    return {"insight": row.id, "words": row.text}


def show(db: Db, now: datetime, edition: Edition, person: Person, insight_id: int) -> list[Planned]:
    """It was meant to be shared: it is where it was."""
    demand(db, edition.id, person, "digest.run")
    row = db.get_one(Insight, insight_id)
    if row.edition_id != edition.id or not row.hidden:
        return []
    row.hidden = False
    db.flush()
    return posting.without(db, row, now, f"shown-{row.revision}")
