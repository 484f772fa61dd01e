"""The closing report: one page that needs nothing else, the figures for machines, and tables for a spreadsheet."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.messages.blocks import Message, message
from bot.messages.kinds import kind_name
from bot.messages.reader import Reader
from bot.messages.texts import text

FOLDER = Path(__file__).parent / "report"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Figures = Mapping[str, Any]
"""The report as plain values: `Report.as_json` of the programme."""


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def write(figures: Figures, folder: Path) -> list[Path]:
    """`report.html`, `report.json` and a CSV for each table; returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in files(figures).items():
        path = folder / name
        path.write_text(content, encoding="utf-8", newline="")
        written.append(path)
    return written


def files(figures: Figures) -> dict[str, str]:
    """Contents by file name."""
    machine = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
    sheets = {f"{table.name}.csv": sheet(table) for table in tables(figures)}
    return {"report.html": page(figures), "report.json": machine} | sheets


def page(figures: Figures) -> str:
    return _environment().get_template("report.html.j2").render(report=figures, kind_name=_kind_name)


def short(reader: Reader, figures: Figures) -> Message:
    """The main figures, and how to get the whole."""
    return message(text(reader, "report_short", report=figures))


def sheet(table: Table) -> str:
    """With a mark that spreadsheets know as UTF-8; nothing in it runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return "\ufeff" + out.getvalue()


def tables(figures: Figures) -> list[Table]:
    return [
        Table("funnel", ("call", "state", "submissions"), _pairs(figures["funnel"], "call", "states")),
        Table("teams", ("state", "kind", "teams"), _teams(figures["participation"])),
        _table("checkins", figures["loops"], without=("results",)),
        Table("results", ("loop", "result", "answers"), _pairs(figures["loops"], "number", "results")),
        Table("pairings", ("state", "pairings"), list(figures["relationships"]["pairings"].items())),
        _table("sessions", figures["sessions"]),
        Table("insights", ("state", "insights"), list(figures["learned"]["states"].items())),
        Table("deliveries", ("kind", "state", "messages"), _deliveries(figures["messages"]["kinds"])),
    ]


def _pairs(rows: list[Figures], key: str, counts: str) -> list[tuple[object, ...]]:
    return [(row[key], name, count) for row in rows for name, count in (row[counts] or {}).items()]


def _teams(participation: Figures) -> list[tuple[object, ...]]:
    return [(state, kind, count) for state in ("active", "withdrawn") for kind, count in participation[state].items()]


def _deliveries(kinds: Mapping[str, Mapping[str, int]]) -> list[tuple[object, ...]]:
    return [(kind, state, count) for kind, states in kinds.items() for state, count in states.items()]


def _table(name: str, rows: list[Figures], without: tuple[str, ...] = ()) -> Table:
    columns = tuple(key for key in (rows[0] if rows else {}) if key not in without)
    return Table(name, columns, [tuple(row[key] for key in columns) for row in rows])


def _cell(value: object) -> object:
    if value is None:
        return "withheld"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _kind_name(kind: str) -> str:
    return kind_name(Reader(), kind)


@cache
def _environment() -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters["country"] = lambda code: Locale("en").territories.get(code, code)
    jinja.filters["percent"] = lambda share: f"{share * 100:.0f} %"
    return jinja
