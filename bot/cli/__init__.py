"""Door 3, the operator: each command parses, asks the programme once, and shows one table."""

import typer

from bot.cli import database, diagnosis, intake, reports

app = typer.Typer(
    name="sweetspot",
    help="Runs a government-to-government innovation incubator in Slack. Start with: sweetspot demo",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(database.app, name="db", rich_help_panel="Look after it")
app.add_typer(intake.app, name="import", rich_help_panel="Work with an edition")
for module in (diagnosis, reports):
    module.add_to(app)

__all__ = ["app"]
