"""An empty database, brought up to date, has the very tables of the models: on both databases."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import storage.tables
from storage import migrations
from storage.db import open_engine

assert storage.tables


COMPARED = {
    "compare_type": True,
    "render_as_batch": True,
    # the full-text index stands in the migration alone: each database has its own kind
    "include_object": lambda _object, name, *_: not (name or "").startswith("search_text"),
}


def test_an_empty_database_upgraded_equals_the_models(engine: sa.Engine) -> None:
    migrations.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, SQLModel.metadata) == []
    assert migrations.current(engine) == migrations.newest()


def test_constraints_are_the_same_either_way(engine: sa.Engine, tmp_path: object) -> None:
    migrations.upgrade(engine)
    fresh = open_engine(f"sqlite:///{tmp_path}/models.db")
    SQLModel.metadata.create_all(fresh)
    made, wanted = sa.inspect(engine), sa.inspect(fresh)
    for table in SQLModel.metadata.tables:
        checks = {check["name"] for check in made.get_check_constraints(table)}
        assert checks == {check["name"] for check in wanted.get_check_constraints(table)}, table
    fresh.dispose()


def test_what_was_written_before_is_still_there_and_still_checked(engine: sa.Engine) -> None:
    """The first tables with a decided submission in them, brought up to date."""
    with engine.begin() as connection:
        command.upgrade(migrations._config(connection), "0001")
        for words in BEFORE:
            connection.execute(sa.text(f"INSERT INTO {words}"))
    migrations.upgrade(engine)
    with engine.begin() as connection:
        found = connection.execute(
            sa.text("SELECT outcome, words FROM decision JOIN submission ON submission.id = submission_id")
        )
        assert [tuple(row) for row in found] == [("selected", "")]
        connection.execute(sa.text("UPDATE submission SET state = 'in review'"))
    for words in ("UPDATE submission SET state = 'nonsense'", "UPDATE decision SET submission_id = 7"):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            connection.execute(sa.text(words))


BEFORE = (
    "edition (name, state, zone, created_at) VALUES ('E', 'calling', 'UTC', '2026-10-01 08:00:00')",
    "call (edition_id, kind, state, places) VALUES (1, 'challenge', 'open', 4)",
    "submission (call_id, response_id, row, state, team, title, raw, answers)SELECT 1,5,2,'selected','T','','{}','{}'",
    "decision (submission_id, outcome, reason, at) VALUES (1, 'selected', 'clear', '2026-10-02 08:00:00')",
)


def test_an_upgrade_twice_does_nothing(engine: sa.Engine) -> None:
    migrations.upgrade(engine)
    migrations.upgrade(engine)
    assert migrations.current(engine) == migrations.newest()


def test_answers_have_no_row_number(tmp_path: object) -> None:
    """A row number would tell in which order people answered."""
    engine = open_engine(f"sqlite:///{tmp_path}/x.db")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        made: dict[str, str] = {row.name: row.sql for row in rows}
    for table in ("feedback_receipt", "feedback_sealed", "feedback_answer"):
        assert "WITHOUT ROWID" in made[table]
    engine.dispose()
