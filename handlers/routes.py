"""Every handler of every noun, by kind of payload: one dictionary each."""

from collections.abc import Mapping
from types import ModuleType

from handlers import (
    accounts,
    advisors,
    agreements,
    alumni,
    announcements,
    asks,
    briefs,
    calls,
    checkins,
    closing,
    commitments,
    courtesies,
    digests,
    editions,
    feedback,
    goals,
    insights,
    intake,
    introductions,
    later,
    lineage,
    links,
    loops,
    matching,
    monday,
    notes,
    packs,
    people,
    preview,
    reports,
    resources,
    reviews,
    search,
    sessions,
    signals,
    statements,
    teams,
    thanks,
    workspaces,
)
from handlers.dispatch import Handler, Routes

NOUNS: tuple[ModuleType, ...] = (
    accounts,
    agreements,
    alumni,
    advisors,
    announcements,
    asks,
    briefs,
    calls,
    checkins,
    closing,
    courtesies,
    commitments,
    digests,
    editions,
    feedback,
    goals,
    insights,
    intake,
    introductions,
    later,
    links,
    lineage,
    loops,
    matching,
    monday,
    notes,
    packs,
    people,
    sessions,
    signals,
    statements,
    preview,
    reports,
    resources,
    reviews,
    search,
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
