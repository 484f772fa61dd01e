"""A kind of message: where its facts come from, and how it reads; and what the clock does besides posting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.programme.occasions import Context, Skip
from bot.slack import Slack
from storage.db import Db, Writer
from storage.deliveries import Delivery

Find = Callable[[Db, Delivery, datetime], Context | Skip]
Render = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """`find` is asked at the last moment: it may say that the message is no longer wanted."""

    find: Find
    render: Render
    in_hours: bool = False
    """Whether a person gets it in their working hours only, however late it was planned."""
    nudge: bool = False
    """Whether it reminds somebody of what was asked before, and so counts against the weekly cap."""


Kinds = Mapping[str, Kind]


@dataclass(frozen=True)
class Step:
    """What the clock does towards Slack besides posting; it is taken only where `waits` finds something to do."""

    waits: Callable[[Db, datetime], bool]
    take: Callable[[sa.Engine, Writer, Slack], object]
