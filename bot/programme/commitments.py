"""Commitments: promised in a form, shown until somebody says that they are done."""

from datetime import date, datetime

from storage import commitments
from storage.commitments import Commitment, CommitmentState
from storage.db import Db
from storage.teams import Team


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
