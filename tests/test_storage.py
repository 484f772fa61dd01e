"""The one write path and the ledger, on both databases."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

import storage.tables
from storage import deliveries, editions
from storage.db import Db, Inbound, RepeatedError, Writer, insert_all, reading
from storage.deliveries import Delivery, DeliveryState
from storage.editions import Edition
from storage.people import Person

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
assert storage.tables


@pytest.fixture
def writer(engine: sa.Engine) -> Iterator[Writer]:
    SQLModel.metadata.create_all(engine)
    made = Writer(engine, lambda: NOW)
    yield made
    made.close()


def _person(db: Db, now: datetime) -> Person:
    person = Person(name="Ana", created_at=now)
    db.add(person)
    db.flush()
    return person


def _everybody(engine: sa.Engine) -> list[Person]:
    with reading(engine) as db:
        return list(db.exec(select(Person)))


def test_a_work_is_durable_when_commit_returns(engine: sa.Engine, writer: Writer) -> None:
    made = writer.commit(_person)
    assert [person.id for person in _everybody(engine)] == [made.id]
    assert made.created_at == NOW


def test_a_repeat_of_an_inbound_key_changes_nothing(engine: sa.Engine, writer: Writer) -> None:
    writer.commit(_person, once="event:1")
    with pytest.raises(RepeatedError):
        writer.commit(_person, once="event:1")
    assert len(_everybody(engine)) == 1


def test_a_failed_work_leaves_nothing_and_harms_no_other(engine: sa.Engine, writer: Writer) -> None:
    def fails(db: Db, now: datetime) -> None:
        _person(db, now)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        writer.commit(fails, once="event:2")
    writer.commit(_person)
    assert len(_everybody(engine)) == 1
    with reading(engine) as db:
        assert db.exec(select(Inbound)).all() == []


def test_works_of_many_threads_are_all_kept(engine: sa.Engine, writer: Writer) -> None:
    """Each reads and adds one: a lost update would show."""
    person = writer.commit(_person)

    def count_up(db: Db, _: datetime) -> None:
        row = db.get_one(Person, person.id)
        row.name = f"{row.name}."

    threads = [threading.Thread(target=writer.commit, args=(count_up,)) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _everybody(engine)[0].name == "Ana" + "." * 40


def _queue(db: Db, now: datetime, count: int) -> None:
    person, edition = _person(db, now), Edition(name="E", created_at=now)
    db.add(edition)
    db.flush()
    rows = [
        {"edition_id": edition.id, "kind": "k", "recipient": f"person:{person.id}", "person_id": person.id,
         "occasion": f"o{number}", "due_at": now}
        for number in range(count)
    ]  # fmt: skip
    assert deliveries.enqueue(db, rows) == count
    assert deliveries.enqueue(db, rows) == 0


def test_a_ledger_row_is_claimed_once_by_however_many(engine: sa.Engine, writer: Writer) -> None:
    writer.commit(lambda db, now: _queue(db, now, 100))
    others = [Writer(engine, lambda: NOW) for _ in range(4)]
    claimed: list[str] = []

    def claim(one: Writer) -> None:
        while rows := one.commit(lambda db, now: deliveries.claim(db, now, 7)):
            claimed.extend(row.id for row in rows)

    threads = [threading.Thread(target=claim, args=(one,)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in others:
        one.close()
    assert len(claimed) == 100 == len(set(claimed))


def test_the_database_refuses_what_is_no_state(engine: sa.Engine, writer: Writer) -> None:
    writer.commit(lambda db, now: _queue(db, now, 1))
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.text("UPDATE delivery SET state = 'nonsense'"))


def test_a_paused_edition_says_nothing(writer: Writer) -> None:
    writer.commit(lambda db, now: _queue(db, now, 1))

    def pause(db: Db, now: datetime) -> None:
        db.exec(select(Edition)).one().paused_at = now

    writer.commit(pause)
    assert writer.commit(lambda db, now: deliveries.claim(db, now, 10)) == []
    assert writer.commit(lambda db, _: deliveries.next_due(db)) is None


def test_what_nobody_finished_is_found_again(engine: sa.Engine, writer: Writer) -> None:
    writer.commit(lambda db, now: _queue(db, now, 1))
    writer.commit(lambda db, now: deliveries.claim(db, now, 10))
    with reading(engine) as db:
        assert deliveries.to_settle(db, NOW + timedelta(minutes=1), timedelta(minutes=5)) == []
        late = deliveries.to_settle(db, NOW + timedelta(minutes=6), timedelta(minutes=5))
    assert [row.state for row in late] == [DeliveryState.SENDING]
    assert isinstance(late[0], Delivery)


def test_a_prepared_query_is_asked_once_until_something_is_written(engine: sa.Engine, writer: Writer) -> None:
    asked: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))

    def count(db: Db) -> tuple[int, int]:
        """How many editions there are, and how often the database was asked for them."""
        before = len(asked)
        found = {len(editions.active(db)) for _ in range(3)}
        return found.pop(), sum("FROM edition" in statement for statement in asked[before:])

    def work(db: Db, now: datetime) -> list[tuple[int, int]]:
        counts = [count(db)]
        db.add(Edition(name="Second", created_at=now))
        counts.append(count(db))
        insert_all(db, Inbound, [{"key": "a", "at": now}])
        return [*counts, count(db)]

    first, second, third = writer.commit(work)
    assert [first[1], second[1], third[1]] == [1, 1, 1]
    assert second[0] == third[0] == first[0] + 1
