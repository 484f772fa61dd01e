"""What a handler is given: who asks, in which edition, with what, and the ways to read and to change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.messages.reader import Reader
from bot.programme.sealing import Sealer
from bot.slack import Slack
from storage.db import Db, Writer, reading
from storage.editions import Edition, Installation
from storage.people import Person

T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """What wiring hands to every door."""

    engine: sa.Engine
    writer: Writer
    now: Callable[[], datetime]
    slack: Callable[[int], Slack]
    """The Slack of an installation, by its id."""
    sealer: Sealer
    nudges: frozenset[str] = frozenset()
    """The kinds of message that count against a person's weekly cap."""
    handlers: Mapping[str, Mapping[str, Callable[["Request"], Any]]] = field(default_factory=dict)
    """Every door's handlers, by kind of payload: a link in a letter runs what the button would."""


@dataclass(frozen=True)
class Request:
    services: Services
    installation: Installation
    slack_user: str
    person: Person | None
    edition: Edition | None
    reader: Reader
    now: datetime
    key: str
    """The inbound key: the same for a redelivery or a double click."""
    body: dict[str, Any]
    value: str = ""
    """A button's value, a modal's private metadata, or the words after a command's verb."""
    fields: dict[str, str] = field(default_factory=dict)
    """A modal's answers by field name: text, chosen value, ISO date; several values joined by commas."""
    looking: bool = False
    """Only looked at, as a mail program looks at every link: nothing may change."""

    def commit(self, work: Callable[[Db, datetime], T]) -> T:
        """Change the state once: a repeat of the same request raises `RepeatedError`."""
        if self.looking:
            raise LookingError
        return self.services.writer.commit(work, once=self.key)

    def read(self, work: Callable[[Db], T]) -> T:
        with reading(self.services.engine) as db:
            return work(db)

    @property
    def slack(self) -> Slack:
        return self.services.slack(self.installation.id)

    @property
    def number(self) -> int:
        """The value as a row id; raises `ValueError` when it is not one."""
        return int(self.value)

    @property
    def someone(self) -> Person:
        if self.person is None:
            raise StrangerError
        return self.person

    @property
    def here(self) -> Edition:
        if self.edition is None:
            raise NoEditionError
        return self.edition


class LookingError(Exception):
    """The button changes something, and has not been pressed yet."""


class StrangerError(Exception):
    """The programme does not know this person."""


class NoEditionError(Exception):
    """There is no active edition that the person could mean."""


class WrongWordsError(Exception):
    """The words after a command could not be understood; the text says what would be."""
