"""What is said about reviews: given out, reminded of once, then a person looks; and what nobody could take over."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.worktime import Week
from storage import reviews, workspaces
from storage.calls import Call, Submission
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.reviews import Assignment, AssignmentState, ReviewRound
from storage.workspaces import WorkspaceKind

DAYS_BEFORE = 3
"""Working days of the reviewer between the reminder and the last day."""
MORNING = time(9, 30)
NEAR = timedelta(days=21)
"""From the reminder to the last day, or from there to the next working day, whatever the holidays."""
SUBMITTED = AssignmentState.SUBMITTED


def assigned(db: Db, now: datetime, row: ReviewRound, person_id: int, key: str) -> Planned:
    """In the reviewer's working hours; `key` says what was given out together."""
    edition_id, occasion = db.get_one(Call, row.call_id).edition_id, f"review-{row.id}:{key}"
    return rosters.to_person(db, edition_id, person_id, now, "review.assigned", occasion, {"round": row.id})


def welcome(db: Db, now: datetime, edition: Edition, person: Person) -> list[Planned]:
    """Who they are decides what they are given: asked as soon as somebody is a reviewer."""
    occasion = f"edition-{edition.id}:reviewer"
    return [rosters.to_person(db, edition.id, person.id, now, "review.welcome", occasion, {})]


def welcome_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    said = reviews.profile(db, delivery.edition_id, delivery.person_id or 0)
    if said and said.confirmed_at:
        return Skip("they have said who they are")
    return {"edition": db.get_one(Edition, delivery.edition_id).name}


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    near = [row for row in reviews.rounds(db, edition.id) if row.due_at and start - NEAR <= row.due_at <= end + NEAR]
    return within([item for row in near for item in _of_round(db, edition, row)], start, end)


def _of_round(db: Db, edition: Edition, row: ReviewRound) -> Iterable[Planned]:
    open_ = _open(db, edition.id, row)
    refs = {"round": row.id}
    for person_id in sorted({it.person_id for it in open_}):
        at = _remind_at(db, edition, row, person_id)
        if any(it.person_id == person_id and it.at < at for it in open_):
            key = f"review-{row.id}:reminder"
            yield Planned("review.reminder", key, at, person_id, latest_at=row.due_at, condition=UNFINISHED, refs=refs)
    room = workspaces.room(db, edition.id, WorkspaceKind.FACILITATORS)
    if open_ and room and row.due_at:
        at = worktime.next_working_instant(row.due_at, Week(edition.zone))
        key = f"review-{row.id}:overdue"
        yield Planned("review.overdue", key, at, channel_id=room.id, condition=UNFINISHED, refs=refs)


UNFINISHED = "reviews are not finished"


def _open(db: Db, edition_id: int, row: ReviewRound) -> list[Assignment]:
    """Reviews still to be written in this call."""
    return reviews.waiting(db, edition_id, call_id=row.call_id)


def _remind_at(db: Db, edition: Edition, row: ReviewRound, person_id: int) -> datetime:
    """The third working day before the last one, in the morning there."""
    assert row.due_at  # noqa: S101 - only rounds with a last day are planned
    person = db.get_one(Person, person_id)
    week = rosters.week_of_person(db, edition.id, person)
    day = worktime.working_days_before(worktime.local_day(row.due_at, person.zone), DAYS_BEFORE, week)
    return worktime.instant(day, MORNING, person.zone)


def assigned_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """As it stands when it is sent: what is open now, of all that this reviewer has in the call."""
    row = db.get_one(ReviewRound, ref(delivery, "round"))
    call = db.get_one(Call, row.call_id)
    mine = [it for it in reviews.assignments(db, call.id, SUBMITTED) if it.person_id == delivery.person_id]
    open_ = [it for it in _open(db, call.edition_id, row) if it.person_id == delivery.person_id]
    if not open_:
        return Skip("nothing to review")
    extra = "assignment-" in delivery.occasion
    return {
        "kind": str(call.kind),
        "open_": len(open_),
        "all_": len(mine) + len(open_),
        "until": row.due_at,
        "extra": extra,
    }


def reminder_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    found = assigned_context(db, delivery, now)
    if not isinstance(found, Skip):
        found.pop("extra")
    return found


def overdue_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(ReviewRound, ref(delivery, "round"))
    call = db.get_one(Call, row.call_id)
    counts: dict[int, int] = {}
    for it in _open(db, call.edition_id, row):
        counts[it.person_id] = counts.get(it.person_id, 0) + 1
    if not counts:
        return Skip("all reviews are in")
    named = [(db.get_one(Person, person_id).name, count) for person_id, count in sorted(counts.items())]
    return {"kind": str(call.kind), "missing": named}


def short(db: Db, now: datetime, edition: Edition, row: Submission) -> list[Planned]:
    """Nobody could take a review over: in the facilitators' room, or to each of them while there is none."""
    key = f"submission-{row.id}:short:{now:%Y%m%dT%H%M%S}"
    return rosters.to_staff(db, edition.id, now, "review.short", key, {"submission": row.id})


def short_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Submission, ref(delivery, "submission"))
    call = db.get_one(Call, row.call_id)
    here = reviews.round_of(db, call.id)
    have, per = len(reviews.of_submission(db, row.id)), here.per if here else 0
    if have >= per:
        return Skip("somebody took it over")
    return {"kind": str(call.kind), "id": row.response_id, "team": row.team, "have": have, "per": per}
