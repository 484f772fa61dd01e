"""Every kind of message, every move by the calendar and every step towards Slack, of every noun."""

from collections.abc import Callable
from functools import partial
from types import ModuleType

import sqlalchemy as sa

from bot.slack import Slack
from schedules import (
    announcements,
    briefs,
    calls,
    checkins,
    commitments,
    digests,
    feedback,
    goals,
    insights,
    intake,
    introductions,
    loops,
    matching,
    people,
    reviews,
    sessions,
    signals,
    thanks,
    workspaces,
)
from schedules.kinds import Kind, Kinds
from storage.db import Work, Writer

NOUNS: tuple[ModuleType, ...] = (
    announcements,
    briefs,
    calls,
    checkins,
    commitments,
    digests,
    feedback,
    goals,
    insights,
    intake,
    introductions,
    loops,
    matching,
    people,
    reviews,
    sessions,
    signals,
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


def moves() -> list[Work]:
    return [move for noun in NOUNS for move in getattr(noun, "MOVES", ())]


def steps(engine: sa.Engine, writer: Writer, slack: Slack) -> list[Callable[[], object]]:
    """What the clock does towards Slack besides posting: a noun's `STEPS` take `(engine, writer, slack)`."""
    return [partial(step, engine, writer, slack) for noun in NOUNS for step in getattr(noun, "STEPS", ())]
