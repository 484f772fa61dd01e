"""Was this meant to be shared? The bot's copy is hidden until a facilitator has looked, and nobody is named."""

from datetime import datetime

from bot.programme import rosters
from bot.programme.digests import posting
from bot.programme.insights.reusing import readable
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.insights import Insight, InsightState
from storage.people import Person


def question(db: Db, now: datetime, edition: Edition, person: Person, insight_id: int) -> list[Planned]:
    """Hidden from search and digests at once; the facilitators hear that somebody asked, and not who."""
    demand(db, edition.id, person, "digest.question")
    row = readable(db, edition, person, insight_id)
    row.hidden, row.revision = True, row.revision + 1
    db.flush()
    occasion = f"insight-{row.id}:question-{row.revision}"
    asked = rosters.to_staff(db, edition.id, now, "insight.questioned", occasion, {"insight": row.id})
    return [*asked, *posting.without(db, row, now, f"hidden-{row.revision}")]


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
