"""How much one person is reminded: three times in a week of their own, and never twice within an hour."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.rehearsal.almanac.days import Expected, zone_info

CAP, BETWEEN = 3, timedelta(hours=1)


def courteous(reminders: Iterable[Expected], zones: dict[str, str]) -> Iterator[Expected]:
    """What remains of them, and when it comes. `zones`: where each reader is."""
    came: defaultdict[tuple[str, int, int], int] = defaultdict(int)
    last: dict[str, datetime] = {}
    timed = ((one.at, one) for one in reminders if one.at)
    for due, one in sorted(timed, key=lambda pair: (pair[0], pair[1].reader)):
        at = max(due, last[one.reader] + BETWEEN) if one.reader in last else due
        year, week, _ = at.astimezone(zone_info(zones[one.reader])).isocalendar()
        if came[one.reader, year, week] < CAP:
            came[one.reader, year, week] += 1
            last[one.reader] = at
            yield replace(one, at=at)
