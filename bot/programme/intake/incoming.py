"""A file meets an edition: read with what the edition knows, then brought in, once."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.programme import calls
from bot.programme.calls import Stored
from bot.programme.intake import mappings, requests
from bot.programme.intake.files import Table, UnreadableError
from bot.programme.intake.mappings import Columns
from bot.programme.intake.questions import Mapping
from bot.programme.intake.reports import Known, Report, understand
from storage import calls as tables
from storage import intake, matching
from storage.calls import CallKind
from storage.db import Db
from storage.editions import Edition


@dataclass(frozen=True)
class Reading:
    """`zone`: of times without an offset; `deadline`: instead of the call's own."""

    zone: str = "Europe/Paris"
    deadline: datetime | None = None
    corrections: Columns = field(default_factory=dict)


def mapping_for(db: Db, edition: Edition | None, kind: CallKind, headers: list[str], corrections: Columns) -> Mapping:
    """What a person corrects counts before what was kept, and that before the proposal."""
    kept = mappings.kept(db, edition.id, kind, headers) if edition else {}
    return mappings.corrected(kind, headers, {**kept, **corrections})


def read_in(db: Db, edition: Edition | None, kind: CallKind, table: Table, name: str, reading: Reading) -> Report:
    """What bringing it in would write."""
    mapping = mapping_for(db, edition, kind, table.headers, reading.corrections)
    call = tables.of_kind(db, edition.id, kind) if edition else None
    deadline = reading.deadline or (call.closes_at if call else None)
    return understand(kind, table, mapping, name, zone=reading.zone, deadline=deadline, known=_known(db, edition, kind))


def _known(db: Db, edition: Edition | None, kind: CallKind) -> Known:
    call = tables.of_kind(db, edition.id, kind) if edition else None
    if edition is None or call is None:
        return Known()
    challenges = matching.published(db, edition.id) if kind == CallKind.SOLUTION else []
    return Known({one.number: one.title for one in challenges}, intake.differences(db, call.id))


def demand_team(found: Report, headers: list[str]) -> Report:
    """Raises `UnreadableError` where no column names the team: nothing could be told apart."""
    if "team" not in found.mapping.columns:
        columns = ", ".join(headers[:6])
        raise UnreadableError(f"{found.file} has no column for the team's name. Its columns are: {columns} …")
    return found


def bring_in(
    db: Db, now: datetime, edition: Edition, found: Report, *, keep: bool = False, person_id: int | None = None
) -> Stored:
    """Write it, note what is missing, and keep the mapping if asked to. A second time changes nothing."""
    stored = calls.store(db, now, edition, found)
    requests.note(db, now, edition, found)
    if keep:
        mappings.keep(db, now, edition.id, found.kind, found.headers, found.mapping, person_id)
    return stored
