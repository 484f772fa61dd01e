"""A kind of message: where its facts come from, and how it reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.programme.occasions import Context, Skip
from storage.db import Db
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
