"""A file of any usual kind as a table of text: CSV in any usual encoding and delimiter, or XLSX."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from statistics import median

from bot.programme.intake import workbooks
from bot.programme.intake.words import tidy

DELIMITERS = ",;\t|"
LARGEST_CELL = 1_000_000
FEWEST_HEADERS = 2
SAMPLE = 50
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class UnreadableError(Exception):
    """Not a file that can be read: says what it is, and the way out."""


@dataclass(frozen=True)
class Row:
    number: int
    """What a person sees in a spreadsheet; the header of an ordinary file is row 1."""
    cells: dict[str, str]
    beyond: int = 0
    """Filled cells to the right of the last column."""


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
        try:
            return _shaped(workbooks.lines(data), filename, None, None)
        except workbooks.DamagedError as error:
            raise UnreadableError(f"{filename} is not a readable .xlsx ({error}). Save it anew.") from None
    if data[:4] in {b"\xd0\xcf\x11\xe0", b"%PDF"}:
        raise UnreadableError(f"{filename} is an old Excel file, has a password, or is a PDF. Save it as .xlsx or CSV.")
    text, encoding = _decoded(data, filename)
    if text.lstrip()[:1] in {"<", "{"}:
        raise UnreadableError(f"{filename} is a web page or JSON. Export it as CSV or .xlsx.")
    delimiter = _delimiter(text)
    return _shaped(_records(text, delimiter, filename), filename, encoding, delimiter)


def _decoded(data: bytes, filename: str) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, filename), encoding
    if guess := _unmarked_utf16(data):
        return _strictly(data, guess, filename), guess
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise UnreadableError(f"{filename} is not text: line {line} has a NUL byte. Export it as CSV or .xlsx.")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def _strictly(data: bytes, encoding: str, filename: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(f"{filename} begins like {encoding} and is not. Export it once more.") from None
    if "\x00" in text:
        raise UnreadableError(f"{filename} is not text: it has NUL characters. Export it as CSV or .xlsx.")
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """In Western text in UTF-16 nearly every second byte is zero, on one side only."""
    head = data[:2000]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = head[start::2], head[1 - start :: 2]
        if len(head) > 20 and zeros.count(0) > 0.4 * len(zeros) and others.count(0) == 0:
            return encoding
    return None


def _delimiter(text: str) -> str:
    """What Excel states in a line `sep=;`, else the one that parts most records into equally many columns."""
    first = text[:10].splitlines()[0].strip() if text[:10].strip() else ""
    if first.casefold().startswith("sep=") and len(first) == 5:
        return first[4]
    return max(DELIMITERS, key=lambda mark: _evenness(text, mark))


def _evenness(text: str, delimiter: str) -> float:
    csv.field_size_limit(LARGEST_CELL)
    try:
        widths = [len(line) for line in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), SAMPLE)]
    except csv.Error:
        return 0
    width, often = max(
        Counter(width for width in widths if width > 1).items(), key=lambda pair: pair[::-1], default=(0, 0)
    )
    return width * often / max(1, len(widths))


def _records(text: str, delimiter: str, filename: str) -> list[list[str]]:
    csv.field_size_limit(LARGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(lines)
    except csv.Error as error:
        where = f"line {lines.line_num}: {error}"
        raise UnreadableError(f"{filename} cannot be read as CSV ({where}). Save it as .xlsx.") from None


def _shaped(lines: list[list[str]], filename: str, encoding: str | None, delimiter: str | None) -> Table:
    start = _header_line(lines)
    if start is None:
        raise UnreadableError(f"{filename} has no line of column names. The first line must name the columns.")
    headers = _headers(lines[start], lines[start + 1 :])
    rows = [
        Row(number, _cells(headers, line), sum(bool(tidy(cell)) for cell in line[len(headers) :]))
        for number, line in enumerate(lines[start + 1 :], start=start + 2)
        if any(map(tidy, line)) and not _repeats(line, lines[start])
    ]
    return Table([header for header in headers if header], rows, encoding, delimiter)


def _header_line(lines: list[list[str]]) -> int | None:
    """The first line that is about as full as most near the top: a title above it fills a cell or two."""
    filled = [sum(map(bool, map(tidy, line))) for line in lines[:20]]
    enough = max(FEWEST_HEADERS, 0.6 * median([cells for cells in filled if cells] or [0]))
    return next((number for number, cells in enumerate(filled) if cells >= enough), None)


def _repeats(line: list[str], header: list[str]) -> bool:
    """Exports pasted together carry the header again."""
    return len(line) >= len(header) and all(one.strip() == two.strip() for one, two in zip(line, header, strict=False))


def _headers(line: list[str], below: list[list[str]]) -> list[str]:
    """The second of two equal names gets a number; a column in use without a name is called by its place."""
    seen: Counter[str] = Counter()
    headers = []
    for place, cell in enumerate(line):
        name = tidy(cell) or _in_use(place, below)
        seen[name] += bool(name)
        headers.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    while headers and not headers[-1]:
        headers.pop()
    return headers


def _in_use(place: int, lines: list[list[str]]) -> str:
    return f"Column {place + 1}" if any(tidy(line[place]) for line in lines if place < len(line)) else ""


def _cells(headers: list[str], line: list[str]) -> dict[str, str]:
    padded = [*line, *[""] * (len(headers) - len(line))]
    return {header: cell for header, cell in zip(headers, padded, strict=False) if header}
