"""What is due, and what will be: one list, from which the ledger is filled and the next weeks are foretold."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.programme import checkins, commitments, resources, signals
from bot.programme.digests import posting
from bot.programme.introductions import meetings, wishes
from bot.programme.introductions import telling as introducing
from bot.programme.loops import due as looping
from bot.programme.matching import consent, fit
from bot.programme.occasions import Planned
from bot.programme.reviews import telling as reviewing
from bot.programme.sessions import due as attending
from bot.programme.workspaces import asking
from storage import deliveries, editions
from storage.db import Db
from storage.deliveries import DeliveryState
from storage.editions import Edition

Planner = Callable[[Db, Edition, datetime, datetime], Iterable[Planned]]
"""`(db, edition, start, end)` → what is due after start and not after end, given what is known now."""

PLANNERS: tuple[Planner, ...] = (
    checkins.planned,
    looping.planned,
    commitments.planned,
    attending.planned,
    signals.planned,
    posting.planned,
    reviewing.planned,
    consent.planned,
    fit.planned,
    wishes.planned,
    introducing.planned,
    meetings.planned,
    asking.planned,
    resources.planned,
)
LOOK_BACK = timedelta(days=14)
LOOK_AHEAD = timedelta(days=28)


def plan(db: Db, edition: Edition, start: datetime, end: datetime) -> list[Planned]:
    found = [item for planner in PLANNERS for item in planner(db, edition, start, end)]
    return sorted(found, key=lambda item: (item.due_at, item.kind, item.occasion, item.recipient))


def queue_due(db: Db, now: datetime, since: datetime | None = None) -> int:
    """Write what is due and not yet in the ledger; what is past its usefulness is written as skipped, to be seen.

    `since`: how far to look back, where a shorter look is enough.
    """
    start = since or now - LOOK_BACK
    return sum(_queue(db, edition, plan(db, edition, start, now), now) for edition in editions.active(db))


def due(db: Db, now: datetime) -> list[Planned]:
    """What a tick at `now` would write into the ledger."""
    return [
        item for edition in editions.active(db) for item in _fresh(db, edition, plan(db, edition, now - LOOK_BACK, now))
    ]


def queue(db: Db, edition: Edition, planned: Iterable[Planned], now: datetime) -> int:
    """Write messages that follow from something that somebody did just now."""
    return _queue(db, edition, list(planned), now)


def instants(db: Db, start: datetime, end: datetime) -> list[datetime]:
    """When something is due in the span, as far as it is known now, each instant once."""
    ahead = {item.due_at for edition in editions.active(db) for item in plan(db, edition, start, end)}
    return sorted(at for at in ahead | deliveries.waiting_times(db) if start < at <= end)


def next_due(db: Db, now: datetime) -> datetime | None:
    """When something will be said next, as far as it is known now: the nearest days are looked at first."""
    waiting = deliveries.next_due(db)
    start = now
    for span in (timedelta(hours=12), timedelta(days=7), LOOK_AHEAD):
        found = [item.due_at for edition in editions.active(db) for item in plan(db, edition, start, now + span)]
        if found or (waiting and waiting <= now + span):
            return min([*found, *([waiting] if waiting else [])])
        start = now + span
    return waiting


def _queue(db: Db, edition: Edition, planned: list[Planned], now: datetime) -> int:
    return deliveries.enqueue(db, [row(edition, item, now) for item in _fresh(db, edition, planned)])


def _fresh(db: Db, edition: Edition, planned: list[Planned]) -> list[Planned]:
    """Those that the ledger does not know yet."""
    known = deliveries.keys(db, edition.id, {item.occasion for item in planned})
    taken = {(kind, occasion) for kind, _, occasion in known}
    return [
        item
        for item in planned
        if (item.kind, item.recipient, item.occasion) not in known
        and not (item.one_of and (item.kind, item.occasion) in taken)
    ]


def row(edition: Edition, item: Planned, now: datetime) -> dict[str, Any]:
    """The ledger row. How the person is reached is settled when it is sent."""
    made = item.row(edition.id)
    if item.latest_at is not None and item.latest_at < now:
        made |= {"state": DeliveryState.SKIPPED, "reason": "too late to be of use"}
    return made
