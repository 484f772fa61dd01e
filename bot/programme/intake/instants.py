"""Time stamps of every usual form tool, to UTC.

What carries no offset is local time of the stated zone. With slashes and AM/PM the month comes first, in all other
dates the day.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale

from bot.programme.intake.words import USUAL, folded

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - local time of the stated zone
FIRST = datetime(1990, 1, 1, tzinfo=UTC)
LAST = datetime(2100, 1, 1, tzinfo=UTC)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
COMPACT = re.compile(r"\d{8}(?:T?\d{6})?Z?")
ASIAN_DATE = str.maketrans({"年": "-", "月": "-", "日": " ", "년": "-", "월": "-", "일": " "})
CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?(?: ?Uhr)?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?(?: ?(?P<offset>Z|CEST|CET|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|UTC|GMT))?"
)
STAMP = re.compile(rf"(?P<date>.*?\d.*?)(?:[ ,T]+{CLOCK})?", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/. ]{1,2}(?P<month>\d{1,2})[-/. ]{1,2}(?P<day>\d{1,2})")
NUMERIC = re.compile(r"(?P<one>\d{1,2})(?P<mark>[-/.]) ?(?P<two>\d{1,2})(?P=mark) ?(?P<year>\d{4}|\d{2})")
BETWEEN = {"at", "de", "del", "a", "as", "um", "kl", "klo", "den", "le", "il", "of", "th", "st", "nd", "rd", "dia"}
OFFSETS = {"z": 0, "utc": 0, "gmt": 0, "cet": 60, "cest": 120}


def instant(text: str, zone: str) -> datetime | None:
    """`None` if it is no time stamp that can be read."""
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(ASIAN_DATE).split())
    plain = re.sub(r" ?\([^)]*\)$", "", plain)
    try:
        if COMPACT.fullmatch(plain) and (found := _compact(plain, zone)):
            return found
        return _counted(plain, zone) if NUMBER.fullmatch(plain) else _written(plain, zone)
    except (ValueError, OverflowError):
        return None


def _counted(text: str, zone: str) -> datetime | None:
    """Milliseconds or seconds since 1970, or days as Excel counts them."""
    value = float(text.replace(",", "."))
    for size in (1000, 1):
        if FIRST.timestamp() <= value / size < LAST.timestamp():
            return datetime.fromtimestamp(value // size, UTC)
    if 20_000 <= value < 80_000:
        return _placed(EXCEL_EPOCH + timedelta(seconds=round(value * 86_400)), zone, None)
    return None


def _compact(text: str, zone: str) -> datetime | None:
    digits = re.sub(r"\D", "", text).ljust(14, "0")
    if not FIRST.year <= int(digits[:4]) < LAST.year:
        return None
    local = datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 - the zone is the stated one
    return _placed(local, zone, 0 if text.endswith("Z") else None)


def _written(text: str, zone: str) -> datetime | None:
    found = STAMP.fullmatch(text)
    date = _date(found["date"].strip(" ,"), bool(found["half"])) if found else None
    if found is None or date is None:
        return None
    hour = _hour(int(found["hour"] or 0), found["half"])
    local = datetime(*date, hour, int(found["minute"] or 0), int(found["second"] or 0))  # noqa: DTZ001
    return _placed(local, zone, _offset(found["offset"]))


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in "pP" else 0)


def _date(text: str, half_day: bool) -> tuple[int, int, int] | None:
    """Year, month, day."""
    if found := YEAR_FIRST.fullmatch(text):
        return int(found["year"]), int(found["month"]), int(found["day"])
    if found := NUMERIC.fullmatch(text):
        one, two = int(found["one"]), int(found["two"])
        year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
        return (year, one, two) if half_day and found["mark"] == "/" else (year, two, one)
    return _named(text)


def _named(text: str) -> tuple[int, int, int] | None:
    """One word that names a month, a day and a year of four digits; a weekday may stand beside them."""
    words = [word for part in re.findall(r"[^\W\d]+", text) if (word := folded(part))]
    months = [month for word in words if (month := _months().get(word))]
    numbers = sorted((int(number) for number in re.findall(r"\d+", text)), reverse=True)
    strange = set(words) - _months().keys() - BETWEEN - _weekdays()
    if strange or len(months) != 1 or len(numbers) != 2:
        return None
    return numbers[0], months[0], numbers[1]


def _offset(text: str | None) -> int | None:
    """Minutes ahead of UTC."""
    if text is None or text.casefold() in OFFSETS:
        return OFFSETS[text.casefold()] if text else None
    sign = -1 if "-" in text else 1
    digits = re.sub(r"\D", "", text)
    return sign * (int(digits[:2]) * 60 + int(digits[2:]))


def _placed(local: datetime, zone: str, offset: int | None) -> datetime | None:
    place = ZoneInfo(zone) if offset is None else timezone(timedelta(minutes=offset))
    found = local.replace(tzinfo=place).astimezone(UTC)
    return found if FIRST <= found < LAST else None


@cache
def _months() -> dict[str, int]:
    """By folded name; one that means two months in two languages is left out, but English keeps its own."""
    meant: dict[str, set[int]] = {}
    for language in USUAL:
        forms = Locale.parse(language).months
        for names in (forms[form][width] for form in ("format", "stand-alone") for width in ("wide", "abbreviated")):
            for number, name in names.items():
                meant.setdefault(folded(name), set()).add(number)
    english = {folded(name): number for number, name in Locale.parse("en").months["format"]["wide"].items()}
    english |= {name[:3]: number for name, number in english.items()} | {"sept": 9}
    return {name: min(numbers) for name, numbers in meant.items() if len(numbers) == 1 and name} | english


@cache
def _weekdays() -> set[str]:
    forms = [Locale.parse(language).days["format"] for language in USUAL]
    return {folded(name) for form in forms for width in ("wide", "abbreviated") for name in form[width].values()}
