"""The index of what can be searched: one entry per source row, written with the row itself, whoever writes it."""

import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db


class SearchEntry(SQLModel, table=True):
    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("source", "source_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    """Empty where it is the secretariat's."""
    source: str
    """The table, and `source_id` the row in it."""
    source_id: int
    kind: str
    sharing: str
    title: str = ""
    text: str
    words: str
    """Title and text folded: small letters without accents, one space between words."""
    at: datetime


@dataclass(frozen=True)
class Entry:
    """What of a source row can be found."""

    kind: str
    edition_id: int
    team_id: int | None
    sharing: str
    title: str
    text: str
    at: datetime
    tags: str = ""
    """Found by, and not shown."""


Describe = Callable[[sa.Connection, Any], Entry | None]
SOURCES: dict[type[SQLModel], Describe] = {}


def indexed(table: type[SQLModel], describe: Describe) -> None:
    """From here on every row of the table that is written or deleted is so in the index, in the same transaction."""
    SOURCES[table] = describe
    for event in ("after_insert", "after_update"):
        sa.event.listen(table, event, _write)
    sa.event.listen(table, "after_delete", _remove)


def _write(_mapper: Any, connection: sa.Connection, row: Any) -> None:
    rewrite(connection, type(row), row)


def rewrite(connection: sa.Connection, table: type[SQLModel], row: Any) -> None:
    """The entry of a source row, anew: also where something else has changed on which it depends."""
    _forget(connection, table, row)
    if values := expected(connection, row, table):
        connection.execute(sa.insert(SearchEntry), [values])


def _remove(_mapper: Any, connection: sa.Connection, row: Any) -> None:
    _forget(connection, type(row), row)


def _forget(connection: sa.Connection, table: type[SQLModel], row: Any) -> None:
    mine = (col(SearchEntry.source) == table.__tablename__, col(SearchEntry.source_id) == row.id)
    connection.execute(sa.delete(SearchEntry).where(*mine))


def expected(connection: sa.Connection, row: Any, table: type[SQLModel] | None = None) -> dict[str, Any] | None:
    """The entry that a source row must have, or nothing where it must have none."""
    table = table or type(row)
    found = SOURCES[table](connection, row)
    if found is None:
        return None
    words = " ".join(fold(f"{found.title} {found.text} {found.tags}"))
    given = {name: value for name, value in vars(found).items() if name != "tags"}
    return given | {"source": table.__tablename__, "source_id": row.id, "words": words}


def fold(text: str) -> list[str]:
    """Words as both databases compare them: compatible forms, no case, no accents, nothing but letters and digits."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    return "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in kept).split()


def matching(
    db: Db, edition_id: int, home: Collection[int], levels: Sequence[str], words: list[str], kinds: Sequence[str] = ()
) -> "sa.Select[Any]":
    """A query for the entries that hold words beginning with each of these and that may be seen, the best first."""
    query = _seen(edition_id, home, levels)
    if kinds:
        query = query.where(col(SearchEntry.kind).in_(kinds))
    if words:
        query = query.where(_holds(db, words))
    return _ranked(query, [_held(f" {word} ") for word in words])


def alike(
    edition_id: int, home: Collection[int], levels: Sequence[str], words: list[str], least: int
) -> "sa.Select[Any]":
    """A query for the entries that hold at least so many words with these beginnings, the best first."""
    held = [_held(f" {word}") for word in words]
    query = _seen(edition_id, home, levels).where(sum(held[1:], held[0]) >= least)
    return _ranked(query, held)


def _seen(edition_id: int, home: Collection[int], levels: Sequence[str]) -> "sa.Select[Any]":
    seen = sa.or_(col(SearchEntry.team_id).in_(home), col(SearchEntry.sharing).in_(levels))
    return select(SearchEntry).where(SearchEntry.edition_id == edition_id, seen)


def _held(part: str) -> "sa.ColumnElement[int]":
    padded = sa.literal(" ").concat(SearchEntry.words).concat(" ")
    return sa.case((padded.contains(part), 1), else_=0)


def _ranked(query: "sa.Select[Any]", held: list["sa.ColumnElement[int]"]) -> "sa.Select[Any]":
    rank = [sum(held[1:], held[0]).desc()] if held else []
    return query.order_by(*rank, col(SearchEntry.at).desc(), col(SearchEntry.source), col(SearchEntry.source_id).desc())


def _holds(db: Db, words: list[str]) -> sa.ColumnElement[bool]:
    if db.get_bind().dialect.name == "postgresql":
        asked = " & ".join(f"'{word}':*" for word in words)
        return sa.text(
            "array_to_tsvector(string_to_array(search_entry.words, ' ')) @@ CAST(:asked AS tsquery)"
        ).bindparams(asked=asked)  # type: ignore[return-value]
    asked = " AND ".join(f'"{word}"*' for word in words)
    found = "search_entry.id IN (SELECT rowid FROM search_text WHERE search_text MATCH :asked)"
    return sa.text(found).bindparams(asked=asked)  # type: ignore[return-value]
