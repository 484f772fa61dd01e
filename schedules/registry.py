"""Every kind of message, every move by the calendar and every step towards Slack, of every noun."""

from types import ModuleType

from schedules import (
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
    links,
    loops,
    matching,
    notes,
    packs,
    people,
    resources,
    reviews,
    sessions,
    signals,
    statements,
    teams,
    thanks,
    workspaces,
)
from schedules.kinds import Kind, Kinds, Step
from storage.db import Work

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
    links,
    loops,
    matching,
    notes,
    packs,
    people,
    resources,
    reviews,
    sessions,
    signals,
    statements,
    teams,
    thanks,
    workspaces,
)


def kinds() -> Kinds:
    merged: dict[str, Kind] = {}
    for noun in NOUNS:
        table: Kinds = getattr(noun, "KINDS", {})
        if twice := merged.keys() & table.keys():
            raise ValueError(f"two messages of kind {sorted(twice)}")
        merged.update(table)
    return merged


def nudges(kinds: Kinds) -> frozenset[str]:
    """What counts against a person's weekly cap."""
    return frozenset(name for name, kind in kinds.items() if kind.nudge)


def moves() -> list[Work]:
    return [move for noun in NOUNS for move in getattr(noun, "MOVES", ())]


def steps() -> list[Step]:
    return [step for noun in NOUNS for step in getattr(noun, "STEPS", ())]
