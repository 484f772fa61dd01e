"""An XLSX workbook as lines of text: of its fullest sheet, with dates as ISO and whole numbers without a point."""

import io
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

LARGEST_UNPACKED = 300_000_000
LARGEST_ROWS = 200_000


class DamagedError(Exception):
    """Why it cannot be read, in a few words."""


def lines(data: bytes) -> list[list[str]]:
    """Line by line as the sheet shows them, empty ones too."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _weigh(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that do not matter here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [_lines(sheet) for sheet in book.worksheets]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, ParseError, EOFError) as error:
        raise DamagedError(type(error).__name__) from None
    return max(sheets, key=lambda sheet: sum(bool(cell) for line in sheet[:200] for cell in line), default=[])


def _weigh(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
            raise DamagedError("unpacked it is larger than 300 MB")


def _lines(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # some tools write a wrong one
    found = [[_cell(value) for value in line] for line in sheet.iter_rows(values_only=True, max_row=LARGEST_ROWS)]
    while found and not any(found[-1]):
        found.pop()
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        nearest = value + timedelta(microseconds=500_000)
        return nearest.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
