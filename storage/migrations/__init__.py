"""Bringing a database's tables up to date, from inside the wheel."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

HERE = Path(__file__).parent


def upgrade(engine: sa.Engine) -> None:
    """Does nothing where the tables are up to date."""
    if current(engine) == newest():
        return
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")


def current(engine: sa.Engine) -> str | None:
    """The version of the tables; `None` for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    return ScriptDirectory(str(HERE)).get_current_head()


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config
