"""What a handler answers. The dispatcher carries it out: handlers never call Slack to speak."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Say:
    """To the person alone, where they are."""

    message: dict[str, Any]


@dataclass(frozen=True)
class Rewrite:
    """In place of the message whose button was pressed."""

    message: dict[str, Any]


@dataclass(frozen=True)
class Open:
    """A modal; on top of the one that is open, if one is."""

    view: dict[str, Any]


@dataclass(frozen=True)
class Refill:
    """Another view in place of the modal that is open or was submitted."""

    view: dict[str, Any]


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a submitted modal, by field name; it stays open and nothing is lost."""

    fields: dict[str, str]


@dataclass(frozen=True)
class Suggest:
    """Options for a select that asks as one types."""

    options: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Home:
    view: dict[str, Any]


@dataclass(frozen=True)
class Later:
    """Work that may take longer than Slack waits: `meanwhile` is said if it does, and its reply once it is there."""

    work: "Callable[[], Say]"
    meanwhile: dict[str, Any]


Reply = Say | Rewrite | Open | Refill | Wrong | Suggest | Home | Later | None
