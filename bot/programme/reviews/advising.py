"""Advisors: a shortlist to read after declaring no conflict, a summary without reviewers' names, a comment.

They do not decide.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.programme.permissions import RefusedError, demand
from bot.programme.reviews import conflicts, profiles, reading, rounds
from bot.programme.reviews.conflicts import Flag
from bot.programme.reviews.profiles import Profile
from bot.programme.reviews.reading import Card, Gate
from bot.programme.reviews.scoring import Tally, tally
from storage import calls, reviews
from storage.calls import CallKind, Submission
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import AdvisorComment, AssignmentState, ShortlistEntry, Standing


@dataclass(frozen=True)
class Listed:
    """What an advisor sees in the list, before and after their declaration."""

    submission_id: int
    id: str
    team: str
    country: str
    conflict: bool
    commented: bool


@dataclass(frozen=True)
class Summary:
    """`profile` or `gate` is set while one of them stands before it; `card` is what an advisor reads."""

    submission_id: int
    profile: Profile | None = None
    gate: Gate | None = None
    card: Card | None = None
    tally: Tally | None = None
    comment: str = ""
    barred: bool = False


class UnknownError(Exception):
    """Names the responses that the call does not have."""


def choose(db: Db, now: datetime, by: Person, edition: Edition, kind: CallKind, ids: list[str]) -> int:
    """The shortlist is exactly these. Raises `UnknownError`."""
    demand(db, edition.id, by, "call.run")
    row = rounds.of(db, edition, kind)
    found = {key: calls.submission(db, row.call_id, key) for key in ids}
    if unknown := [key for key, it in found.items() if it is None]:
        raise UnknownError(", ".join(unknown))
    wanted = {it.id for it in found.values() if it}
    standing = {it.id for it in reviews.shortlist(db, row.call_id)}
    for submission_id in standing - wanted:
        db.delete(reviews.entry(db, submission_id))
    db.add_all(ShortlistEntry(submission_id=key, by_id=by.id, at=now) for key in sorted(wanted - standing))
    db.flush()
    return len(wanted)


def listed(db: Db, person: Person, edition: Edition, kind: CallKind) -> list[Listed]:
    demand(db, edition.id, person, "review.advise")
    row = rounds.of(db, edition, kind)
    return [
        Listed(
            submission_id=it.id,
            id=it.response_id,
            team=it.team,
            country=it.country or "",
            conflict=conflicts.conflicted(db, person, it.id),
            commented=reviews.advice_of(db, it.id, person.id) is not None,
        )
        for it in reviews.shortlist(db, row.call_id)
    ]


def summary(db: Db, now: datetime, person: Person, edition: Edition, submission_id: int) -> Summary:
    row = _listed(db, person, edition, submission_id)
    profile = profiles.of(db, edition, person)
    if not profile.confirmed:
        return Summary(row.id, profile=profile)
    if Flag.ORGANISATION in conflicts.noticed(db, edition, person, row):
        conflicts.declare(db, now, person, row, Standing.CONFLICT)
    if conflicts.conflicted(db, person, row.id):
        return Summary(row.id, barred=True)
    if not conflicts.cleared(db, person, row):
        return Summary(row.id, gate=reading.gate(db, edition, person, row))
    call = rounds.call_of(db, row)
    given = [reviews.review(db, it.id) for it in reviews.of_submission(db, row.id, AssignmentState.SUBMITTED)]
    said = reviews.advice_of(db, row.id, person.id)
    return Summary(
        row.id,
        card=reading.card(call.kind, row),
        tally=tally([it.scores for it in given if it], rounds.rubric(db, call)),
        comment=said.text if said else "",
    )


def _listed(db: Db, person: Person, edition: Edition, submission_id: int) -> Submission:
    """Raises `RefusedError` for what is not on the shortlist of this edition."""
    demand(db, edition.id, person, "review.advise")
    row = db.get(Submission, submission_id)
    if row is None or reviews.entry(db, submission_id) is None:
        raise RefusedError("review.advise")
    rounds.demand_here(db, edition, row)
    return row


def declare(
    db: Db, now: datetime, person: Person, edition: Edition, submission_id: int, standing: Standing, reason: str = ""
) -> Summary:
    conflicts.declare(db, now, person, _listed(db, person, edition, submission_id), standing, reason)
    return summary(db, now, person, edition, submission_id)


def comment(db: Db, now: datetime, person: Person, edition: Edition, submission_id: int, text: str) -> None:
    """Shown on the board. Raises `RefusedError` before a declaration, and with a conflict."""
    row = _listed(db, person, edition, submission_id)
    conflicts.demand_cleared(db, person, row)
    said = reviews.advice_of(db, row.id, person.id)
    said = said or AdvisorComment(submission_id=row.id, person_id=person.id, text=text, at=now)
    said.text, said.at = text, now
    db.add(said)
