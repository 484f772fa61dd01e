"""Time stamps of every usual form tool, to UTC.

What carries no offset is local time of the stated zone. With slashes and AM/PM the month comes first, in all other
dates the day.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - local time of the stated zone
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SPACES = re.compile(r"[\s\u00a0\u202f]+")
MONTH_FIRST = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%y %I:%M %p", "%m/%d/%y %I:%M:%S %p")
DAY_FIRST = tuple(
    f"{day}{time}"
    for day in ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y")
    for time in (" %H:%M:%S", " %H:%M", "")
)
NAMED = tuple(
    f"{day}{time}"
    for day in ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y")
    for time in (" %I:%M %p", " %I:%M:%S %p", " %H:%M:%S", " %H:%M", "")
)


def instant(text: str, zone: str) -> datetime | None:
    """`None` if it is no time stamp that can be read."""
    plain = SPACES.sub(" ", text).strip()
    if NUMBER.fullmatch(plain):
        return _from_number(plain, zone)
    return _iso(plain, zone) or _written(plain, zone)


def _from_number(text: str, zone: str) -> datetime | None:
    value = float(text)
    if value > 1e11:
        return datetime.fromtimestamp(value / 1000, UTC).replace(microsecond=0)
    if value > 1e8:
        return datetime.fromtimestamp(value, UTC).replace(microsecond=0)
    if 20_000 <= value < 80_000:  # Excel counts days: 1954 to 2119
        seconds = round(value * 86_400)
        return _placed(EXCEL_EPOCH + timedelta(seconds=seconds), zone)
    return None


def _iso(text: str, zone: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace(" UTC", "Z").replace(" Z", "Z"))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else _placed(found, zone)


def _written(text: str, zone: str) -> datetime | None:
    plain = re.sub(r"\b([ap])\.?\s?m\b\.?", lambda found: f"{found[1].upper()}M", text, flags=re.IGNORECASE)
    plain = plain.replace(" at ", " ").replace(",", "")
    half_day = plain.endswith(("AM", "PM"))
    for form in (*(MONTH_FIRST if half_day else DAY_FIRST), *NAMED):
        try:
            return _placed(datetime.strptime(plain, form), zone)  # noqa: DTZ007 - the zone is the stated one
        except ValueError:
            continue
    return None


def _placed(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
