"""What one person sees at one moment: the sidebar, a channel or Home, a thread, the form on top, the others."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bot.sandbox.page.blocks import Surface
from bot.sandbox.page.emoji import REACTIONS
from bot.sandbox.page.reader import HOME, Reader, Where, zone
from bot.sandbox.state import Channel, File, Message, State, User, View

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

Json = dict[str, Any]
KINDS = {
    "public": ("Channels", "#"),
    "private": ("Private channels", "◈"),
    "im": ("Direct messages", ""),
    "mpim": ("Group messages", ""),
}


@dataclass(frozen=True)
class Trouble:
    """What must be said of the last act: why it failed, what is wrong by field, or what to confirm first."""

    notice: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    confirm: Json | None = None
    again: list[tuple[str, str]] = field(default_factory=list)
    """The form as it was sent, to send again once confirmed, to `action`."""
    action: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the sidebar."""

    id: str
    kind: str
    mark: str
    title: str
    unread: int


@dataclass(frozen=True)
class Posted:
    """A message, who wrote it, when by the reader's clock, and what was replied."""

    message: Message
    author: User
    at: datetime
    surface: Surface
    replies: list[Message]


@dataclass(frozen=True)
class Scene:
    """Made and rendered under the state's lock."""

    sandbox: "Sandbox"
    where: Where
    trouble: Trouble
    next_due: datetime | None

    @property
    def state(self) -> State:
        return self.sandbox.state

    @property
    def user(self) -> User:
        return self.state.users[self.where.user]

    @property
    def reader(self) -> Reader:
        return Reader(self.state, self.user, self.sandbox.now())

    @property
    def channel(self) -> Channel | None:
        """`None` on the Home tab."""
        return None if self.where.channel == HOME else self.state.channels[self.where.channel]

    @property
    def modal(self) -> View | None:
        return self.sandbox.person(self.user.id).view

    @property
    def home(self) -> View | None:
        return self.state.homes.get(self.user.id)

    def sections(self) -> list[tuple[str, list[Entry]]]:
        """The sidebar, without archived channels; the app comes first among the direct messages."""
        entries = [self._entry(item) for item in self.state.channels_of(self.user.id) if not item.archived]
        app = self.state.dm([self.user.id]).id
        entries.sort(key=lambda entry: (list(KINDS).index(entry.kind), entry.id != app, entry.title.lower()))
        return [(KINDS[kind][0], list(group)) for kind, group in groupby(entries, key=lambda entry: entry.kind)]

    def days(self) -> Iterator[tuple[datetime, list[Posted]]]:
        """The channel's messages by the reader's own days; replies stand in their threads."""
        if self.channel is None:
            return
        seen, replies = list(self.state.visible(self.channel, self.user.id)), self._replies(self.channel)
        posted = [self._posted(one, replies) for one in seen if one.thread_ts in {None, one.ts}]
        for _, group in groupby(posted, key=lambda item: item.at.date()):
            items = list(group)
            yield items[0].at, items

    def thread(self) -> list[Posted]:
        """The message that began it, and the replies."""
        if self.channel is None or not self.where.thread:
            return []
        root, replies = self.state.message(self.channel, self.where.thread), self._replies(self.channel)
        return [self._posted(one, replies) for one in [root, *replies[root.ts]]] if root else []

    def pinned(self) -> list[Message]:
        pins = self.channel.pins if self.channel else []
        return [one for one in self.state.visible(self.channel, self.user.id) if one.ts in pins] if self.channel else []

    def files(self, message: Message) -> list[File]:
        return [self.state.files[file] for file in message.files]

    def members(self) -> list[User]:
        known = [self.state.users[member] for member in self.channel.members] if self.channel else []
        return sorted(known, key=lambda user: (user.is_bot, user.real_name))

    def people(self) -> list[tuple[str, list[User]]]:
        """Everybody whom one can be, by team."""
        folk = [user for user in self.state.users.values() if not user.is_bot and not user.deleted]
        return [(title, list(group)) for title, group in groupby(folk, key=lambda user: user.title or "People")]

    def waiting(self) -> dict[str, int]:
        """How many of the app's direct messages each person has not read."""
        direct = [
            item for item in self.state.channels.values() if item.kind == "im" and self.state.bot.id in item.members
        ]
        return {member: self._unread(item, member) for item in direct for member in item.members}

    def local(self, user: User) -> datetime:
        return self.sandbox.now().astimezone(zone(user))

    def surface(self, kind: str, view: View) -> Surface:
        return Surface(kind, self.where, self.reader, values=view.values, errors=self.trouble.errors)

    @property
    def faces(self) -> tuple[str, ...]:
        return REACTIONS

    def commands(self) -> list[Json]:
        return list(self.sandbox.manifest.get("features", {}).get("slash_commands", []))

    def shortcuts(self, kind: str) -> list[Json]:
        """Of kind `message` or `global`."""
        given = self.sandbox.manifest.get("features", {}).get("shortcuts", [])
        return [item for item in given if item["type"] == kind]

    def _entry(self, channel: Channel) -> Entry:
        unread = self._unread(channel, self.user.id)
        return Entry(channel.id, channel.kind, KINDS[channel.kind][1], self.reader.title(channel), unread)

    def _unread(self, channel: Channel, user: str) -> int:
        last, count = channel.read.get(user, ""), 0
        for message in reversed(channel.messages):
            if message.ts <= last:
                break
            count += not message.deleted and message.user != user and message.only_for in {None, user}
        return count

    def _posted(self, message: Message, replies: dict[str, list[Message]]) -> Posted:
        surface = Surface("message", self.where, self.reader, self.where.channel, message.ts)
        author = self.state.users[message.user]
        return Posted(message, author, self.reader.local(message.ts), surface, replies[message.ts])

    def _replies(self, channel: Channel) -> dict[str, list[Message]]:
        """By the message that began the thread."""
        threads: dict[str, list[Message]] = defaultdict(list)
        for one in self.state.visible(channel, self.user.id):
            if one.thread_ts and one.thread_ts != one.ts:
                threads[one.thread_ts].append(one)
        return threads


STEPS: dict[str, Callable[[datetime, datetime | None], timedelta]] = {
    "hour": lambda _now, _due: timedelta(hours=1),
    "day": lambda _now, _due: timedelta(days=1),
    "due": lambda now, due: max((due or now) - now, timedelta()),
}
