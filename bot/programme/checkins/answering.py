"""What an answer changes: one per team and loop, amended by any member, welcome also after the loop has closed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.programme import commitments, rosters, signals, thanks
from bot.programme.asks import making
from bot.programme.checkins import asking, drafts, lights
from bot.programme.checkins.lights import Lamp
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from bot.programme.sealing import Sealer
from bot.programme.thanks import To
from storage import checkins, workspaces
from storage.checkins import Amendment, Checkin, CheckinState, HelpFrom, Result, Sharing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Course, Loop, LoopState
from storage.people import Person
from storage.teams import Team

LATE_FOR = timedelta(days=7)
"""So long after a loop has closed an answer to it is taken."""
CARD = (
    *("hypothesis", "tried", "observed", "learned", "confidence", "next_step", "next_by", "next_on", "late"),
    *("statement_changed", "revision"),
)


class NotOpenError(Exception):
    """The loop takes no answers now; names its number."""


class AnsweredError(Exception):
    """The team has answered in this loop: there is nothing to skip. Names the team."""


class ChangedError(Exception):
    """Somebody else has changed the answer since the form was opened."""


@dataclass(frozen=True)
class Sheet:
    """The form that somebody has before them, and what it knew when it was opened."""

    loop_id: int
    team_id: int
    revision: int | None = None
    """Of the answer; nothing where the form is opened only now."""
    seen: int = 0
    """The number of the newest draft that it showed."""


@dataclass(frozen=True)
class Answer:
    """One check-in; `lights` are the owner's private ones, by provider."""

    hypothesis: str
    tried: str
    learned: str
    result: Result
    observed: str = ""
    confidence: int | None = None
    help_wanted: str = ""
    help_from: HelpFrom | None = None
    next_step: str = ""
    next_by: str = ""
    next_on: date | None = None
    course: Course | None = None
    statement_changed: bool | None = None
    sharing: Sharing = Sharing.WORKSPACE
    lights: dict[int, Lamp] = field(default_factory=dict)
    thank_to: int | None = None
    thank_for: str = ""


BESIDE = {"lights", "thank_to", "thank_for"}
"""What a form says besides the check-in itself."""


# Whether it may be answered


def answerable(db: Db, now: datetime, person: Person, sheet: Sheet) -> tuple[Loop, Team]:
    """Raises `RefusedError` unless the person may answer, and `NotOpenError` unless an answer is taken."""
    loop, team = db.get_one(Loop, sheet.loop_id), db.get_one(Team, sheet.team_id)
    demand(db, team.edition_id, person, "checkin.answer", team)
    if not takes(loop, checkins.of_team(db, loop.id, team.id), now):
        raise NotOpenError(loop.number)
    return loop, team


def takes(loop: Loop, row: Checkin | None, now: datetime) -> bool:
    """While the loop is open, and for a week after it whatever had not come by then."""
    if loop.state != LoopState.CLOSED or loop.closed_at is None:
        return loop.state == LoopState.OPEN
    return now < loop.closed_at + LATE_FOR and (row is None or row.answered_at is None or _is_after(loop, row))


def _is_after(loop: Loop, row: Checkin) -> bool:
    return loop.closed_at is not None and row.answered_at is not None and row.answered_at >= loop.closed_at


def open_until(loop: Loop, team: Team) -> datetime:
    """Until when the answer can be changed."""
    return loop.closed_at + LATE_FOR if loop.closed_at else asking.closes_at(loop, rosters.week_of(team))


# Answered, amended


def answer(db: Db, now: datetime, person: Person, sealer: Sealer, sheet: Sheet, given: Answer) -> list[Planned]:
    """Record or amend the team's one answer; returns what must be said because of it. Raises `ChangedError`."""
    loop, team = answerable(db, now, person, sheet)
    row = _row(db, loop, team)
    if sheet.revision not in {None, row.revision}:
        raise ChangedError
    _write(row, given, now, late=now > asking.due_at(loop, rosters.week_of(team)))
    if loop.state == LoopState.OPEN:
        row.state, row.reason = CheckinState.RECEIVED, ""
    db.add(Amendment(checkin_id=row.id, revision=row.revision, person_id=person.id, at=now))
    lights.keep(db, now, person, sealer, row, given.lights)
    commitments.from_checkin(db, now, row, team)
    drafts.forget(db, person, sealer, loop, team, sheet.seen)
    said = [
        *_card(db, row, team, now),
        *making.from_checkin(db, now, row, team),
        *_thanks(db, now, person, team, given),
    ]
    return [*said, *signals.from_answer(db, now, team)]


def _write(row: Checkin, given: Answer, now: datetime, *, late: bool) -> None:
    if row.answered_at is None:
        row.answered_at, row.late = now, late
    for name, value in vars(given).items():
        if name not in BESIDE:
            setattr(row, name, value)
    row.revision += 1


def _thanks(db: Db, now: datetime, person: Person, team: Team, given: Answer) -> list[Planned]:
    if given.thank_to is None or not given.thank_for:
        return []
    to, edition = db.get_one(Team, given.thank_to), db.get_one(Edition, team.edition_id)
    known = thanks.choices(db, edition, person)
    return thanks.give(db, now, edition, person, To(to.id), given.thank_for) if to in known else []


def _row(db: Db, loop: Loop, team: Team) -> Checkin:
    row = checkins.of_team(db, loop.id, team.id) or Checkin(loop_id=loop.id, team_id=team.id)
    db.add(row)
    db.flush()
    return row


# The card


def _card(db: Db, row: Checkin, team: Team, now: datetime) -> list[Planned]:
    """The answer in the workspace's channel: posted once, rewritten in place when it is amended."""
    workspace = workspaces.of_team(db, team.id)
    if workspace is None or workspace.channel_id is None:
        return []
    occasion = f"checkin-{row.id}:card"
    first = rosters.earlier(db, team.edition_id, "checkin.card", workspace.channel_id, occasion)
    later = f"{occasion}:r{row.revision}" if first else occasion
    loop_key = f"loop-{row.loop_id}:opened"
    parent = rosters.earlier(db, team.edition_id, "loop.opened", workspace.channel_id, loop_key)
    return [
        Planned(
            "checkin.card",
            later,
            now,
            channel_id=workspace.channel_id,
            team_id=team.id,
            refs={"checkin": row.id},
            updates_id=first.id if first else None,
            thread_id=parent.id if parent else None,
        )
    ]


def card_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """What a workspace sees of a team's answer: its teams are at home there, at every level. No lights."""
    row = db.get_one(Checkin, ref(delivery, "checkin"))
    loop, team, last = db.get_one(Loop, row.loop_id), db.get_one(Team, row.team_id), checkins.last_amendment(db, row.id)
    by = db.get(Person, last.person_id) if last and last.person_id else None
    about = {"loop": loop.number, "team": team.name, "ref": f"{loop.id}.{team.id}", "after": _is_after(loop, row)}
    chosen = {"result": str(row.result), "course": str(row.course or ""), "sharing": str(row.sharing)}
    changed = {"by": by.name if by else "", "at": last.at if last else row.answered_at}
    help_wanted = {"help_wanted": row.help_shown, "help_from": str(row.help_from or "")}
    return {name: getattr(row, name) for name in CARD} | about | chosen | changed | help_wanted


# Left out


def skippable(db: Db, person: Person, loop_id: int, team_id: int) -> tuple[Loop, Team]:
    """Raises also `AnsweredError`."""
    loop, team = db.get_one(Loop, loop_id), db.get_one(Team, team_id)
    demand(db, team.edition_id, person, "checkin.answer", team)
    if loop.state != LoopState.OPEN:
        raise NotOpenError(loop.number)
    row = checkins.of_team(db, loop.id, team.id)
    if row and row.state == CheckinState.RECEIVED:
        raise AnsweredError(team.name)
    return loop, team


def skip(db: Db, person: Person, loop_id: int, team_id: int, reason: str) -> Checkin:
    """The team leaves this loop out; nobody reminds it any more."""
    loop, team = skippable(db, person, loop_id, team_id)
    row = _row(db, loop, team)
    row.state, row.reason = CheckinState.SKIPPED, reason
    return row
