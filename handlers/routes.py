"""Every handler of every noun, by kind of payload: one dictionary each."""

from collections.abc import Mapping
from types import ModuleType

from handlers import (
    announcements,
    briefs,
    calls,
    checkins,
    commitments,
    digests,
    editions,
    feedback,
    goals,
    insights,
    intake,
    introductions,
    later,
    loops,
    matching,
    monday,
    people,
    preview,
    reports,
    reviews,
    sessions,
    signals,
    teams,
    thanks,
    workspaces,
)
from handlers.dispatch import Handler, Routes

NOUNS: tuple[ModuleType, ...] = (
    announcements,
    briefs,
    calls,
    checkins,
    commitments,
    digests,
    editions,
    feedback,
    goals,
    insights,
    intake,
    introductions,
    later,
    loops,
    matching,
    monday,
    people,
    sessions,
    signals,
    preview,
    reports,
    reviews,
    teams,
    thanks,
    workspaces,
)
KINDS = ("commands", "actions", "views", "closed", "shortcuts", "options", "events")


def routes() -> Mapping[str, Routes]:
    """A noun's module has its handlers in `COMMANDS`, `ACTIONS` and so on; two for one name is an error."""
    return {kind: _merged(kind) for kind in KINDS}


def _merged(kind: str) -> Routes:
    merged: dict[str, Handler] = {}
    for noun in NOUNS:
        table: Routes = getattr(noun, kind.upper(), {})
        if twice := merged.keys() & table.keys():
            raise ValueError(f"two handlers for {kind} {sorted(twice)}")
        merged.update(table)
    return merged
