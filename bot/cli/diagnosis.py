"""`sweetspot manifest` and `sweetspot doctor`: how to put the app on a workspace, and whether all is well."""

from typing import Annotated

import typer

from bot import settings as configuration
from bot.cli.checks import State, examine
from bot.cli.output import print_json, print_table
from bot.clock import SystemClock
from bot.manifest import SCOPES, manifest

PANEL = "Look after it"
app = typer.Typer()


@app.command("manifest", rich_help_panel=PANEL)
def show_manifest(
    http: Annotated[
        str | None, typer.Option(help="The public address, for `sweetspot serve`; else Socket Mode.")
    ] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="Say why each scope is needed.")] = False,
) -> None:
    """The Slack app's manifest.

    sweetspot manifest > manifest.json
    sweetspot manifest --http https://bot.example.org
    """
    if reasons:
        print_table("Why each scope is needed", ("scope", "to"), SCOPES.items())
    else:
        print_json(manifest(http))


@app.command(rich_help_panel=PANEL)
def doctor() -> None:
    """Check settings, token, scopes, clock, database, migrations and Socket Mode, and say what to do about each.

    sweetspot doctor
    """
    findings = examine(configuration.load(), SystemClock())
    print_table("Is all well?", ("what", "state", "finding", "what to do"), ([*finding] for finding in findings))
    if any(finding.state == State.FAIL for finding in findings):
        raise typer.Exit(1)
