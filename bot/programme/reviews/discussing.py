"""Disagreements talked over: opened with a lead, comments that its reviewers read, scores changed in the open,
and the lead's note of what was agreed. Only reviewers whose own review is in take part."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand, may
from bot.programme.reviews import reading, rounds
from bot.programme.reviews.scoring import Tally, tally
from storage import people, reviews
from storage.calls import Call, CallKind, Submission
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.reviews import Assignment, AssignmentState, Discussion, DiscussionComment

SUBMITTED = AssignmentState.SUBMITTED


@dataclass(frozen=True)
class Apart:
    """A submission on which reviewers disagree."""

    submission_id: int
    id: str
    team: str
    tally: Tally
    lead: str = ""
    """Who leads its discussion; empty where none is open yet."""
    closed: bool = False


@dataclass(frozen=True)
class Talk:
    """A discussion as one of its people sees it."""

    id: int
    submission: str
    team: str
    kind: CallKind
    tally: Tally
    reviews: list[reading.Other]
    lead: str
    leads: bool
    """The reader is the lead."""
    assignment_id: int = 0
    """The reader's own review."""
    comments: list[tuple[str, str]] = field(default_factory=list)
    consensus: str = ""


class TooFewError(Exception):
    """There is nothing to talk over before two reviews are in."""


def disagreements(db: Db, by: Person, edition: Edition, kind: CallKind) -> list[Apart]:
    demand(db, edition.id, by, "review.run")
    row = rounds.of(db, edition, kind)
    rubric = rounds.rubric(db, db.get_one(Call, row.call_id))
    scores: dict[int, list[dict[str, int]]] = {}
    for it, review in reviews.submitted(db, row.call_id):
        scores.setdefault(it.submission_id, []).append(review.scores)
    found = {submission_id: tally(given, rubric) for submission_id, given in scores.items()}
    apart = [_apart(db, db.get_one(Submission, key), one) for key, one in found.items() if one.apart]
    return sorted(apart, key=lambda one: (one.closed, bool(one.lead), -one.tally.spread))


def _apart(db: Db, row: Submission, found: Tally) -> Apart:
    talk = reviews.discussion(db, row.id)
    lead = db.get_one(Person, talk.lead_id).name if talk else ""
    return Apart(row.id, row.response_id, row.team, found, lead, bool(talk and talk.closed_at))


def open_(db: Db, now: datetime, by: Person, edition: Edition, row: Submission, lead: Person) -> list[Planned]:
    """The lead is one of its reviewers, or runs the edition. Raises `TooFewError`, `RefusedError`."""
    demand(db, edition.id, by, "review.run")
    rounds.demand_here(db, edition, row)
    mine = reviews.of_submission(db, row.id, SUBMITTED)
    if len(mine) < 2:
        raise TooFewError
    if lead.id not in {it.person_id for it in mine}:
        demand(db, edition.id, lead, "review.run")
    talk = reviews.discussion(db, row.id) or Discussion(
        submission_id=row.id, lead_id=lead.id, opened_by_id=by.id, opened_at=now
    )
    talk.lead_id, talk.closed_at = lead.id, None
    db.add(talk)
    db.flush()
    told = {it.person_id for it in mine} | {lead.id}
    return [_invite(db, now, edition, talk, person_id) for person_id in sorted(told)]


def _invite(db: Db, now: datetime, edition: Edition, talk: Discussion, person_id: int) -> Planned:
    key = f"discussion-{talk.id}:{talk.opened_at:%Y%m%d}"
    return rosters.to_person(db, edition.id, person_id, now, "review.discussion", key, {"discussion": talk.id})


def talk_of(db: Db, person: Person, edition: Edition, discussion_id: int) -> Talk:
    """Raises `RefusedError` for who has no part in it."""
    talk = db.get(Discussion, discussion_id)
    if talk is None:
        raise RefusedError("review.discuss")
    row = db.get_one(Submission, talk.submission_id)
    call = rounds.demand_here(db, edition, row)
    mine = _part(db, person, edition, talk)
    rubric = rounds.rubric(db, call)
    given = [reviews.review(db, it.id) for it in reviews.of_submission(db, row.id, SUBMITTED)]
    scores = [it for it in given if it]
    return Talk(
        id=talk.id,
        submission=row.response_id,
        team=row.team,
        kind=call.kind,
        tally=tally([it.scores for it in scores], rubric),
        reviews=[reading.other(it, rubric) for it in scores],
        lead=db.get_one(Person, talk.lead_id).name,
        leads=talk.lead_id == person.id,
        assignment_id=mine.id if mine and not talk.closed_at else 0,
        comments=[(db.get_one(Person, it.person_id).name, it.text) for it in reviews.comments(db, talk.id)],
        consensus=talk.consensus,
    )


def _part(db: Db, person: Person, edition: Edition, talk: Discussion) -> Assignment | None:
    """One's own review of it. Who has none must lead it, or run the edition."""
    mine = reviews.assignment(db, talk.submission_id, person.id)
    if mine and mine.state == SUBMITTED:
        return mine
    if talk.lead_id != person.id and not may(db, edition.id, person, "review.run"):
        raise RefusedError("review.discuss")
    return None


def comment(db: Db, now: datetime, person: Person, edition: Edition, discussion_id: int, text: str) -> list[Planned]:
    """The others in it are told, each in their working hours."""
    talk_of(db, person, edition, discussion_id)
    talk = db.get_one(Discussion, discussion_id)
    if talk.closed_at:
        raise RefusedError("review.discuss")
    row = DiscussionComment(discussion_id=talk.id, person_id=person.id, text=text, at=now)
    db.add(row)
    db.flush()
    mine = reviews.of_submission(db, talk.submission_id, SUBMITTED)
    others = ({it.person_id for it in mine} | {talk.lead_id}) - {person.id}
    return [_commented(db, now, edition, row, other) for other in sorted(others)]


def _commented(db: Db, now: datetime, edition: Edition, row: DiscussionComment, person_id: int) -> Planned:
    key, refs = f"discussion-{row.discussion_id}:comment-{row.id}", {"discussion": row.discussion_id, "comment": row.id}
    return rosters.to_person(db, edition.id, person_id, now, "review.commented", key, refs)


def leads(db: Db, by: Person, edition: Edition, submission_id: int) -> list[tuple[int, str]]:
    """Who may lead: its reviewers whose review is in, and who runs the edition."""
    demand(db, edition.id, by, "review.run")
    rounds.demand_here(db, edition, db.get_one(Submission, submission_id))
    mine = [db.get_one(Person, it.person_id) for it in reviews.of_submission(db, submission_id, SUBMITTED)]
    staff = people.with_role(db, edition.id, RoleName.ADMIN, RoleName.FACILITATOR)
    return list({person.id: person.name for person in [*mine, *staff]}.items())


def led(db: Db, person: Person, edition: Edition, discussion_id: int) -> Talk:
    """For its lead alone. Raises `RefusedError`."""
    found = talk_of(db, person, edition, discussion_id)
    if not found.leads:
        raise RefusedError("review.discuss")
    return found


def agree(db: Db, now: datetime, person: Person, edition: Edition, discussion_id: int, text: str) -> None:
    """The lead writes down what was agreed; that ends the discussion. Scores stay as their reviewers left them."""
    led(db, person, edition, discussion_id)
    talk = db.get_one(Discussion, discussion_id)
    talk.consensus, talk.closed_at = text, now


def discussion_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    talk = db.get_one(Discussion, ref(delivery, "discussion"))
    if talk.closed_at:
        return Skip("closed")
    person = db.get_one(Person, delivery.person_id)
    try:
        return {"talk": talk_of(db, person, db.get_one(Edition, delivery.edition_id), talk.id)}
    except RefusedError:
        return Skip("has no part in it any more")


def commented_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    found = discussion_context(db, delivery, now)
    if isinstance(found, Skip):
        return found
    row = db.get_one(DiscussionComment, ref(delivery, "comment"))
    return found | {"author": db.get_one(Person, row.person_id).name, "words": row.text}
