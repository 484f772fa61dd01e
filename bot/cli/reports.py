"""`sweetspot report`: the closing report, as one page, its figures and its tables."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import UsageError, console, database
from bot.clock import SystemClock
from bot.messages import reports as messages
from bot.programme import calls, reports
from storage.db import reading

app = typer.Typer()


@app.command(rich_help_panel="Work with an edition")
def report(
    out: Annotated[Path, typer.Option(help="The folder for report.html, report.json and the CSV files.")],
    edition: Annotated[str | None, typer.Option(help="The edition's name; by default the latest active one.")] = None,
) -> None:
    """Write the report of an edition.

    sweetspot report --out report
    """
    with database() as engine, reading(engine) as db:
        found = calls.edition_named(db, edition)
        if found is None:
            raise UsageError(
                f"There is no edition {edition or 'yet'}. `sweetspot import` or `/sweetspot edition new` makes one."
            )
        figures = reports.collect(db, found, SystemClock().now())
    for path in messages.write(figures.as_json, out):
        console.print(f"{path}", markup=False)
