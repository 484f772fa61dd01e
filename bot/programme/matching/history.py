"""The one place where a pairing changes its state: who, when and why are kept."""

from datetime import datetime

from storage import matching, workspaces
from storage.db import Db
from storage.matching import Challenge, Pairing, PairingEvent, PairingState
from storage.people import Person
from storage.workspaces import StepState, WorkspaceKind, WorkspaceState


def note(db: Db, now: datetime, row: Pairing, state: PairingState, reason: str, person: Person | None = None) -> None:
    row.state = state
    by = person.id if person else None
    db.add(row)
    db.flush()
    db.add(PairingEvent(pairing_id=row.id, state=state, person_id=by, reason=reason, at=now))
    db.flush()


def begin(db: Db, now: datetime, row: Pairing) -> None:
    """The pair works together from now on; its room looks again who is to be invited."""
    note(db, now, row, PairingState.ACTIVE, "begun")
    challenge = db.get_one(Challenge, row.challenge_id)
    for room in workspaces.of_edition(db, challenge.edition_id, WorkspaceKind.CHALLENGE):
        if room.challenge_id == challenge.id:
            workspaces.step(db, room.id, "people").state = StepState.WAITING
            room.state = WorkspaceState.PROVISIONING
    db.flush()


def forget(db: Db, row: Pairing) -> None:
    """A suggestion that nobody was told of leaves no trace: the draft keeps it."""
    for event in matching.events(db, row.id):
        db.delete(event)
    db.flush()
    db.delete(row)
    db.flush()
