"""Workspaces by the clock: the steps that wait, the pinned brief, and what is said to whoever comes in."""

from typing import Any

import sqlalchemy as sa

from bot.messages import workspaces as messages
from bot.messages.reader import Reader
from bot.programme.workspaces import provisioning, running, welcoming
from bot.slack import Slack
from schedules.kinds import Kind, Step
from storage.db import Writer


def provision(engine: sa.Engine, writer: Writer, slack: Slack) -> None:
    running.provision(engine, writer, slack, _draw)


def _draw(locale: str, zone: str, facts: dict[str, Any]) -> str:
    return messages.canvas(reader=Reader(locale, zone), **facts)


KINDS = {
    "workspace.brief": Kind(welcoming.brief_context, messages.brief),
    "workspace.welcome": Kind(welcoming.welcome_context, messages.welcome, in_hours=True),
    "workspace.joined": Kind(welcoming.joined_context, messages.joined, in_hours=True),
}
MOVES = (provisioning.rooms_due,)
STEPS = (Step(running.waits, provision),)
