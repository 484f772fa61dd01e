"""Bringing a database's tables up to date, from inside the wheel."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
    with engine.connect() as connection, _tables_movable(connection), connection.begin():
        command.upgrade(_config(connection), "head")
        if connection.dialect.name == "sqlite" and (
            lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        ):
            raise RuntimeError(f"after the upgrade a row of {lost[0]} would point at nothing")


@contextmanager
def _tables_movable(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew: rows that point at it must bear its absence for that long."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # counts only outside a transaction
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


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
