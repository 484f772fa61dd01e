"""A question to an advisor: written, its brief allowed by the team, sent, handed on; silence goes to a facilitator."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.programme import rosters, signals, worktime
from bot.programme.advisors import briefing, choosing
from bot.programme.advisors.choosing import Candidate
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand, may
from storage import advisors, deliveries, teams
from storage.advisors import AdvisorQuestion, QuestionState, Routing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team

REMIND_AFTER = 3
"""Working days of the advisor until the one reminder, and from there until a facilitator is told."""
SILENT, NOBODY = "advisor silent", "no advisor left"


def choices(db: Db, edition: Edition, person: Person) -> list[Team]:
    """For whom somebody may ask: their own teams, or any if they run the edition."""
    demand(db, edition.id, person, "advice.ask")
    return teams.of_person(db, edition.id, person.id) or teams.active(db, edition.id)


def draft(db: Db, now: datetime, person: Person, team: Team, question: str, links: str) -> AdvisorQuestion:
    """Kept until the team has seen the brief; an older draft of theirs is written over."""
    demand(db, team.edition_id, person, "advice.ask", None if _staff(db, team, person) else team)
    drafts = advisors.of_edition(db, team.edition_id, QuestionState.DRAFT)
    row = next((old for old in drafts if old.team_id == team.id and old.person_id == person.id), None)
    if row is None:
        row = AdvisorQuestion(edition_id=team.edition_id, team_id=team.id, person_id=person.id, question="", at=now)
    row.question, row.links, row.at = question, links, now
    db.add(row)
    db.flush()
    return row


def _staff(db: Db, team: Team, person: Person) -> bool:
    return may(db, team.edition_id, person, "advisor.run")


def of(db: Db, question_id: int, person: Person) -> tuple[AdvisorQuestion, Team]:
    """For those who may ask for the team."""
    row = db.get_one(AdvisorQuestion, question_id)
    team = db.get_one(Team, row.team_id)
    demand(db, row.edition_id, person, "advice.ask", None if _staff(db, team, person) else team)
    return row, team


def send(
    db: Db, now: datetime, person: Person, question_id: int, keys: Collection[str], advisor_id: int
) -> tuple[Routing, list[Planned]]:
    """The team has allowed these parts for this advisor. Sent now, or when the advisor may be asked again."""
    row, team = of(db, question_id, person)
    if row.state == QuestionState.DRAFT:
        row.brief, row.state = briefing.chosen(db, team, keys), QuestionState.ASKED
    return _route(db, now, row, team, advisor_id)


def hand_on(db: Db, now: datetime, person: Person, question_id: int, advisor_id: int) -> tuple[Routing, list[Planned]]:
    """After one declined, the team sends the same brief to another."""
    row, team = of(db, question_id, person)
    if row.state == QuestionState.UNANSWERED:
        row.state = QuestionState.ASKED
    return _route(db, now, row, team, advisor_id)


def _route(db: Db, now: datetime, row: AdvisorQuestion, team: Team, advisor_id: int) -> tuple[Routing, list[Planned]]:
    """Once for each question and advisor; a second click finds what the first has made."""
    known = advisors.routing(db, row.id)
    if known is not None:
        return known, []
    chosen = next(one for one in choosing.candidates(db, now, team) if one.id == advisor_id)
    made = Routing(question_id=row.id, person_id=advisor_id, at=max(now, chosen.free_at))
    db.add(made)
    db.flush()
    return made, _messages(db, row, made)


def _messages(db: Db, row: AdvisorQuestion, made: Routing) -> list[Planned]:
    occasion, refs = f"question-{row.id}:to-{made.person_id}", {"question": row.id, "routing": made.id}
    asked = rosters.to_person(db, row.edition_id, made.person_id, made.at, "advisor.asked", occasion, refs)
    reminder_at = later(db, row.edition_id, made.person_id, asked.due_at)
    made.reminded_at = reminder_at
    reminder = Planned("advisor.reminder", occasion, reminder_at, made.person_id, refs=refs)
    return [asked, reminder]


def later(db: Db, edition_id: int, person_id: int, after: datetime) -> datetime:
    """The morning of their third working day after that."""
    week = rosters.week_of_person(db, edition_id, db.get_one(Person, person_id))
    day = worktime.working_days_after(worktime.local_day(after, week.zone), REMIND_AFTER, week)
    return worktime.instant(day, worktime.ASK_AT, week.zone)


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row, made = db.get_one(AdvisorQuestion, ref(delivery, "question")), db.get_one(Routing, ref(delivery, "routing"))
    if row.state != QuestionState.ASKED or made.declined_at:
        return Skip("answered")
    said = advisors.setting(db, row.edition_id, made.person_id)
    return {
        "question": row.id,
        "team": db.get_one(Team, row.team_id).name,
        "words": row.question,
        "brief": row.brief,
        "links": row.links,
        "more": bool(said and said.more),
    }


def silent(db: Db, now: datetime) -> None:
    """One reminder, then a person: who runs the edition hears of it once."""
    for made, row in advisors.unanswered(db, now - timedelta(days=REMIND_AFTER)):
        if made.reminded_at and later(db, row.edition_id, made.person_id, made.reminded_at) <= now:
            made.signalled_at = now
            signals.raise_(db, now, SILENT, db.get_one(Team, row.team_id), f"routing-{made.id}")


def decline(db: Db, now: datetime, person: Person, question_id: int, suggested: int | None) -> list[Planned]:
    """The team hears it, and decides itself whether the question goes to somebody else."""
    row = db.get_one(AdvisorQuestion, question_id)
    demand(db, row.edition_id, person, "advisor.serve")
    made = advisors.routing(db, row.id)
    if made is None or made.person_id != person.id or row.state != QuestionState.ASKED:
        return []
    return give_back(db, now, row, made, suggested)


def give_back(db: Db, now: datetime, row: AdvisorQuestion, made: Routing, suggested: int | None) -> list[Planned]:
    """It is its team's again; where no advisor is left to ask, a facilitator hears of it."""
    made.declined_at, row.state = now, QuestionState.UNANSWERED
    deliveries.withdraw(db, row.edition_id, f"question-{row.id}:to-{made.person_id}", "declined")
    db.flush()
    refs = {"question": row.id, "advisor": made.person_id} | ({"suggested": suggested} if suggested else {})
    team = db.get_one(Team, row.team_id)
    if not asked_before(db, now, row):
        signals.raise_(db, now, NOBODY, team, f"question-{row.id}")
    return rosters.to_team(db, team, now, "advisor.declined", f"question-{row.id}:declined-{made.person_id}", refs)


def declined_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    row = db.get_one(AdvisorQuestion, ref(delivery, "question"))
    if row.state != QuestionState.UNANSWERED:
        return Skip("asked again")
    suggested = delivery.refs.get("suggested")
    others = asked_before(db, now, row)
    others.sort(key=lambda one: one.id != suggested)
    return {
        "question": row.id,
        "words": row.question,
        "advisor": db.get_one(Person, ref(delivery, "advisor")).name,
        "others": [(one.id, one.name, None if one.free else one.free_at) for one in others],
        "suggested": bool(suggested),
    }


def asked_before(db: Db, now: datetime, row: AdvisorQuestion) -> list[Candidate]:
    """Whom this question may still go to."""
    tried = [made.person_id for made in advisors.routings(db, row.edition_id) if made.question_id == row.id]
    return choosing.candidates(db, now, db.get_one(Team, row.team_id), tried)


def to_me(db: Db, question_id: int, person: Person) -> AdvisorQuestion:
    """For the advisor who was asked."""
    row = db.get_one(AdvisorQuestion, question_id)
    mine = [made for made in advisors.routings(db, row.edition_id, person.id) if made.question_id == row.id]
    if not mine:
        raise RefusedError("advisor.serve")
    return row
