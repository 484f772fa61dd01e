"""The database handle and the one write path: every change goes through `Writer.commit`."""

import inspect
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel
from sqlmodel.sql.expression import SelectOfScalar

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Db = Session
Work = Callable[[Db, datetime], Any]
T = TypeVar("T")
P = ParamSpec("P")
BATCH = 64
ANSWERS = "answers"


class Inbound(SQLModel, table=True):
    """What Slack has already handed us: a redelivery or a double click meets its own key here."""

    key: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class RepeatedError(Exception):
    """This inbound key was written before: the state has changed already and must not change twice."""


def choice(values: type[StrEnum]) -> sa.Enum:
    """A text column that the database itself holds to the values of an enum."""
    return sa.Enum(
        values,
        name=values.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda enum: [item.value for item in enum],
    )


def open_engine(url: str) -> sa.Engine:
    """PostgreSQL by psycopg, or SQLite in WAL with foreign keys and `BEGIN IMMEDIATE` for writers."""
    address = sa.make_url(url)
    if address.get_backend_name() == "postgresql":
        return sa.create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    engine = sa.create_engine(address, connect_args={"check_same_thread": False, "timeout": 10})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's default loses updates: we begin transactions ourselves
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    reading_only = connection.get_execution_options().get("reading_only", False)
    connection.exec_driver_sql("BEGIN" if reading_only else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[Db]:
    """A consistent view to read from; nothing written through it is kept."""
    with engine.connect().execution_options(reading_only=True) as connection, Session(connection) as db:
        yield db


class Rows(list[T]):
    """What a prepared query has found."""

    def first(self) -> T | None:
        return self[0] if self else None


def prepared(build: Callable[P, SelectOfScalar[T]]) -> Callable[Concatenate[Db, P], Rows[T]]:
    """A query that is asked at every tick, made once: SQLAlchemy takes twice as long to make one as to run it.

    `build` is called with a bound parameter in place of each value, so it may compare them, and nothing else. What it
    returns is asked with values by name; through one handle, and until something is written, only once.
    """

    @cache
    def statement() -> SelectOfScalar[T]:
        names = inspect.signature(build).parameters
        return build(**{name: sa.bindparam(name) for name in names})  # type: ignore[arg-type, call-arg]

    def run(db: Db, /, *_: P.args, **values: P.kwargs) -> Rows[T]:
        if db.new or db.dirty or db.deleted:
            db.flush()
        answers: dict[Any, Rows[T]] = db.info.setdefault(ANSWERS, {})
        key = (run, *values.values())
        if key not in answers:
            answers[key] = Rows(db.exec(statement(), params=values))
        return answers[key]

    return run


def forget(db: Db, *_: object) -> None:
    """Something is written past the session, or by it: what was asked before may not hold any more."""
    db.info.pop(ANSWERS, None)


sa.event.listen(Session, "after_flush", forget)
sa.event.listen(Session, "after_soft_rollback", forget)


def insert_new(db: Db, table: type[SQLModel], rows: list[dict[str, Any]]) -> int:
    """Insert the rows whose keys are not taken yet; how many were."""
    if not rows:
        return 0
    forget(db)
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    key = sa.inspect(table).primary_key[0]
    statement = dialect.insert(table).on_conflict_do_nothing().returning(key)
    return len(db.connection().execute(statement, rows).all())  # what came back was inserted: a row count is not given


def insert_all(db: Db, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Many rows at once, past the session: thousands come in within a second. Every column is named in each row."""
    db.flush()
    forget(db)
    if rows:
        db.connection().execute(sa.insert(table), rows)


class Writer:
    """One thread that puts works into one transaction, each in its savepoint, and commits once."""

    def __init__(self, engine: sa.Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self.now = now
        self.inbound = 0
        """How many works have come from outside, each with its key."""
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def commit(self, work: Callable[[Db, datetime], T], *, once: str | None = None) -> T:
        """Run the work and return its result when it is durable.

        `once` is the inbound key: `RepeatedError` is raised, and nothing changes, if it was seen before.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("A work may not commit: pass the open handle on instead")
        task = _Task(work, once)
        self._tasks.put(task)
        result: T = task.future.result()
        self.inbound += once is not None
        return result

    def close(self) -> None:
        self._tasks.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while batch := self._take():
            self._run(batch)

    def _take(self) -> "list[_Task]":
        """Wait for one work, then take along whatever else is waiting."""
        first = self._tasks.get()
        batch = [first] if first else []
        while first and not self._tasks.empty() and len(batch) < BATCH:
            if (task := self._tasks.get()) is None:
                self._tasks.put(None)
                break
            batch.append(task)
        return batch

    def _run(self, batch: "list[_Task]") -> None:
        try:
            with self._engine.connect() as connection, connection.begin():
                for task in batch:
                    task.attempt(connection, self.now())
        except Exception as error:  # the transaction is gone: everyone in it must hear so
            for task in batch:
                task.error = error
        for task in batch:
            task.settle()


class _Task:
    def __init__(self, work: Work, once: str | None) -> None:
        self.work = work
        self.once = once
        self.future: Future[Any] = Future()
        self.result: Any = None
        self.error: Exception | None = None

    def attempt(self, connection: sa.Connection, now: datetime) -> None:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as db:
            try:
                if self.once is not None and not insert_new(db, Inbound, [{"key": self.once, "at": now}]):
                    raise RepeatedError(self.once)
                self.result = self.work(db, now)
                db.commit()
            except Exception as error:  # one work's failure is its own: the savepoint is rolled back
                db.rollback()
                self.error = error

    def settle(self) -> None:
        if self.error:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)
