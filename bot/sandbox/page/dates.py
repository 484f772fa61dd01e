"""Slack's `<!date^…>`: a moment in the words of its template, on the reader's own clock."""

import re
from collections.abc import Callable
from datetime import datetime

from bot.sandbox.page.reader import Reader, clock, day

TOKEN = re.compile(r"\{(\w+)\}")
MINUTE, HOUR, DAY = 60, 3600, 86400


def told(seconds: str | int, template: str, reader: Reader) -> str:
    """A token that is not known stays as it is."""
    moment = reader.local(seconds)
    now = reader.local(reader.now.timestamp())
    return TOKEN.sub(lambda found: _token(found[1], moment, now) or found[0], template)


def _token(name: str, moment: datetime, now: datetime) -> str | None:
    if name == "ago":
        return _ago(moment, now)
    if name.endswith("_pretty"):
        return _near(moment, now) or _token(name.removesuffix("_pretty"), moment, now)
    write = FORMS.get(name)
    return write(moment) if write else None


def _near(moment: datetime, now: datetime) -> str | None:
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((moment.date() - now.date()).days)


def _ago(moment: datetime, now: datetime) -> str:
    seconds = (now - moment).total_seconds()
    size, unit = next(
        (pair for pair in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")) if abs(seconds) >= pair[0]), (1, "second")
    )
    count = int(abs(seconds) // size)
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{words} ago" if seconds >= 0 else f"in {words}"


FORMS: dict[str, Callable[[datetime], str]] = {
    "date": lambda at: f"{at.day} {at:%B %Y}",
    "date_num": lambda at: f"{at:%Y-%m-%d}",
    "date_slash": lambda at: f"{at:%d/%m/%Y}",
    "date_long": lambda at: f"{day(at)} {at:%Y}",
    "date_long_full": lambda at: f"{day(at)} {at:%Y}",
    "date_short": lambda at: f"{at.day} {at:%b %Y}",
    "day_divider_pretty": day,
    "time": clock,
    "time_secs": lambda at: f"{at:%H:%M:%S}",
}
