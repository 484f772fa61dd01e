"""What the operator's commands print: one table or one JSON object on standard output, words on standard error."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from bot import settings as configuration
from bot.cli.usage import UsageError as UsageError
from bot.programme.occasions import Planned
from storage import migrations
from storage.db import open_engine

console = Console()
errors = Console(stderr=True)


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: T201 - this is the output


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console.print(table)


def show_planned(planned: list[Planned]) -> None:
    rows = ((f"{item.due_at:%Y-%m-%d %H:%M}Z", item.kind, item.recipient, item.condition) for item in planned)
    print_table("What would be sent", ("due", "kind", "to", "if"), rows)


def instant(text: str, option: str) -> datetime:
    """ISO 8601 with an offset; a plain date is its first instant in UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option}: {text} is not a date and time such as 2027-01-18T09:00:00Z") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError):
        raise UsageError(f"--zone: {name} is not a time zone such as Europe/Paris") from None
    return name


@contextmanager
def database() -> Iterator[sa.Engine]:
    """The database of the settings, migrated."""
    engine = open_engine(configuration.load().database_url)
    try:
        migrations.upgrade(engine)
        yield engine
    finally:
        engine.dispose()
