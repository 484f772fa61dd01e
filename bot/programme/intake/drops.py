"""A file dropped into the facilitators' room: what it is for, what is to be done with it, what became of it."""

import hashlib
from datetime import datetime

from bot.programme.intake.mappings import Columns, likeliest_kind
from bot.programme.permissions import demand, may
from storage import intake, workspaces
from storage.calls import CallKind
from storage.db import Db
from storage.editions import Edition
from storage.intake import DroppedFile, Errand, FileState, Verb
from storage.people import Person
from storage.workspaces import WorkspaceKind

LARGEST = 10_000_000


class DecidedError(Exception):
    """The file has been brought in, or left: names which."""


def edition_of(db: Db, installation_id: int, slack_channel: str, person: Person | None) -> Edition | None:
    """Whose facilitators' room this is, if the person is one of them."""
    edition = workspaces.edition_of_room(db, installation_id, slack_channel, WorkspaceKind.FACILITATORS)
    return edition if edition and may(db, edition.id, person, "call.run") else None


def receive(db: Db, now: datetime, person: Person, edition: Edition, slack_file: str, slack_channel: str) -> None:
    """Once, however often Slack tells of it."""
    demand(db, edition.id, person, "call.run")
    if intake.dropped(db, edition.id, slack_file):
        return
    file = DroppedFile(
        edition_id=edition.id, slack_file_id=slack_file, slack_channel=slack_channel, person_id=person.id, at=now
    )
    db.add(file)
    db.flush()
    send(db, now, person, file, Verb.PREVIEW)


def waiting(db: Db, person: Person, file_id: int) -> DroppedFile:
    """Raises `DecidedError` if it does not wait any more."""
    file = db.get_one(DroppedFile, file_id)
    demand(db, file.edition_id, person, "call.run")
    if file.state != FileState.WAITING:
        raise DecidedError(str(file.state))
    return file


def send(db: Db, now: datetime, person: Person, file: DroppedFile, verb: Verb, page: int = 0) -> bool:
    """On an errand, unless one of the kind is under way."""
    demand(db, file.edition_id, person, "call.run")
    if intake.open_errand(db, file.id, verb):
        return False
    db.add(Errand(file_id=file.id, verb=verb, page=page, person_id=person.id, at=now))
    db.flush()
    return True


def newest(db: Db, person: Person, edition: Edition) -> DroppedFile | None:
    """The last that waits for a decision."""
    demand(db, edition.id, person, "call.run")
    return intake.newest_waiting(db, edition.id)


def choose(db: Db, now: datetime, person: Person, file_id: int, kind: CallKind) -> None:
    """It is for this call: shown anew."""
    file = waiting(db, person, file_id)
    if file.kind != kind:
        file.kind, file.columns = kind, {}
        send(db, now, person, file, Verb.PREVIEW)


def correct(db: Db, now: datetime, person: Person, file_id: int, corrections: Columns, *, keep: bool) -> None:
    file = waiting(db, person, file_id)
    file.columns, file.keep = {**file.columns, **corrections}, keep
    send(db, now, person, file, Verb.PREVIEW)


def leave(db: Db, person: Person, file_id: int) -> DroppedFile:
    file = waiting(db, person, file_id)
    file.state = FileState.LEFT
    return file


def noted(file: DroppedFile, name: str, data: bytes, headers: list[str]) -> None:
    """What was seen at the preview: only the same bytes are brought in."""
    file.name, file.digest, file.headers = name, digest(data), headers
    file.kind = file.kind or likeliest_kind(headers)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
