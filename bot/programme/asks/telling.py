"""What each message about an ask says, as its reader may know it at that moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.programme import rosters, sharing, worktime
from bot.programme.asks import closing, making, reading, waves
from bot.programme.occasions import Context, Skip, ref
from storage import asks, people, teams
from storage.asks import Answer, Ask, AskState, Route, RouteState
from storage.checkins import Sharing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team, TeamState

TIMES = 3
OVER = Skip("the ask is over")


@dataclass(frozen=True)
class Contact:
    """A person who can be written to; `team` is empty for somebody without one."""

    name: str
    team: str
    zone: str
    slack_user: str = ""
    email: str = ""


def routed_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    ask, route = db.get_one(Ask, ref(delivery, "ask")), db.get_one(Route, ref(delivery, "route"))
    if ask.state not in asks.LIVE or route.state != RouteState.ASKED:
        return OVER
    if route.team_id and db.get_one(Team, route.team_id).state != TeamState.ACTIVE:
        return Skip("team withdrawn")
    shown = reading.shown(db, ask, reading.eyes(db, ask.edition_id, db.get_one(Person, route.person_id)))
    if shown is None:
        return Skip("may not be seen")
    return {"ask": shown, "why": str(route.why), "detail": route.detail, "until": route.until}


def over_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    ask = db.get_one(Ask, ref(delivery, "ask"))
    return {"answered": ask.state == AskState.ANSWERED}


def found_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """Looked up again as the reader: what was retracted since is not told."""
    ask, reader = db.get_one(Ask, ref(delivery, "ask")), db.get_one(Person, delivery.person_id)
    hits = waves.past_answers(db, ask, sharing.here_of(db, ask.edition_id, reader.id))
    if ask.state not in asks.LIVE or not hits:
        return Skip("nothing to tell")
    return {"words": ask.text, "hits": hits, "ask": ask.id}


def held_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    ask = db.get_one(Ask, ref(delivery, "ask"))
    names, hints = making.naming(db, making.Draft(ask.text, Sharing.EDITION_UNNAMED, ask.team_id))
    if ask.state != AskState.OPEN or ask.route_at or not names + hints:
        return Skip("said anew")
    return {"words": ask.text, "names": names + hints, "ask": ask.id}


def offered_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    ask, route = db.get_one(Ask, ref(delivery, "ask")), db.get_one(Route, ref(delivery, "route"))
    if ask.state not in asks.LIVE or route.state not in (RouteState.OFFERED, RouteState.ACCEPTED):
        return OVER
    reader = db.get_one(Person, delivery.person_id)
    helper = contact(db, ask.edition_id, db.get_one(Person, route.person_id), route.team_id, reader)
    told = route.state == RouteState.ACCEPTED
    return {
        "words": ask.text,
        "helper": helper,
        "told": told,
        "times": times(db, ask, route, now) if told else [],
        "ask": ask.id,
        "route": route.id,
    }


def accepted_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    ask, route = db.get_one(Ask, ref(delivery, "ask")), db.get_one(Route, ref(delivery, "route"))
    if ask.state not in asks.LIVE:
        return OVER
    return introduced(db, ask, route, now)


def introduced(db: Db, ask: Ask, route: Route, now: datetime) -> Context:
    """For the helper: whom to write to, and when both are at work."""
    helper = db.get_one(Person, route.person_id)
    asker = contact(db, ask.edition_id, _asker(db, ask, now), ask.team_id, helper)
    return {"words": ask.text, "asker": asker, "times": times(db, ask, route, now), "ask": ask.id}


def answered_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    ask, answer = db.get_one(Ask, ref(delivery, "ask")), db.get_one(Answer, ref(delivery, "answer"))
    return {"words": ask.text, "answer": answer.text, "by": _by(db, answer.person_id, answer.team_id), "ref": answer.id}


def outcome_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """What became of it, for somebody who helped or offered to."""
    ask, route = db.get_one(Ask, ref(delivery, "ask")), db.get_one(Route, ref(delivery, "route"))
    mine = [row for row in asks.answers(db, ask.id) if row.person_id == route.person_id]
    shown = reading.name_for(db, ask, reading.eyes(db, ask.edition_id, db.get_one(Person, route.person_id)))
    return {
        "words": ask.text,
        "by": reading.asker(db, ask) if route.state == RouteState.ACCEPTED else shown or "",
        "useful": mine[-1].useful if mine else None,
        "refused": route.state == RouteState.REFUSED,
        "answered": ask.state == AskState.ANSWERED,
    }


def check_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    ask = db.get_one(Ask, ref(delivery, "ask"))
    if ask.state != AskState.PICKED_UP:
        return OVER
    helping = [row for row in asks.routes(db, ask.id) if row.state in closing.HELPED]
    return {"words": ask.text, "by": [_by(db, row.person_id, row.team_id) for row in helping], "ask": ask.id}


def expired_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    ask = db.get_one(Ask, ref(delivery, "ask"))
    return {"words": ask.text, "due_on": ask.due_on, "ask": ask.id}


def raised_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """Of somebody without a team, for the facilitators."""
    ask = db.get_one(Ask, ref(delivery, "ask"))
    if ask.state not in asks.LIVE:
        return OVER
    return {"by": reading.asker(db, ask), "words": ask.text, "ask": ask.id}


# Who, and when


def contact(db: Db, edition_id: int, person: Person, team_id: int | None, reader: Person) -> Contact:
    """By Slack where both are in it, else by mail."""
    installation = db.get_one(Edition, edition_id).installation_id
    both = people.slack_id_of(db, reader.id, installation) and people.slack_id_of(db, person.id, installation)
    return Contact(
        person.name,
        db.get_one(Team, team_id).name if team_id else "",
        person.zone,
        both or "",
        people.email_of(db, person.id) or "",
    )


def _asker(db: Db, ask: Ask, now: datetime) -> Person:
    """Whoever asked, while they are in their team and there; else who stands for it."""
    if ask.team_id is None:
        return db.get_one(Person, ask.person_id)
    members = teams.members(db, ask.team_id)
    first = [one for one in members if one.id == ask.person_id]
    return rosters.at_work(db, [*first, *members], now) or members[0]


def times(db: Db, ask: Ask, route: Route, now: datetime) -> list[datetime]:
    """Hours that suit both, from tomorrow on."""
    helper = db.get_one(Person, route.person_id)
    theirs = rosters.week_of(db.get_one(Team, route.team_id)) if route.team_id else None
    weeks = [closing.week_of(db, ask), theirs or rosters.week_of_person(db, ask.edition_id, helper)]
    return worktime.common_times(weeks, now + timedelta(days=1), TIMES)


def _by(db: Db, person_id: int | None, team_id: int | None) -> str:
    name = db.get_one(Person, person_id).name if person_id else ""
    team = db.get_one(Team, team_id).name if team_id else ""
    return ", ".join(part for part in (name, team) if part)
