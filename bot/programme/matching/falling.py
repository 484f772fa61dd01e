"""What the facilitators read when a pair falls through: why, who is left, and who is asked next or could be."""

from datetime import datetime
from typing import Any

from bot.programme.matching import inputs, reserve
from bot.programme.occasions import Context, Skip, ref
from storage import matching
from storage.calls import Submission
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.matching import Challenge, Pairing, PairingEvent, PairingState
from storage.teams import Team


def context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    row = db.get_one(Pairing, ref(delivery, "pairing"))
    challenge = db.get_one(Challenge, row.challenge_id)
    live = [one for one in matching.of_challenge(db, challenge.id) if one.state != PairingState.ENDED]
    event = db.get(PairingEvent, ref(delivery, "event"))
    following = delivery.refs.get("next", 0)
    facts = {
        "title": challenge.title,
        "number": challenge.number,
        "why": event.reason if event else "",
        "left": [db.get_one(Team, one.team_id).name for one in live if one.id != following],
    }
    return facts | _then(db, delivery, challenge, now)


def _then(db: Db, delivery: Delivery, challenge: Challenge, now: datetime) -> dict[str, Any]:
    """Who is asked, and until when that can be stopped; or whom one button would ask."""
    blank: dict[str, Any] = {"stop": 0, "ask": "", "name": "", "at": None}
    if following := delivery.refs.get("next"):
        row = db.get_one(Pairing, following)
        name = db.get_one(Team, row.team_id).name
        return blank | {"stop": row.id, "name": name, "at": row.asked_at}
    key, name = _suggested(db, delivery)
    given = inputs.gather(db, db.get_one(Edition, challenge.edition_id), now)
    free = {one.key for one in reserve.free_offers(db, given, challenge)}
    return blank | ({"ask": f"{challenge.id}.{key}", "name": name} if key in free else {})


def _suggested(db: Db, delivery: Delivery) -> tuple[str, str]:
    if submission := delivery.refs.get("submission"):
        return f"s{submission}", db.get_one(Submission, submission).team
    if team := delivery.refs.get("team"):
        return str(team), db.get_one(Team, team).name
    return "", ""
