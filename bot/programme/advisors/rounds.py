"""A critical-friend round: invited, led step by step through a thread, paused, closed with what is taken from it."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.programme import commitments, rosters
from bot.programme.advisors import timing
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand, may
from storage import advisors, deliveries
from storage.advisors import Advice, CriticalRound, FriendState, RoundState, RoundStep, RoundWord
from storage.db import Db
from storage.deliveries import DeliveryState
from storage.people import Person
from storage.teams import Team

OPEN = (RoundState.RUNNING, RoundState.PAUSED)


@dataclass(frozen=True)
class Takeaway:
    text: str
    promise: str = ""
    due_on: date | None = None


def _staff(db: Db, edition_id: int, person: Person) -> bool:
    return may(db, edition_id, person, "advisor.run")


def taking_part(db: Db, row: CriticalRound) -> list[int]:
    """The presenter, and the friends who agreed."""
    agreed = [one.person_id for one in advisors.friends(db, row.id) if one.state == FriendState.AGREED]
    return [row.presenter_id, *agreed]


def current(db: Db, row: CriticalRound, now: datetime) -> RoundStep | None:
    """The step that has begun last; nothing before the first."""
    at = row.paused_at or now
    begun = [step for step in advisors.steps(db, row.id) if step.starts_at <= at]
    return begun[-1] if begun else None


# What will be said: in the ledger at once, so that a restart forgets nothing; times that change take it back


def occasion(row: CriticalRound, step: RoundStep) -> str:
    return f"round-{row.id}:step-{step.position}:r{step.revision}"


def opening(db: Db, now: datetime, row: CriticalRound) -> list[Planned]:
    """The first step's post, under which all others stand."""
    first = advisors.steps(db, row.id)[0]
    return [_post(row, first)] if _ahead(first, now) else []


def following(db: Db, now: datetime, row: CriticalRound) -> list[Planned]:
    """The other steps, in the first one's thread; and each step to those who take part and are not in the room."""
    opener = _opener(db, row)
    found = []
    for step in advisors.steps(db, row.id):
        if _ahead(step, now):
            found += [_post(row, step, opener)] if step.position else []
            found += [_told(db, row, step, one) for one in _folk(row, db)]
    return found


def _told(db: Db, row: CriticalRound, step: RoundStep, person_id: int) -> Planned:
    """At once in a sitting, to which they agreed; within their hours where a step lasts a day."""
    key, refs = occasion(row, step), _refs(row, step)
    if row.by_day:
        return rosters.to_person(db, row.edition_id, person_id, step.starts_at, "round.told", key, refs)
    return Planned("round.told", key, step.starts_at, person_id, refs=refs)


def _ahead(step: RoundStep, now: datetime) -> bool:
    return step.starts_at >= now


def _folk(row: CriticalRound, db: Db) -> list[int]:
    return [row.presenter_id, *(one.person_id for one in advisors.friends(db, row.id))]


def _refs(row: CriticalRound, step: RoundStep) -> dict[str, int]:
    return {"round": row.id, "step": step.position}


def _post(row: CriticalRound, step: RoundStep, opener: str | None = None) -> Planned:
    refs, late = _refs(row, step), step.ends_at if step.position < len(timing.STEPS) - 1 else None
    return Planned(
        "round.step",
        occasion(row, step),
        step.starts_at,
        channel_id=row.channel_id,
        refs=refs,
        latest_at=late,
        thread_id=opener,
    )


def _opener(db: Db, row: CriticalRound) -> str | None:
    """The post of the first step that stands, or will."""
    rows = deliveries.about(db, row.edition_id, "round.step", "round", [row.id])
    firsts = [
        it for it in rows if it.refs["step"] == 0 and it.state not in (DeliveryState.SKIPPED, DeliveryState.FAILED)
    ]
    return firsts[-1].id if firsts else None


def said(db: Db, now: datetime, person: Person, round_id: int, text: str) -> list[Planned]:
    """Through the form, for those who are not in the room: it is put into the thread with their name."""
    row = db.get_one(CriticalRound, round_id)
    if person.id not in taking_part(db, row) and not _leads(db, row, person):
        raise RefusedError("round.take")
    step = current(db, row, now)
    if row.state not in OPEN or step is None:
        return []
    made = RoundWord(round_id=row.id, person_id=person.id, position=step.position, text=text, at=now)
    db.add(made)
    db.flush()
    refs, occasion_ = {"round": row.id, "word": made.id}, f"word-{made.id}"
    opener = _opener(db, row)
    return [Planned("round.word", occasion_, now, channel_id=row.channel_id, refs=refs, thread_id=opener)]


# Led by its clock, or by hand


def led(db: Db, person: Person, round_id: int) -> CriticalRound:
    """For those who may lead it: the presenter's team, and who runs the edition."""
    row = db.get_one(CriticalRound, round_id)
    if not _leads(db, row, person):
        raise RefusedError("advice.ask")
    return row


def _leads(db: Db, row: CriticalRound, person: Person) -> bool:
    team = db.get_one(Team, row.team_id)
    return _staff(db, row.edition_id, person) or may(db, row.edition_id, person, "advice.ask", team)


def next_step(db: Db, now: datetime, row: CriticalRound, position: int) -> bool:
    """`position` is the step that the button stood under: pressed twice, it moves on once."""
    step = current(db, row, now)
    last = len(timing.STEPS) - 1
    if row.state != RoundState.RUNNING or step is None or step.position != position or position == last:
        return False
    step.ends_at = now
    move(db, row, position + 1, now)
    return True


def pause(db: Db, now: datetime, row: CriticalRound) -> bool:
    if row.state != RoundState.RUNNING:
        return False
    row.state, row.paused_at = RoundState.PAUSED, now
    _take_back(db, row, now)
    return True


def resume(db: Db, now: datetime, row: CriticalRound) -> bool:
    """What was left of the step is left still."""
    if row.state != RoundState.PAUSED or row.paused_at is None:
        return False
    step, gone = current(db, row, now), now - row.paused_at
    row.state, row.paused_at = RoundState.RUNNING, None
    if step is None:
        move(db, row, 0, advisors.steps(db, row.id)[0].starts_at + gone)
    else:
        step.ends_at += gone
        if not _stands(db, row, step):
            _post_again(db, row, step, now)
        if step.position + 1 < len(timing.STEPS):
            move(db, row, step.position + 1, step.ends_at)
    return True


def _stands(db: Db, row: CriticalRound, step: RoundStep) -> bool:
    """Whether the post of a step that has begun was sent: a pause may have come before it."""
    post = deliveries.find(db, row.edition_id, "round.step", f"channel:{row.channel_id}", occasion(row, step))
    return post is not None and post.state == DeliveryState.SENT


def _post_again(db: Db, row: CriticalRound, step: RoundStep, now: datetime) -> None:
    deliveries.withdraw(db, row.edition_id, f"round-{row.id}:step-{step.position}:", "paused")
    step.starts_at, step.revision = now, step.revision + 1
    db.flush()


def cancel(db: Db, now: datetime, row: CriticalRound) -> list[Planned]:
    if row.state not in OPEN:
        return []
    row.state = RoundState.CANCELLED
    _take_back(db, row, now)
    deliveries.withdraw(db, row.edition_id, f"invite-{row.id}", "cancelled")
    refs = {"round": row.id}
    return [
        rosters.to_person(db, row.edition_id, one, now, "round.cancelled", f"round-{row.id}-cancelled", refs)
        for one in _folk(row, db)
        if one == row.presenter_id or _friendly(db, row, one)
    ]


def _friendly(db: Db, row: CriticalRound, person_id: int) -> bool:
    friend = advisors.friend(db, row.id, person_id)
    return friend is not None and friend.state != FriendState.DECLINED


def move(db: Db, row: CriticalRound, first: int, at: datetime) -> None:
    """The steps from the given one on begin anew at that time; what was queued for them is taken back."""
    steps = advisors.steps(db, row.id)
    week = rosters.week_of(db.get_one(Team, row.team_id))
    for step in steps[first:]:
        deliveries.withdraw(db, row.edition_id, f"round-{row.id}:step-{step.position}:", "its time changed")
    for step, (starts_at, ends_at) in zip(
        steps[first:], timing.lay(at, week, daily=row.by_day, first=first), strict=True
    ):
        step.starts_at, step.ends_at, step.revision = starts_at, ends_at, step.revision + 1
    db.flush()


def _take_back(db: Db, row: CriticalRound, now: datetime) -> None:
    for step in advisors.steps(db, row.id):
        if step.starts_at > now:
            deliveries.withdraw(db, row.edition_id, f"round-{row.id}:step-{step.position}:", "paused or cancelled")
    db.flush()


def close(db: Db, now: datetime, person: Person, row: CriticalRound, taken: Takeaway) -> list[Planned]:
    """What the presenter takes from it goes into the ledger, and what they promise is tracked."""
    team = db.get_one(Team, row.team_id)
    demand(db, row.edition_id, person, "round.take", None if _staff(db, row.edition_id, person) else team)
    known = next((it for it in advisors.ledger(db, row.edition_id, [team.id]) if it.round_id == row.id), None)
    row.state, row.taken = RoundState.CLOSED, taken.text
    if taken.promise:
        commitments.promise(db, now, team, taken.promise, taken.due_on, f"round-{row.id}", person_id=person.id)
    if known is not None:
        known.text = taken.text
        return []
    _take_back(db, row, now)
    db.add(Advice(edition_id=row.edition_id, team_id=team.id, round_id=row.id, text=taken.text, at=now))
    db.flush()
    refs, opener = {"round": row.id}, _opener(db, row)
    return [
        Planned("round.closed", f"round-{row.id}-closed", now, channel_id=row.channel_id, refs=refs, thread_id=opener)
    ]
