"""`sweetspot import`: messy form exports into an edition's calls."""

from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.output import UsageError, console, database, errors, instant, print_json, print_table, zone
from bot.clock import SystemClock
from bot.messages import intake as messages
from bot.programme import calls
from bot.programme.intake import Report, Table, UnreadableError, incoming, previews, read, requests
from bot.programme.intake.incoming import Reading
from bot.programme.intake.questions import QUESTIONS, question
from storage.calls import CallKind
from storage.db import Writer, reading

app = typer.Typer(help="Read form exports (CSV, XLSX) into an edition's calls.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A CSV or XLSX file, in any usual encoding and delimiter.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report what was understood, and write nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
Zone = Annotated[str, typer.Option(help="The zone of times without an offset.")]
Deadline = Annotated[str | None, typer.Option(help="Overrides the call's deadline, in ISO 8601.")]
Name = Annotated[str | None, typer.Option("--edition", help="The edition's name; by default the latest active one.")]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", help='Which question a column answers: "Column=question", or "=question" for none.'),
]
Save = Annotated[
    bool, typer.Option("--save-mapping/--no-save-mapping", help="Keep what --map says for the next such file.")
]
Requests = Annotated[
    Path | None, typer.Option("--requests", help="Write a drafted request for what is missing there; - prints them.")
]

MOST = 200
"""Rows of a table in a terminal: nobody reads more, and laying them out takes longer than the import."""


@dataclass(frozen=True)
class Options:
    dry_run: bool
    json: bool
    edition: str | None
    save: bool
    requests: Path | None


@app.command()
def challenges(  # noqa: PLR0913, PLR0917 - the options of the command
    file: File, dry_run: DryRun = False, json: Json = False, zone: Zone = "Europe/Paris", deadline: Deadline = None,
    edition: Name = None, map_: Map = None, save_mapping: Save = True, requests: Requests = None,
) -> None:  # fmt: skip
    """Submissions to the call for challenges.

    sweetspot import challenges applications.csv --dry-run
    """
    how = _reading(CallKind.CHALLENGE, zone, deadline, map_)
    _import(CallKind.CHALLENGE, file, how, Options(dry_run, json, edition, save_mapping, requests))


@app.command()
def solutions(  # noqa: PLR0913, PLR0917 - the options of the command
    file: File, dry_run: DryRun = False, json: Json = False, zone: Zone = "Europe/Paris", deadline: Deadline = None,
    edition: Name = None, map_: Map = None, save_mapping: Save = True, requests: Requests = None,
) -> None:  # fmt: skip
    """Submissions to the call for solutions.

    sweetspot import solutions applications.xlsx --json
    """
    how = _reading(CallKind.SOLUTION, zone, deadline, map_)
    _import(CallKind.SOLUTION, file, how, Options(dry_run, json, edition, save_mapping, requests))


@app.command()
def cohort(  # noqa: PLR0913, PLR0917 - the options of the command
    file: File, dry_run: DryRun = False, json: Json = False, zone: Zone = "Europe/Paris", deadline: Deadline = None,
    edition: Name = None, map_: Map = None, save_mapping: Save = True, requests: Requests = None,
) -> None:  # fmt: skip
    """The teams of the learning cohort.

    sweetspot import cohort teams.csv --map "Name of unit=team"
    """
    how = _reading(CallKind.COHORT, zone, deadline, map_)
    _import(CallKind.COHORT, file, how, Options(dry_run, json, edition, save_mapping, requests))


def _reading(kind: CallKind, zone_name: str, deadline: str | None, maps: list[str] | None) -> Reading:
    until = _deadline(deadline, zone(zone_name)) if deadline else None
    return Reading(zone(zone_name), until, dict(_correction(kind, one) for one in maps or ()))


def _correction(kind: CallKind, text: str) -> tuple[str, str | None]:
    """The question by its key or its words; column names may hold a `=` themselves."""
    header, equals, wanted = text.rpartition("=")
    keys = {one.key: one.key for one in QUESTIONS[kind]} | {one.label: one.key for one in QUESTIONS[kind]}
    if not equals or wanted not in keys:
        known = ", ".join(one.key for one in QUESTIONS[kind])
        raise UsageError(f'--map: "{text}" is not Column=question. The questions are: {known}')
    return keys[wanted], header or None


def _import(kind: CallKind, file: Path, how: Reading, options: Options) -> None:
    try:
        table = read(file.read_bytes(), file.name)
        found, edition = _take(kind, file.name, table, how, options)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}. Give the path of a CSV or XLSX file.") from None
    except UnreadableError as error:
        raise UsageError(str(error)) from None
    if options.json:
        print_json(found.as_json(written=not options.dry_run))
    else:
        _show(found, options.dry_run)
    if options.requests:
        _write_requests(found, edition, options.requests)


def _take(kind: CallKind, name: str, table: Table, how: Reading, options: Options) -> tuple[Report, str]:
    """What was understood, and the name of the edition."""
    if unknown := [header for header in how.corrections.values() if header and header not in table.headers]:
        raise UsageError(f"--map: {name} has no column “{unknown[0]}”. Its columns are: {', '.join(table.headers)}")
    with database() as engine, errors.status(f"Reading {len(table.rows)} rows …"):
        with reading(engine) as db:
            edition = calls.edition_named(db, options.edition)
            found = incoming.demand_team(incoming.read_in(db, edition, kind, table, name, how), table.headers)
        writer = Writer(engine, SystemClock().now)
        try:
            if not options.dry_run:
                keep = options.save and bool(how.corrections)
                writer.commit(
                    lambda db, now: incoming.bring_in(
                        db, now, calls.edition_for_import(db, now, options.edition), found, keep=keep
                    )
                )
        finally:
            writer.close()
    return found, edition.name if edition else options.edition or "First edition"


def _deadline(text: str, zone_name: str) -> datetime:
    """A plain date is the end of that day in the zone."""
    found = instant(text, "--deadline")
    if len(text) > 10:
        return found
    return datetime.combine(found.date(), time(23, 59, 59), ZoneInfo(zone_name))


def _show(found: Report, dry_run: bool) -> None:
    columns = [
        [header, question(found.kind, key).label, "only looks like it" if key in found.mapping.uncertain else ""]
        for key, header in found.mapping.columns.items()
    ]
    columns += [[header, "", "no question claims it"] for header in found.mapping.unmatched]
    print_table('Which column answers what; correct it with --map "Column=question"', ("column", "is", ""), columns)
    rows: list[list[Any]] = [
        [
            row.row,
            row.response_id,
            row.answers.get("team"),
            row.answers.get("country"),
            problem.code,
            problem.field,
            problem.problem,
        ]
        for row in found.rows
        for problem in row.problems
    ]
    headers = ("row", "id", "team", "country", "what", "column", "in words")
    print_table(_title("What to look at", rows), headers, rows[:MOST])
    groups = [[", ".join(group.response_ids), group.reason, group.evidence] for group in found.duplicates]
    title = _title("These look like one another; nothing was merged", groups)
    print_table(title, ("ids", "reason", "evidence"), groups[:MOST])
    facts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in found.summary().items())
    errors.print(f"{'Nothing was written' if dry_run else 'Written'}: {facts}.")


def _title(words: str, rows: list[list[Any]]) -> str:
    return words if len(rows) <= MOST else f"{words}: the first {MOST} of {len(rows)}; --json has them all"


def _write_requests(found: Report, edition: str, where: Path) -> None:
    """Drafts for a person to send: one for each contact, in the language of their form."""
    drafts = requests.drafted(found)
    pages = [
        f"To: {draft.contact} <{draft.email or 'no address'}>\n\n{messages.letter(**facts)}\n"
        for draft in drafts
        if (facts := previews.draft_facts(draft, edition))
    ]
    text = "\n---\n\n".join(pages)
    if str(where) == "-":
        console.print(text, markup=False, highlight=False)
    else:
        where.write_text(text, encoding="utf-8")
        errors.print(f"{len(drafts)} drafted requests are in {where}.")
