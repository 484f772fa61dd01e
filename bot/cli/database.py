"""`sweetspot db`: the tables."""

import typer

from bot import settings as configuration
from bot.cli.output import console
from storage import migrations
from storage.db import open_engine

app = typer.Typer(help="The database's tables.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The database's tables."""


@app.command()
def upgrade() -> None:
    """Bring the tables up to date; does nothing where they are.

    sweetspot db upgrade
    """
    engine = open_engine(configuration.load().database_url)
    migrations.upgrade(engine)
    console.print(f"The tables are at version {migrations.current(engine)}.")
