"""Thanks: one team thanks another, and the thanked team decides whether the others read it."""

from datetime import datetime

from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team
from storage.thanks import Thanks, ThanksState


def choices(db: Db, edition: Edition, person: Person) -> list[Team]:
    """Whom somebody may thank: every team but their own."""
    demand(db, edition.id, person, "team.thank")
    mine = {team.id for team in teams.of_person(db, edition.id, person.id)}
    return [team for team in teams.told(db, edition.id) if team.id not in mine]


def give(db: Db, now: datetime, edition: Edition, person: Person, to: Team, text: str) -> list[Planned]:
    """Record the thanks; the thanked team's lead is told, and asked whether others may read it."""
    demand(db, edition.id, person, "team.thank")
    mine = teams.of_person(db, edition.id, person.id)
    given = Thanks(
        edition_id=edition.id,
        from_person_id=person.id,
        from_team_id=mine[0].id if mine else None,
        to_team_id=to.id,
        text=text,
        at=now,
    )
    db.add(given)
    db.flush()
    return rosters.to_team(db, to, now, "thanks.received", f"thanks-{given.id}", {"thanks": given.id})


def received_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    given = db.get_one(Thanks, ref(delivery, "thanks"))
    to = db.get_one(Team, given.to_team_id)
    return {"given": given.id, "giver": giver(db, given), "team": to.name, "words": given.text}


def giver(db: Db, given: Thanks) -> str:
    """The thanking team's name; empty where the secretariat gives thanks."""
    return db.get_one(Team, given.from_team_id).name if given.from_team_id else ""


def decide(db: Db, now: datetime, person: Person, thanks_id: int, allowed: bool) -> Thanks:
    """The thanked team shows the thanks to the edition, or keeps it; it may change its mind."""
    given = db.get_one(Thanks, thanks_id)
    demand(db, given.edition_id, person, "thanks.share", db.get_one(Team, given.to_team_id))
    given.state = ThanksState.SHOWN if allowed else ThanksState.KEPT
    given.shown_at = now if allowed else None
    return given
