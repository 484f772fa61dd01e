"""Briefs: what a call for solutions says of a challenge; published only in the words that its owner approved."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters
from bot.programme.calls.letters import by_mail, secretariat
from bot.programme.calls.logs import of_kind, turn
from bot.programme.calls.running import possible
from bot.programme.calls.states import NotPossibleError
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import briefs, deliveries, matching, teams
from storage.briefs import Brief, BriefState
from storage.calls import CallKind, CallState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.matching import Challenge, ChallengeState
from storage.people import Person
from storage.teams import Team

TEXTS = ("title", "question", "context", "tried")
READY = (BriefState.APPROVED, BriefState.PUBLISHED)


@dataclass(frozen=True)
class Words:
    """The text of a brief."""

    title: str
    question: str
    context: str
    tried: str


@dataclass(frozen=True)
class Option:
    """What the form of the solution call offers."""

    number: int
    title: str
    question: str


def start(db: Db, person: Person, challenge: Challenge) -> Words:
    """What the form begins with: the latest version, or what was submitted."""
    demand(db, challenge.edition_id, person, "call.run")
    text = briefs.latest(db, challenge.id) or challenge
    return Words(**{name: getattr(text, name) for name in TEXTS})


def save(db: Db, now: datetime, person: Person, challenge: Challenge, words: Words) -> tuple[Brief, list[Planned]]:
    """A new version; the owner is asked to approve it, in their working hours. Earlier questions are void."""
    demand(db, challenge.edition_id, person, "call.run")
    _demand_told(db, challenge)
    before = briefs.latest(db, challenge.id)
    brief = Brief(
        challenge_id=challenge.id,
        version=before.version + 1 if before else 1,
        state=BriefState.ASKED,
        person_id=person.id,
        at=now,
        **vars(words),
    )
    db.add(brief)
    db.flush()
    deliveries.withdraw(db, challenge.edition_id, f"challenge-{challenge.id}:brief-", "there is a newer version")
    return brief, _ask(db, now, challenge, brief)


def _demand_told(db: Db, challenge: Challenge) -> None:
    if challenge.team_id in teams.veiled(db, challenge.edition_id):
        team = db.get_one(Team, challenge.team_id).name
        raise NotPossibleError(
            f"{team} has not been told that it was selected. `/sweetspot call notify challenge` comes first."
        )


def _ask(db: Db, now: datetime, challenge: Challenge, brief: Brief) -> list[Planned]:
    team, occasion = db.get_one(Team, challenge.team_id), f"challenge-{challenge.id}:brief-{brief.version}"
    return rosters.to_team(db, team, now, "brief.asked", occasion, {"brief": brief.id})


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    brief = db.get_one(Brief, ref(delivery, "brief"))
    if brief.state != BriefState.ASKED:
        return Skip(f"the version is {brief.state}")
    facts = {name: getattr(brief, name) for name in TEXTS}
    mail = {"by_mail": by_mail(db, delivery), "secretariat": secretariat(db, delivery.edition_id)}
    return facts | mail | {"brief": brief.id, "version": brief.version}


def approve(db: Db, now: datetime, person: Person, brief_id: int) -> tuple[Brief, list[Planned]]:
    """By the owner's lead or deputy, of the version that they were shown."""
    brief = _answerable(db, person, brief_id)
    brief.state, brief.answered_by_id, brief.answered_at, brief.wish = BriefState.APPROVED, person.id, now, ""
    return brief, _note(db, now, brief, "approved")


def wish(db: Db, now: datetime, person: Person, brief_id: int, words: str) -> tuple[Brief, list[Planned]]:
    """The owner would have something different: the facilitators read what."""
    brief = _answerable(db, person, brief_id)
    brief.state, brief.answered_by_id, brief.answered_at = BriefState.CHANGE_WANTED, person.id, now
    brief.wish = words
    return brief, _note(db, now, brief, "wish")


def answerable(db: Db, person: Person, brief_id: int) -> Brief:
    """The version that waits for this person's word. Raises `NotPossibleError` if it does not any more."""
    return _answerable(db, person, brief_id)


def _answerable(db: Db, person: Person, brief_id: int) -> Brief:
    brief = db.get_one(Brief, brief_id)
    challenge = db.get_one(Challenge, brief.challenge_id)
    demand(db, challenge.edition_id, person, "brief.approve", db.get_one(Team, challenge.team_id))
    latest = briefs.latest(db, challenge.id)
    if latest is None or latest.id != brief.id:
        raise NotPossibleError("There is a newer version of this text. Please look at the latest message about it.")
    if brief.state == BriefState.PUBLISHED:
        raise NotPossibleError("This text is published already. Please talk to a person if it should change.")
    return brief


def _note(db: Db, now: datetime, brief: Brief, what: str) -> list[Planned]:
    edition_id = db.get_one(Challenge, brief.challenge_id).edition_id
    occasion = f"brief-{brief.id}:{what}-{int(now.timestamp())}"
    return rosters.to_staff(db, edition_id, now, "brief.answered", occasion, {"brief": brief.id})


def answered_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    brief = db.get_one(Brief, ref(delivery, "brief"))
    challenge = db.get_one(Challenge, brief.challenge_id)
    by = db.get(Person, brief.answered_by_id) if brief.answered_by_id else None
    return {
        "number": challenge.number,
        "title": brief.title,
        "version": brief.version,
        "team": db.get_one(Team, challenge.team_id).name,
        "by": by.name if by else "",
        "approved": brief.state in READY,
        "wish": brief.wish,
    }


def publish(db: Db, now: datetime, person: Person, edition: Edition, anyway: bool) -> tuple[list[Option], list[str]]:
    """What is approved becomes the text of its challenge; what is not is named, and refused unless `anyway`."""
    demand(db, edition.id, person, "call.run")
    call = of_kind(db, edition, CallKind.CHALLENGE)
    if call.state not in (CallState.DECIDED, CallState.PUBLISHED) or call.told_at is None:
        waits = "its letters have not gone out yet" if call.state == CallState.DECIDED else f"it is {call.state}"
        raise NotPossibleError(f"The call for {call.kind} cannot be published: {waits}. {possible(call)}")
    waiting = [why for challenge in _running(db, edition) if (why := _waits(db, challenge))]
    if waiting and not anyway:
        raise NotPossibleError(
            f"Not every owner has approved the text: {'; '.join(waiting)}. "
            "`/sweetspot call publish challenge anyway` publishes the others."
        )
    for challenge in _running(db, edition):
        _publish(db, now, challenge)
    options = published(db, edition.id)
    if not options:
        raise NotPossibleError("No owner has approved a text yet: `/sweetspot call brief 1` writes one and asks.")
    turn(db, now, call, CallState.PUBLISHED, person=person)
    return options, waiting


def _running(db: Db, edition: Edition) -> list[Challenge]:
    return [row for row in matching.challenges(db, edition.id) if row.state != ChallengeState.WITHDRAWN]


def _waits(db: Db, challenge: Challenge) -> str:
    latest = briefs.latest(db, challenge.id)
    if latest and latest.state in READY:
        return ""
    stands = {BriefState.ASKED: "not answered yet", BriefState.CHANGE_WANTED: "a change is wanted"}
    return f"{challenge.number} ({stands.get(latest.state, latest.state) if latest else 'no text yet'})"


def _publish(db: Db, now: datetime, challenge: Challenge) -> None:
    latest = briefs.latest(db, challenge.id)
    if latest is None or latest.state != BriefState.APPROVED:
        return
    latest.state, latest.published_at = BriefState.PUBLISHED, now
    for name in TEXTS:
        setattr(challenge, name, getattr(latest, name))
    if challenge.state == ChallengeState.SELECTED:
        challenge.state = ChallengeState.PUBLISHED
    db.flush()


def published(db: Db, edition_id: int) -> list[Option]:
    """The published challenges: the options of the solution call."""
    return [Option(row.number, brief.title, brief.question) for row, brief in briefs.published(db, edition_id)]
