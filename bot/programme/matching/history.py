"""The one place where a pairing changes its state: who, when and why are kept."""

from datetime import datetime

from bot.programme.workspaces import provisioning
from storage import matching
from storage.db import Db
from storage.matching import Challenge, Pairing, PairingEvent, PairingState
from storage.people import Person

MOVING = (PairingState.ACTIVE, PairingState.ENDED)
"""With these somebody comes into the challenge's room, or leaves it."""


def note(db: Db, now: datetime, row: Pairing, state: PairingState, reason: str, person: Person | None = None) -> None:
    row.state = state
    by = person.id if person else None
    db.add(row)
    db.flush()
    db.add(PairingEvent(pairing_id=row.id, state=state, person_id=by, reason=reason, at=now))
    db.flush()
    if state in MOVING:
        provisioning.membership_changed(db, db.get_one(Challenge, row.challenge_id).edition_id, row.challenge_id)


def begin(db: Db, now: datetime, row: Pairing) -> None:
    """The pair works together from now on."""
    note(db, now, row, PairingState.ACTIVE, "begun")


def forget(db: Db, row: Pairing) -> None:
    """A suggestion that nobody was told of leaves no trace: the draft keeps it."""
    for event in matching.events(db, row.id):
        db.delete(event)
    db.flush()
    db.delete(row)
    db.flush()
