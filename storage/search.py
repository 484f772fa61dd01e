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


def _write(mapper: Any, connection: sa.Connection, row: Any) -> None:
    _remove(mapper, connection, row)
    if values := expected(connection, row):
        connection.execute(sa.insert(SearchEntry), [values])


def _remove(_mapper: Any, connection: sa.Connection, row: Any) -> None:
    mine = (col(SearchEntry.source) == row.__tablename__, col(SearchEntry.source_id) == row.id)
    connection.execute(sa.delete(SearchEntry).where(*mine))


def expected(connection: sa.Connection, row: Any) -> dict[str, Any] | None:
    """The entry that a source row must have, or nothing where it must have none."""
    found = SOURCES[type(row)](connection, row)
    if found is None:
        return None
    words = " ".join(fold(f"{found.title} {found.text} {found.tags}"))
    given = {name: value for name, value in vars(found).items() if name != "tags"}
    return given | {"source": row.__tablename__, "source_id": row.id, "words": words}


def fold(text: str) -> list[str]:
    """Words as both databases compare them: compatible forms, no case, no accents, nothing but letters and digits."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    return "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in kept).split()


def matching(
    db: Db, edition_id: int, home: Collection[int], levels: Sequence[str], words: list[str], kinds: Sequence[str] = ()
) -> "sa.Select[Any]":
    """A query for the entries that hold words beginning with each of these and that may be seen, the best first."""
    seen = sa.or_(col(SearchEntry.team_id).in_(home), col(SearchEntry.sharing).in_(levels))
    query = select(SearchEntry).where(SearchEntry.edition_id == edition_id, seen)
    if kinds:
        query = query.where(col(SearchEntry.kind).in_(kinds))
    if words:
        query = query.where(_holds(db, words))
    padded = sa.literal(" ").concat(SearchEntry.words).concat(" ")
    whole = [sa.case((padded.contains(f" {word} "), 1), else_=0) for word in words]
    rank = [sum(whole[1:], whole[0]).desc()] if whole else []
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
