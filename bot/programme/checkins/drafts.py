"""What somebody has written for their team and not sent: the team's, sealed, and never outside the form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken

from bot.programme.checkins import lights
from bot.programme.sealing import Sealer
from storage import checkins, people, teams
from storage.checkins import CheckinDraft
from storage.db import Db
from storage.loops import Loop
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True)
class Draft:
    """As one person may read it: only the fields that were changed in it."""

    fields: dict[str, str]
    by: str
    at: datetime
    revision: int
    number: int


def of_team(db: Db, person: Person, sealer: Sealer, loop: Loop, team: Team) -> list[Draft]:
    """Newest first. Lights are in it for the team's signers alone."""
    rows, signer = _readable(db, person, loop.id, team.id), lights.may_see(db, person, team)
    names = people.names(db, {row.person_id for row in rows})
    found = []
    for row in rows:
        said = {name: value for name, value in _opened(sealer, row).items() if signer or not lights.is_private(name)}
        if said:
            found.append(Draft(said, names[row.person_id], row.at, row.revision, row.number))
    return found


def _readable(db: Db, person: Person, loop_id: int, team_id: int) -> list[CheckinDraft]:
    """A team's drafts are for its members; who records for it has their own."""
    rows = checkins.drafts(db, loop_id, team_id)
    member = teams.role_in(db, team_id, person.id)
    return [row for row in rows if member or row.person_id == person.id]


def save(
    db: Db, now: datetime, person: Person, sealer: Sealer, about: tuple[int, int, int, int], fields: Mapping[str, str]
) -> None:
    """`about` is loop, team, revision and the number of the newest draft that the form showed.

    What goes on from drafts takes their place; what was written beside it meanwhile stays.
    """
    loop_id, team_id, revision, seen = about
    known = checkins.drafts(db, loop_id, team_id)
    mine = _readable(db, person, loop_id, team_id)
    replaced = [row for row in mine if row.number <= seen or row.person_id == person.id]
    kept: dict[str, str] = {}
    for row in reversed(replaced):
        kept |= _opened(sealer, row)
        db.delete(row)
    db.flush()
    number = max([int(now.timestamp() * 1000), *(row.number + 1 for row in known)])
    box = sealer.seal(json.dumps(kept | dict(fields)))
    db.add(
        CheckinDraft(
            loop_id=loop_id, team_id=team_id, person_id=person.id, number=number, revision=revision, box=box, at=now
        )
    )
    db.flush()


def forget(db: Db, person: Person, sealer: Sealer, loop: Loop, team: Team, seen: int) -> None:
    """What a form has shown is sent or thrown away; lights that this person could not see stay for the signers."""
    signer = lights.may_see(db, person, team)
    for row in _readable(db, person, loop.id, team.id):
        if row.number <= seen:
            hidden = {} if signer else {k: v for k, v in _opened(sealer, row).items() if lights.is_private(k)}
            if hidden:
                row.box = sealer.seal(json.dumps(hidden))
            else:
                db.delete(row)
    db.flush()


def _opened(sealer: Sealer, row: CheckinDraft) -> dict[str, str]:
    try:
        return {str(name): str(value) for name, value in json.loads(sealer.open(row.box)).items()}
    except InvalidToken:
        return {}
