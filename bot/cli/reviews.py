"""`sweetspot reviews export`: every review as a table, for the secretariat or for one reader."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import UsageError, console, database
from bot.messages.reports import Table, sheet
from bot.programme import calls
from bot.programme.reviews import exporting
from storage.db import reading

app = typer.Typer(help="What reviewers wrote.", no_args_is_help=True)


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="The CSV file to write.")],
    reader: Annotated[
        str | None, typer.Option("--for", help="An e-mail address: what this person has a conflict with is left out.")
    ] = None,
    edition: Annotated[str | None, typer.Option(help="The edition's name; by default the latest active one.")] = None,
) -> None:
    """Write every review as a table; for one reader, only what they may see.

    sweetspot reviews export --out reviews.csv --for name@example.org
    """
    with database() as engine, reading(engine) as db:
        found = calls.edition_named(db, edition)
        if found is None:
            raise UsageError(f"There is no edition {edition or 'yet'}. `/sweetspot edition new` makes one.")
        try:
            rows = exporting.table(db, found, reader)
        except exporting.UnknownPersonError:
            raise UsageError(f"--for: nobody here has the address {reader}") from None
    cells = [tuple(row[name] for name in exporting.COLUMNS) for row in rows]
    out.write_text(sheet(Table("reviews", exporting.COLUMNS, cells)), encoding="utf-8", newline="")
    console.print(f"{len(rows)} rows: {out}", markup=False)
