"""Who does what by when, as busy people write it: a line each, understood as far as it goes. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = "|".join(MONTHS)
BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")
WHO = re.compile(r"^(?P<who>[^:]{1,80}?)\s*(?::|\s[–—-]\s|\s+will\s)\s*(?P<what>.+)$", re.IGNORECASE)
WHEN = re.compile(
    r"[\s,;(]*(?:\b(?:by|until|before|on|due)\s+)?(?:the\s+)?(?P<when>"
    r"\d{4}-\d{1,2}-\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})[a-z]*\.?(?:,?\s+\d{{4}})?"
    rf"|(?:{MONTH})[a-z]*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    r"|\d{1,2}[./]\d{1,2}[./]?(?:\d{4})?"
    rf"|(?:next\s+)?(?:{'|'.join(DAYS)})|tomorrow|next\s+week)[\s).]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Promise:
    """`who` as it was written, empty where nobody is named."""

    who: str
    what: str
    due_on: date | None


def parse(text: str, today: date) -> list[Promise]:
    lines = [BULLET.sub("", line).strip() for line in text.splitlines()]
    return [_line(line, today) for line in lines if line]


def _line(line: str, today: date) -> Promise:
    named = WHO.match(line)
    who, rest = (named["who"].strip(), named["what"].strip()) if named else ("", line)
    dated = WHEN.search(rest)
    due_on = _date(dated["when"].lower().strip(), today) if dated else None
    what = rest[: dated.start()].strip() if dated and due_on else rest
    return Promise(who, what or rest, due_on)


def _date(words: str, today: date) -> date | None:
    if words == "tomorrow":
        return today + timedelta(days=1)
    if words.startswith("next") and words.endswith("week"):
        return today + timedelta(days=11 - today.weekday())
    if words.rsplit(maxsplit=1)[-1] in DAYS:
        ahead = (DAYS.index(words.rsplit(maxsplit=1)[-1]) - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead)
    return _calendar(words, today)


def _calendar(words: str, today: date) -> date | None:
    """The day comes before the month, as most of the world writes it; a year that is not named is the next one that
    makes sense."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    month = next((MONTHS.index(name) + 1 for name in re.findall(r"[a-z]{3}", words) if name in MONTHS), None)
    if re.match(r"\d{4}-", words):
        return _day(*numbers)
    if month is None:
        day, month, *year = numbers
    else:
        day, *year = numbers
    if year:
        return _day(year[0], month, day)
    found = _day(today.year, month, day)
    return found if found is None or found > today - timedelta(days=90) else _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
