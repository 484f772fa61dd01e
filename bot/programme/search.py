"""Full-text search over what may be read: insights, check-ins at the right level, resources, opportunities, advice."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.programme import sharing
from bot.programme.sharing import LEVELS, NEEDED, Here, Seen
from storage import search
from storage.checkins import Sharing
from storage.db import Db
from storage.search import SearchEntry
from storage.teams import Team

PAGE = 10
TELLING, STEM, WORDS = 6, 7, 40
"""Shorter words say little; the first letters of longer ones find their other forms; so many are looked at."""
LEAST = 2
UNNAMED = ("ask",)
"""Kinds that, without names, are told without them even where their teams are at home."""


@dataclass(frozen=True)
class Hit:
    """Something that was found, as this reader may see it; `team` is empty where it may not be named."""

    kind: str
    """`insight`, `checkin`, `card`, `resource`, `opportunity` or `ask`."""
    id: int
    title: str
    text: str
    team: str
    team_id: int
    """For routing only: never shown where `team` is empty. Zero where it is the secretariat's."""
    at: datetime


def find(
    db: Db,
    edition_id: int,
    here: Here,
    words: str,
    limit: int = PAGE,
    *,
    offset: int = 0,
    kinds: Sequence[str] = (),
) -> list[Hit]:
    """The best first; each word may be the beginning of one. Nothing the reader may not see, or could count."""
    asked = search.fold(words)
    if words.strip() and not asked:
        return []
    query = search.matching(db, edition_id, here.home, levels(here), asked, kinds)
    rows = [(row, _as_seen(db, row, here)) for row in db.exec(query.limit(limit).offset(offset))]  # type: ignore[call-overload]
    return [_hit(row, seen) for row, seen in rows if seen]


def alike(db: Db, edition_id: int, here: Here, text: str, limit: int) -> list[Hit]:
    """What speaks of the same as a text of several words: a third of its telling words, and two at least."""
    telling = [word[:STEM] for word in dict.fromkeys(search.fold(text)) if len(word) >= TELLING][:WORDS]
    if len(telling) < LEAST:
        return find(db, edition_id, here, text, limit)
    least = max(LEAST, math.ceil(len(telling) / 3))
    query = search.alike(edition_id, here.home, levels(here), telling, least)
    rows = [(row, _as_seen(db, row, here)) for row in db.exec(query.limit(limit))]  # type: ignore[call-overload]
    return [_hit(row, seen) for row, seen in rows if seen]


def levels(here: Here) -> list[str]:
    """The levels at which a text reaches a place where its team is not at home."""
    needed = NEEDED.get(here.place)
    return [str(level) for level in LEVELS[LEVELS.index(needed) :]] if needed else []


def _as_seen(db: Db, row: SearchEntry, here: Here) -> Seen | None:
    """The level filter has the last word."""
    if row.team_id is None:
        return Seen(row.text, "")
    seen = sharing.seen(row.text, Sharing(row.sharing), db.get_one(Team, row.team_id), here)
    unnamed = row.kind in UNNAMED and row.sharing == Sharing.EDITION_UNNAMED
    return Seen(seen.text, "") if seen and unnamed else seen


def _hit(row: SearchEntry, seen: Seen) -> Hit:
    return Hit(row.kind, row.source_id, row.title, seen.text, seen.team, row.team_id or 0, row.at)
