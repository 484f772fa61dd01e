"""Digests as they fall due, and what a facilitator does with one: edit its opening, post it now, take an entry out."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.programme import worktime
from bot.programme.digests import contents
from bot.programme.digests.contents import COHORT, MONDAY, WORKSPACE
from bot.programme.digests.dates import WEEK, cohort_at, monday_at, week_name, weeks, workspace_at
from bot.programme.occasions import Planned, ref, within
from bot.programme.permissions import demand
from storage import deliveries, digests, loops, workspaces
from storage.db import Db
from storage.digests import Opening
from storage.editions import Edition, EditionState
from storage.insights import Insight
from storage.loops import Loop
from storage.people import Person
from storage.workspaces import WorkspaceKind

USEFUL = timedelta(days=2)
RUNNING = (EditionState.MATCHING, EditionState.INCUBATING, EditionState.CLOSING)


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    start = max(start, edition.created_at)
    if edition.state in RUNNING:
        yield from _cohort_planned(db, edition, start, end)
        yield from within(_workspaces_planned(db, edition, start, end), start, end)
        yield from _mondays_planned(db, edition, start, end)


def _cohort_planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """Each foretold digest takes over where the one before it ends."""
    since: datetime | None = None
    for at in (cohort_at(day) for day in weeks(start, end)):
        found = cohort_digest(db, edition, at, since=since) if start < at <= end else None
        if found:
            since = at
            yield found


def _workspaces_planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    near = [loop for loop in loops.of_edition(db, edition.id) if start < workspace_at(loop, edition.zone) <= end]
    for loop in near:
        yield from workspace_digests(db, edition, loop, workspace_at(loop, edition.zone))


def _mondays_planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    for at in (monday_at(day, edition.zone) for day in weeks(start, end)):
        found = monday_digest(db, edition, at) if start < at <= end else None
        if found:
            yield found


def cohort_digest(
    db: Db, edition: Edition, at: datetime, occasion: str = "", since: datetime | None = None
) -> Planned | None:
    """The cohort's digest as of `at`, or nothing when there is nothing to say."""
    room = workspaces.room(db, edition.id, WorkspaceKind.COHORT)
    occasion = occasion or week_name(COHORT, at)
    since = since or _covered(db, edition, occasion, at)
    if room is None or not any(contents.said(db, edition, since, at).values()):
        return None
    refs = {"since": int(since.timestamp()), "until": int(at.timestamp())}
    return Planned(COHORT, occasion, at, channel_id=room.id, latest_at=at + USEFUL, refs=refs)


def workspace_digests(db: Db, edition: Edition, loop: Loop, at: datetime) -> list[Planned]:
    rooms = workspaces.of_edition(db, edition.id, WorkspaceKind.CHALLENGE)
    return [
        Planned(
            WORKSPACE,
            f"loop-{loop.id}:digest",
            at,
            channel_id=room.channel_id,
            latest_at=at + WEEK,
            condition="a team handed something in",
            refs={"loop": loop.id, "workspace": room.id},
        )
        for room in rooms
        if room.channel_id is not None
    ]


def monday_digest(db: Db, edition: Edition, at: datetime, occasion: str = "") -> Planned | None:
    room = workspaces.room(db, edition.id, WorkspaceKind.FACILITATORS)
    occasion = occasion or week_name(MONDAY, at, edition.zone)
    return Planned(MONDAY, occasion, at, channel_id=room.id, latest_at=at + USEFUL) if room else None


def _covered(db: Db, edition: Edition, occasion: str, at: datetime) -> datetime:
    """Up to where earlier digests have told; a month back if there was none."""
    told = [ref(row, "until") for row in digests.posted(db, edition.id, COHORT) if row.occasion != occasion]
    before = [until for until in told if until < at.timestamp()]
    return datetime.fromtimestamp(max(before), UTC) if before else at - 4 * WEEK


def upcoming(db: Db, edition: Edition, kind: str, now: datetime) -> list[Planned]:
    """The next digest of this kind that has not been posted, as it would be now; nothing when it has nothing to say."""
    if kind == WORKSPACE:
        loop = next_loop(db, edition)
        return workspace_digests(db, edition, loop, now) if loop else []
    occasion = next_occasion(db, edition, kind, now)
    make = cohort_digest if kind == COHORT else monday_digest
    found = make(db, edition, now, occasion)
    return [found] if found else []


def next_occasion(db: Db, edition: Edition, kind: str, now: datetime) -> str:
    """Of the digest that comes next; an opening line is kept under it."""
    if kind == WORKSPACE:
        loop = next_loop(db, edition)
        return f"loop-{loop.id}:digest" if loop else ""
    ahead = [_due(kind, edition, now + number * WEEK) for number in range(3)]
    names = [week_name(kind, at, "UTC" if kind == COHORT else edition.zone) for at in ahead if at > now]
    known = {occasion for _, _, occasion in deliveries.keys(db, edition.id, names)}
    return next(name for name in names if name not in known)


def _due(kind: str, edition: Edition, moment: datetime) -> datetime:
    day = worktime.local_day(moment, edition.zone)
    return cohort_at(day) if kind == COHORT else monday_at(day, edition.zone)


def next_loop(db: Db, edition: Edition) -> Loop | None:
    """The loop whose digest comes next: the open one, else the last that closed."""
    started = [loop for loop in loops.of_edition(db, edition.id) if loop.opened_at]
    return loops.current(db, edition.id) or (started[-1] if started else None)


def edit(db: Db, now: datetime, edition: Edition, person: Person, kind: str, text: str) -> None:
    """Keep an opening line for the next digest of this kind; an empty one takes it away."""
    demand(db, edition.id, person, "digest.run")
    occasion = next_occasion(db, edition, kind, now)
    row = digests.opening(db, edition.id, kind, occasion)
    row = row or Opening(edition_id=edition.id, kind=kind, occasion=occasion, text="", at=now)
    row.text, row.person_id, row.at = text, person.id, now
    db.add(row)


def post(db: Db, edition: Edition, person: Person, kind: str, now: datetime) -> list[Planned]:
    """Post the next digest now, in place of its usual time."""
    demand(db, edition.id, person, "digest.run")
    return upcoming(db, edition, kind, now)


def without(db: Db, insight: Insight, now: datetime, why: str = "without") -> list[Planned]:
    """Rewrite in place the digests in which an insight stood; `why` tells one rewriting from the next."""
    at = insight.released_at.timestamp() if insight.released_at else 0
    rows = [
        row for row in digests.posted(db, insight.edition_id, COHORT) if ref(row, "since") < at <= ref(row, "until") + 1
    ]
    return [
        Planned(
            COHORT,
            f"{row.occasion}:{why}-insight-{insight.id}",
            now,
            channel_id=row.channel_id,
            refs=row.refs,
            updates_id=row.id,
        )
        for row in rows
    ]
