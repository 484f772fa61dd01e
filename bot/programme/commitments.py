"""Commitments: promised in a form, shown until somebody says that they are done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import demand
from bot.programme.workspaces import provisioning
from storage import commitments, teams, workspaces
from storage.checkins import Checkin
from storage.commitments import Commitment, CommitmentState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team, TeamState

DUE = "commitment.due"
MARGIN = timedelta(days=10)
"""Holidays move the question on from the day itself."""
TAKEN_OUT = "taken out where it was promised"


def promise(  # noqa: PLR0913 - the values of one row
    db: Db,
    now: datetime,
    team: Team,
    text: str,
    due_on: date | None,
    origin: str,
    *,
    workspace_id: int | None = None,
    loop_id: int | None = None,
    person_id: int | None = None,
) -> Commitment:
    """Said again at the same place with the same words, it is the same one."""
    for known in commitments.of_origin(db, origin):
        if known.team_id == team.id and known.text == text:
            known.due_on = due_on
            return known
    made = Commitment(
        edition_id=team.edition_id,
        workspace_id=workspace_id,
        loop_id=loop_id,
        team_id=team.id,
        person_id=person_id,
        origin=origin,
        text=text,
        due_on=due_on,
        made_at=now,
    )
    db.add(made)
    db.flush()
    if room := workspaces.of_team(db, team.id):
        provisioning.look_again(db, room.id, "canvas")
    return made


def hand_on(db: Db, leaving: Team, to: Team) -> list[Commitment]:
    """What a leaving team has promised and not done goes to another one, with a note of where it comes from."""
    moved = commitments.open_of(db, [leaving.id])
    for row in moved:
        row.team_id, row.person_id, row.note = to.id, None, f"from {leaving.name}"
    db.flush()
    return moved


def settle(now: datetime, row: Commitment, state: CommitmentState) -> None:
    row.state, row.settled_at = state, now if state != CommitmentState.OPEN else None


@dataclass(frozen=True)
class Line:
    """One thing that a team promises together with others'."""

    team: Team
    person_id: int | None
    text: str
    due_on: date | None


def reconcile(db: Db, now: datetime, lines: Sequence[Line], origin: str, workspace_id: int, loop_id: int) -> None:
    """Make what was promised at one place equal to these lines: kept, reworded in their order, added, taken out."""
    known = commitments.of_origin(db, origin)
    left = list(lines)
    for row in [*known]:
        same = next((line for line in left if (line.team.id, line.text) == (row.team_id, row.text)), None)
        if same:
            _write(row, same)
            known.remove(row)
            left.remove(same)
    unsettled = [row for row in known if row.state == CommitmentState.OPEN]
    for row, line in zip(unsettled, left, strict=False):
        _write(row, line)
    for row in unsettled[len(left) :]:
        _take_out(now, row)
    for line in left[len(unsettled) :]:
        where = {"workspace_id": workspace_id, "loop_id": loop_id, "person_id": line.person_id}
        promise(db, now, line.team, line.text, line.due_on, origin, **where)
    db.flush()


def _write(row: Commitment, line: Line) -> None:
    row.team_id, row.person_id, row.text, row.due_on = line.team.id, line.person_id, line.text, line.due_on
    if row.note == TAKEN_OUT:
        row.state, row.settled_at, row.note = CommitmentState.OPEN, None, ""


def _take_out(now: datetime, row: Commitment) -> None:
    settle(now, row, CommitmentState.DROPPED)
    row.note = TAKEN_OUT


def from_checkin(db: Db, now: datetime, row: Checkin, team: Team) -> None:
    """“Therefore we will… by”: one promise, which follows the answer when it is amended, and goes when it is empty."""
    origin = f"checkin-{row.id}"
    known = next(iter(commitments.of_origin(db, origin)), None)
    words = row.next_step.strip()
    if known is None:
        room = workspaces.of_team(db, team.id) if words else None
        if words:
            where = {"workspace_id": room.id if room else None, "loop_id": row.loop_id}
            promise(db, now, team, words, row.next_on, origin, **where)
    elif not words:
        if known.state == CommitmentState.OPEN:
            _take_out(now, known)
    elif known.text != words:
        known.text, known.due_on, known.note = words, row.next_on, ""
        settle(now, known, CommitmentState.OPEN)
    else:
        _write(known, Line(team, known.person_id, words, row.next_on))
    db.flush()


# On the day itself


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """Each once, on its day, or on the team's next working day."""
    rows = commitments.due_between(db, edition.id, start.date() - MARGIN, end.date() + timedelta(days=1))
    return within((item for row in rows for item in _asked(db, row)), start, end)


def _asked(db: Db, row: Commitment) -> Iterable[Planned]:
    team = db.get_one(Team, row.team_id)
    if row.due_on is None or team.state != TeamState.ACTIVE:
        return
    week = rosters.week_of(team)
    at = worktime.instant(worktime.next_working_day(row.due_on, week), worktime.ASK_AT, week.zone)
    members = teams.members(db, team.id)
    who = next((one for one in members if one.id == row.person_id), None)
    here = rosters.at_work(db, [who, *members] if who else members, at)
    if here:
        key, refs = f"commitment-{row.id}:due-{row.due_on}", {"commitment": row.id}
        late = at + timedelta(days=7)
        yield Planned(
            DUE, key, at, here.id, team_id=team.id, latest_at=late, refs=refs, one_of=True, condition="not done"
        )


def due_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Commitment, ref(delivery, "commitment"))
    if row.state != CommitmentState.OPEN:
        return Skip(str(row.state))
    if f"due-{row.due_on}" not in delivery.occasion or row.team_id != delivery.team_id:
        return Skip("promised anew")
    return {"commitment": row.id, "text": row.text, "due_on": row.due_on, "team": db.get_one(Team, row.team_id).name}


def demanded(db: Db, person: Person, commitment_id: int) -> Commitment:
    """Any member of the team that promised it, or whoever runs the edition."""
    row = db.get_one(Commitment, commitment_id)
    demand(db, row.edition_id, person, "commitment.update", db.get_one(Team, row.team_id))
    return row


def update(db: Db, now: datetime, person: Person, commitment_id: int, state: CommitmentState) -> Commitment:
    row = demanded(db, person, commitment_id)
    if row.state != state:
        settle(now, row, state)
    return row


def move(db: Db, person: Person, commitment_id: int, due_on: date) -> Commitment:
    row = demanded(db, person, commitment_id)
    row.due_on, row.state, row.settled_at = due_on, CommitmentState.OPEN, None
    return row
