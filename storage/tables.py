"""Every noun's tables, for whoever needs the whole schema: importing this makes the metadata complete."""

from storage import (
    announcements,
    calls,
    checkins,
    deliveries,
    digests,
    editions,
    feedback,
    insights,
    loops,
    matching,
    people,
    sessions,
    teams,
    thanks,
    workspaces,
)

__all__ = [
    "announcements",
    "calls",
    "checkins",
    "deliveries",
    "digests",
    "editions",
    "feedback",
    "insights",
    "loops",
    "matching",
    "people",
    "sessions",
    "teams",
    "thanks",
    "workspaces",
]
