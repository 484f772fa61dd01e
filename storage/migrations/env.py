"""Alembic's environment: the connection is handed in, and every table is known."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - importing the nouns' tables puts them into the metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
context.run_migrations()
