"""A file of any usual kind as a table of text: CSV in any usual encoding and delimiter, or XLSX."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

DELIMITERS = ",;\t|"
LARGEST_CELL = 1_000_000
FEWEST_HEADERS = 2


class UnreadableError(Exception):
    """Not a file that can be read: says what it is, and the way out."""


@dataclass(frozen=True)
class Row:
    number: int
    """What a person sees in a spreadsheet; the header of an ordinary file is row 1."""
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    headers: list[str]
    rows: list[Row]
    encoding: str | None
    delimiter: str | None


def read(data: bytes, filename: str) -> Table:
    """Raises `UnreadableError`."""
    if not data.strip():
        raise UnreadableError(f"{filename} is empty. Export it once more.")
    if data[:4] == b"PK\x03\x04":
        return _shaped(_from_xlsx(data, filename), filename, None, None)
    if data[:4] in {b"\xd0\xcf\x11\xe0", b"%PDF"}:
        raise UnreadableError(f"{filename} is an old Excel file or a PDF. Save it as .xlsx or as CSV.")
    text, encoding = _decoded(data, filename)
    delimiter = _delimiter(text)
    csv.field_size_limit(LARGEST_CELL)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableError(f"{filename} cannot be read as CSV: {error}. Save it as .xlsx.") from None
    return _shaped(lines, filename, encoding, delimiter)


def _decoded(data: bytes, filename: str) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding, filename), encoding
    if guess := _unmarked_utf16(data):
        return _strictly(data, guess, filename), guess
    if b"\x00" in data:
        raise UnreadableError(f"{filename} is not text. Export it as CSV or .xlsx.")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def _strictly(data: bytes, encoding: str, filename: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(f"{filename} begins like {encoding} and is not. Export it once more.") from None


def _unmarked_utf16(data: bytes) -> str | None:
    """Every second byte of Western text in UTF-16 is zero."""
    head = data[:2000]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if (
            len(head) > 20
            and head[start::2].count(0) > 0.4 * len(head[start::2])
            and head[1 - start :: 2].count(0) == 0
        ):
            return encoding
    return None


def _delimiter(text: str) -> str:
    """The one that parts the first lines into most columns."""
    sample = io.StringIO(text[:20_000], newline="").read().splitlines(keepends=True)[:5]
    widths = {mark: max((len(line) for line in csv.reader(sample, delimiter=mark)), default=0) for mark in DELIMITERS}
    return max(widths, key=lambda mark: widths[mark])


def _from_xlsx(data: bytes, filename: str) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [[_cell(value) for value in line] for line in sheet.iter_rows(values_only=True)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError) as error:
        raise UnreadableError(f"{filename} is not a readable .xlsx ({type(error).__name__}). Save it anew.") from None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _shaped(lines: list[list[str]], filename: str, encoding: str | None, delimiter: str | None) -> Table:
    start = _header_line(lines)
    if start is None:
        raise UnreadableError(f"{filename} has no line of column names. The first line must name the columns.")
    headers = _distinct([header.strip() for header in lines[start]])
    rows = [
        Row(number, _cells(headers, line))
        for number, line in enumerate(lines[start + 1 :], start=start + 2)
        if any(cell.strip() for cell in line)
    ]
    return Table([header for header in headers if header], rows, encoding, delimiter)


def _header_line(lines: list[list[str]]) -> int | None:
    """The first line with several filled cells: a title above it has one."""
    for number, line in enumerate(lines[:20]):
        if sum(bool(cell.strip()) for cell in line) >= FEWEST_HEADERS:
            return number
    return None


def _distinct(headers: list[str]) -> list[str]:
    """The second of two columns with one name gets a number."""
    seen: dict[str, int] = {}
    distinct = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        distinct.append(f"{header} ({seen[header]})" if header and seen[header] > 1 else header)
    return distinct


def _cells(headers: list[str], line: list[str]) -> dict[str, str]:
    padded = [*line, *[""] * (len(headers) - len(line))]
    return {header: cell for header, cell in zip(headers, padded, strict=False) if header}
