"""Instants and days as people read them: in their own zone, with its name, in their language."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_time

from bot.messages.reader import Reader

_zone = cache(ZoneInfo)


def place(zone: str) -> str:
    """`America/Argentina/Buenos_Aires` → `Buenos Aires`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def clock(instant: datetime, reader: Reader) -> str:
    """`14:00 (Santiago time)`."""
    local = format_time(instant, "HH:mm", tzinfo=_zone(reader.zone), locale=reader.locale)
    return f"{local} ({place(reader.zone)} time)"


def day(moment: datetime | date, reader: Reader) -> str:
    """`Tuesday 16 March`; the reader's own date when an instant is given."""
    local = moment.astimezone(_zone(reader.zone)).date() if isinstance(moment, datetime) else moment
    return format_date(local, "EEEE d MMMM", locale=reader.locale)


def moment(instant: datetime, reader: Reader) -> str:
    """`Tuesday 16 March, 14:00 (Santiago time)`."""
    return f"{day(instant, reader)}, {clock(instant, reader)}"


def everywhere(instant: datetime) -> str:
    """For a channel whose readers are in many zones: Slack shows each their own; the fallback is UTC."""
    fallback = f"{instant:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(instant.timestamp())}^{{date_long}}, {{time}}|{fallback}>"


def weekdays(days: list[int], reader: Reader) -> str:
    """`Friday, Saturday`; Monday is 0."""
    names = Locale.parse(reader.locale).days["format"]["wide"]
    return ", ".join(str(names[day]) for day in sorted(days))
