"""A team would allow an insight if it were changed: the proposer hears the wish, and every team is asked anew."""

from datetime import datetime

from bot.programme import insights as released
from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import insights
from storage.db import Db
from storage.deliveries import Delivery
from storage.insights import Insight, InsightState, Release, ReleaseState
from storage.people import Person
from storage.teams import Team

OPEN = (InsightState.PROPOSED, InsightState.KEPT)


def wish(db: Db, now: datetime, person: Person, insight_id: int, team_id: int, text: str) -> list[Planned]:
    insight, team = db.get_one(Insight, insight_id), db.get_one(Team, team_id)
    demand(db, insight.edition_id, person, "insight.release", team)
    release = next(row for row in insights.releases(db, insight.id) if row.team_id == team.id)
    if insight.state not in OPEN or insight.person_id is None:
        return []
    release.wish, release.state, release.person_id, release.at = text, ReleaseState.ASKED, person.id, now
    db.flush()
    refs, occasion = {"insight": insight.id, "release": release.id}, f"release-{release.id}:wish-{insight.revision}"
    return [rosters.to_person(db, insight.edition_id, insight.person_id, now, "insight.wished", occasion, refs)]


def wished_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    insight, release = db.get_one(Insight, ref(delivery, "insight")), db.get_one(Release, ref(delivery, "release"))
    if insight.state not in OPEN or not release.wish:
        return Skip("settled")
    team = db.get_one(Team, release.team_id).name
    return {"insight": insight.id, "team": team, "wish": release.wish, "words": insight.text}


def changeable(db: Db, person: Person, insight_id: int) -> Insight:
    insight = db.get_one(Insight, insight_id)
    demand(db, insight.edition_id, person, "insight.propose", db.get_one(Team, insight.team_id))
    return insight


def change(db: Db, now: datetime, person: Person, insight_id: int, text: str) -> list[Planned]:
    """Another text is another question: whoever allowed the first one is asked again."""
    insight = changeable(db, person, insight_id)
    if insight.state not in OPEN or insight.text == text:
        return []
    insight.text, insight.state, insight.revision = text, InsightState.PROPOSED, insight.revision + 1
    for release in insights.releases(db, insight.id):
        own = release.team_id == insight.team_id
        release.state, release.wish = ReleaseState.ALLOWED if own else ReleaseState.ASKED, ""
    released.ask_concerned(db, insight, person, now)
    return list(released.asked_of(db, insight, now))
