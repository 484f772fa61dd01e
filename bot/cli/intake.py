"""`sweetspot import`: messy form exports into an edition's calls."""

from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.output import UsageError, database, errors, instant, print_json, print_table, zone
from bot.clock import SystemClock
from bot.programme import calls
from bot.programme.intake import Report, UnreadableError
from storage import calls as tables
from storage.calls import CallKind
from storage.db import Db, Writer, reading

app = typer.Typer(help="Read form exports (CSV, XLSX) into an edition's calls.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A CSV or XLSX file, in any usual encoding and delimiter.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report what was understood, and write nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
Zone = Annotated[str, typer.Option(help="The zone of times without an offset.")]
Deadline = Annotated[str | None, typer.Option(help="Overrides the call's deadline, in ISO 8601.")]
Name = Annotated[str | None, typer.Option("--edition", help="The edition's name; by default the latest active one.")]


@app.command()
def challenges(
    file: File, dry_run: DryRun = False, json: Json = False, zone: Zone = "Europe/Paris",
    deadline: Deadline = None, edition: Name = None,
) -> None:  # fmt: skip
    """Submissions to the call for challenges.

    sweetspot import challenges applications.csv --dry-run
    """
    _import(CallKind.CHALLENGE, file, dry_run, json, (zone, deadline, edition))


@app.command()
def solutions(
    file: File, dry_run: DryRun = False, json: Json = False, zone: Zone = "Europe/Paris",
    deadline: Deadline = None, edition: Name = None,
) -> None:  # fmt: skip
    """Submissions to the call for solutions.

    sweetspot import solutions applications.xlsx --json
    """
    _import(CallKind.SOLUTION, file, dry_run, json, (zone, deadline, edition))


@app.command()
def cohort(
    file: File, dry_run: DryRun = False, json: Json = False, zone: Zone = "Europe/Paris",
    deadline: Deadline = None, edition: Name = None,
) -> None:  # fmt: skip
    """The teams of the learning cohort.

    sweetspot import cohort teams.csv
    """
    _import(CallKind.COHORT, file, dry_run, json, (zone, deadline, edition))


def _import(
    kind: CallKind, file: Path, dry_run: bool, as_json: bool, options: tuple[str, str | None, str | None]
) -> None:
    zone_name, deadline, edition = options
    until = _deadline(deadline, zone(zone_name)) if deadline else None
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}. Give the path of a CSV or XLSX file.") from None
    with database() as engine:
        writer = Writer(engine, SystemClock().now)
        try:
            with reading(engine) as db:
                closes_at = _closes_at(db, kind, edition)
            found = calls.report(kind, data, file.name, zone=zone_name, deadline=until, closes_at=closes_at)
            if not dry_run:
                writer.commit(lambda db, now: calls.store(db, now, calls.edition_for_import(db, now, edition), found))
        except UnreadableError as error:
            raise UsageError(str(error)) from None
        finally:
            writer.close()
    if as_json:
        print_json(found.as_json(written=not dry_run))
    else:
        _show(found, dry_run)


def _closes_at(db: Db, kind: CallKind, name: str | None) -> datetime | None:
    edition = calls.edition_named(db, name)
    call = tables.of_kind(db, edition.id, kind) if edition else None
    return call.closes_at if call else None


def _deadline(text: str, zone_name: str) -> datetime:
    """A plain date is the end of that day in the zone."""
    found = instant(text, "--deadline")
    if len(text) > 10:
        return found
    return datetime.combine(found.date(), time(23, 59, 59), ZoneInfo(zone_name))


def _show(found: Report, dry_run: bool) -> None:
    rows: list[list[Any]] = [
        [row.row, row.response_id, row.answers.get("team"), row.answers.get("country"), problem.code, problem.problem]
        for row in found.rows
        for problem in row.problems
    ]
    print_table("What to look at", ("row", "id", "team", "country", "what", "in words"), rows)
    groups = [[", ".join(group.response_ids), group.reason, group.evidence] for group in found.duplicates]
    print_table("These look like one another; nothing was merged", ("ids", "reason", "evidence"), groups)
    facts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in found.summary().items())
    errors.print(f"{'Nothing was written' if dry_run else 'Written'}: {facts}.")
