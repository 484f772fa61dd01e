"""Advice: written once, kept in the ledger, carried to the team; later the team says whether it changed anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand
from storage import advisors, deliveries, people, workspaces
from storage.advisors import Advice, AdvisorQuestion, Booking, Effect, QuestionState, Slot
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.teams import Team

LOOK_BACK = timedelta(weeks=3)


@dataclass(frozen=True)
class Words:
    text: str
    links: str = ""
    caveat: str = ""


@dataclass(frozen=True)
class Load:
    """How much one advisor has had, for who runs the edition."""

    name: str
    waiting: int
    answered: int
    slots: int
    more: bool


def answer(db: Db, now: datetime, person: Person, question_id: int, words: Words) -> tuple[Advice, list[Planned]]:
    """By the advisor who was asked; written again it is corrected, and not posted twice."""
    row = db.get_one(AdvisorQuestion, question_id)
    demand(db, row.edition_id, person, "advisor.serve")
    made = advisors.routing(db, row.id)
    if made is None or made.person_id != person.id:
        raise RefusedError("advisor.serve")
    if known := advisors.advice_of(db, row.id):
        known.text, known.links, known.caveat = words.text, words.links, words.caveat
        return known, []
    row.state = QuestionState.ANSWERED
    deliveries.withdraw(db, row.edition_id, f"question-{row.id}:", "answered")
    return _keep(db, now, _advice(row.edition_id, row.team_id, person, words, now, question_id=row.id))


def after_hour(db: Db, now: datetime, person: Person, booking_id: int, words: Words) -> tuple[Advice, list[Planned]]:
    """What an advisor said in an office hour, in the ledger too."""
    booking = db.get_one(Booking, booking_id)
    slot = db.get_one(Slot, booking.slot_id)
    demand(db, slot.edition_id, person, "advisor.serve")
    if slot.person_id != person.id:
        raise RefusedError("advisor.serve")
    known = [row for row in advisors.ledger(db, slot.edition_id, [booking.team_id]) if row.booking_id == booking.id]
    if known:
        return known[0], []
    return _keep(db, now, _advice(slot.edition_id, booking.team_id, person, words, now, booking_id=booking.id))


def _advice(edition_id: int, team_id: int, person: Person, words: Words, now: datetime, **about: int) -> Advice:
    made = Advice(edition_id=edition_id, team_id=team_id, person_id=person.id, text=words.text, at=now)
    made.links, made.caveat = words.links, words.caveat
    made.question_id, made.booking_id = about.get("question_id"), about.get("booking_id")
    return made


def _keep(db: Db, now: datetime, made: Advice) -> tuple[Advice, list[Planned]]:
    db.add(made)
    db.flush()
    team, refs = db.get_one(Team, made.team_id), {"advice": made.id}
    later = rosters.to_team(db, team, now + LOOK_BACK, "advice.effect", f"advice-{made.id}", refs)
    return made, [*_told(db, now, made, team), *later]


def _told(db: Db, now: datetime, made: Advice, team: Team) -> Iterable[Planned]:
    """In the team's workspace; whoever has none gets it themselves."""
    workspace, refs = workspaces.of_team(db, team.id), {"advice": made.id}
    if workspace and workspace.channel_id and workspace.closed_at is None:
        return [Planned("advice.given", f"advice-{made.id}", now, channel_id=workspace.channel_id, refs=refs)]
    return rosters.to_team(db, team, now, "advice.given", f"advice-{made.id}", refs)


def given_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    made = db.get_one(Advice, ref(delivery, "advice"))
    return {
        "advice": made.id,
        "team": db.get_one(Team, made.team_id).name,
        "advisor": adviser(db, made),
        "question": _question(db, made),
        "words": made.text,
        "links": made.links,
        "caveat": made.caveat,
    }


def adviser(db: Db, made: Advice) -> str:
    return db.get_one(Person, made.person_id).name if made.person_id else ""


def _question(db: Db, made: Advice) -> str:
    if made.question_id:
        return db.get_one(AdvisorQuestion, made.question_id).question
    return db.get_one(Booking, made.booking_id).question if made.booking_id else ""


def effect_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    made = db.get_one(Advice, ref(delivery, "advice"))
    if made.effect is not None:
        return Skip("answered")
    return {"advice": made.id, "advisor": adviser(db, made), "words": made.text}


def tell(db: Db, now: datetime, person: Person, advice_id: int, effect: Effect, line: str) -> list[Planned]:
    """The team may change its word; the advisor hears of it once."""
    made = db.get_one(Advice, advice_id)
    demand(db, made.edition_id, person, "advice.ask", db.get_one(Team, made.team_id))
    made.effect, made.effect_line, made.effect_at = effect, line, now
    deliveries.withdraw(db, made.edition_id, f"advice-{made.id}", "answered")
    db.flush()
    if made.person_id is None:
        return []
    occasion, refs = f"heard-{made.id}", {"advice": made.id}
    return [rosters.to_person(db, made.edition_id, made.person_id, now, "advice.heard", occasion, refs)]


def heard_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    made = db.get_one(Advice, ref(delivery, "advice"))
    team = db.get_one(Team, made.team_id)
    return {"team": team.name, "words": made.text, "effect": str(made.effect), "line": made.effect_line}


def mine(db: Db, advice_id: int, person: Person) -> Advice:
    """For a member of the team that got it."""
    made = db.get_one(Advice, advice_id)
    demand(db, made.edition_id, person, "advice.ask", db.get_one(Team, made.team_id))
    return made


def overview(db: Db, edition: Edition, person: Person, now: datetime) -> tuple[list[Load], list[Advice], list[Context]]:
    """Load by advisor, advice whose effect is not known yet, and questions that wait."""
    demand(db, edition.id, person, "advisor.run")
    rows = {row.id: row for row in advisors.of_edition(db, edition.id)}
    routed = [made for made in advisors.routings(db, edition.id) if made.declined_at is None]
    waiting = [
        {"team": db.get_one(Team, rows[made.question_id].team_id).name, "advisor": _name(db, made.person_id)}
        | {"at": made.at, "ahead": made.at > now}
        for made in routed
        if rows[made.question_id].state == QuestionState.ASKED
    ]
    stuck = [row for row in rows.values() if row.state == QuestionState.UNANSWERED]
    waiting += [
        {"team": db.get_one(Team, row.team_id).name, "advisor": "", "at": row.at, "ahead": False} for row in stuck
    ]
    pending = [made for made in advisors.ledger(db, edition.id) if made.effect in (None, Effect.NOT_YET)]
    return _loads(db, edition, now), pending, waiting


def _name(db: Db, person_id: int) -> str:
    return db.get_one(Person, person_id).name


def _loads(db: Db, edition: Edition, now: datetime) -> list[Load]:
    """In the order of their names: this is no ranking."""
    states = {row.id: row.state for row in advisors.of_edition(db, edition.id)}
    booked = [slot.person_id for _, slot in advisors.live(db, edition.id, now)]
    found = []
    for person in people.with_role(db, edition.id, RoleName.ADVISOR):
        mine = [states[it.question_id] for it in advisors.routings(db, edition.id, person.id) if not it.declined_at]
        said = advisors.setting(db, edition.id, person.id)
        waiting, answered = mine.count(QuestionState.ASKED), mine.count(QuestionState.ANSWERED)
        found.append(Load(person.name, waiting, answered, booked.count(person.id), bool(said and said.more)))
    return sorted(found, key=lambda load: load.name)
