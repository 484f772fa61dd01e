"""A Slack workspace in memory: people, channels, messages, views. One lock guards it; every change is announced."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

Json = dict[str, Any]


@dataclass
class User:
    id: str
    name: str
    real_name: str
    email: str = ""
    tz: str = "UTC"
    title: str = ""
    country: str = ""
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    kind: str = "member"
    """`member`, `guest`, `single` for a guest of one channel, `outside` for people of another workspace."""


@dataclass
class Message:
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    """The one person who sees it, if it is ephemeral."""
    by_app: bool = False
    files: list[str] = field(default_factory=list)


@dataclass
class File:
    """A file that somebody has shared in one message."""

    id: str
    name: str
    data: bytes
    user: str
    created: int
    channel: str
    ts: str


@dataclass
class Channel:
    id: str
    name: str
    kind: str
    """`public`, `private`, `im` or `mpim`."""
    creator: str
    created: int
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    messages: list[Message] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    """The last `ts` that each person has seen."""
    canvas: str = ""
    shared_with: list[str] = field(default_factory=list)
    """Addresses that were invited by Slack Connect."""


@dataclass
class View:
    id: str
    user: str
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)


class State:
    def __init__(self, now: Callable[[], datetime], team_id: str, team_name: str) -> None:
        self.now = now
        self.team_id, self.team_name = team_id, team_name
        self.lock = threading.RLock()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.modals: dict[str, list[View]] = {}
        """The stack of open modals of each person."""
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.canvases: dict[str, str] = {}
        self.uploads: dict[str, tuple[str, bytes]] = {}
        """Name and bytes of what was uploaded and not shared yet, by the id of the file that it will be."""
        self.site = ""
        """Where the workspace is reached, with a slash at its end."""
        self.version = 0
        self._last_ts = 0
        self._listeners: list[queue.SimpleQueue[int]] = []
        self.bot = self.add_user("sweetspot", "Sweetspot", is_bot=True)

    def add_user(self, name: str, real_name: str, **details: Any) -> User:
        with self.lock:
            user = User(f"U{len(self.users) + 1:09d}", name, real_name, **details)
            self.users[user.id] = user
            return user

    def find_user(self, who: str) -> User:
        """By id or e-mail address."""
        found = self.users.get(who) or next((user for user in self.users.values() if user.email == who), None)
        if found is None:
            raise KeyError(f"nobody in this workspace is {who}")
        return found

    def add_channel(self, name: str, kind: str, creator: str, members: list[str]) -> Channel:
        with self.lock:
            letter = {"im": "D", "mpim": "G"}.get(kind, "C")
            number = len(self.channels) + 1
            channel = Channel(f"{letter}{number:09d}", name, kind, creator, int(self.now().timestamp()), members)
            self.channels[channel.id] = channel
            self.changed()
            return channel

    def find_channel(self, what: str) -> Channel:
        """By id, or by name with or without its `#`."""
        name = what.removeprefix("#")
        found = self.channels.get(what) or next((it for it in self.channels.values() if it.name == name), None)
        if found is None:
            raise KeyError(f"there is no channel {what}")
        return found

    def dm(self, users: list[str]) -> Channel:
        """The direct channel of the bot with these people, made if there is none."""
        with self.lock:
            members = sorted({self.bot.id, *users})
            for channel in self.channels.values():
                if channel.kind in {"im", "mpim"} and sorted(channel.members) == members:
                    return channel
            return self.add_channel("-".join(members), "im" if len(members) == 2 else "mpim", self.bot.id, members)

    def add_message(self, channel: Channel, user: str, **content: Any) -> Message:
        with self.lock:
            message = Message(self.next_ts(), user, **content)
            channel.messages.append(message)
            channel.read[user] = message.ts
            self.changed()
            return message

    def add_file(self, channel: Channel, user: str, name: str, data: bytes, text: str = "", id_: str = "") -> File:
        with self.lock:
            message = self.add_message(channel, user, text=text)
            created, number = int(self.now().timestamp()), len(self.files) + 1
            file = File(id_ or f"F{number:09d}", name, data, user, created, channel.id, message.ts)
            self.files[file.id] = file
            message.files.append(file.id)
            self.changed()
            return file

    def message(self, channel: Channel, ts: str) -> Message | None:
        found = next((item for item in reversed(channel.messages) if item.ts == ts), None)
        return found if found and not found.deleted else None

    def visible(self, channel: Channel, user: str) -> Iterator[Message]:
        for message in channel.messages:
            if not message.deleted and message.only_for in {None, user}:
                yield message

    def channels_of(self, user: str) -> list[Channel]:
        return [item for item in self.channels.values() if user in item.members]

    def next_ts(self) -> str:
        """Slack's time stamp, which is also a message's id: strictly rising."""
        self._last_ts = max(self._last_ts + 1, int(self.now().timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_view(self, user: str, payload: Json, below: View | None = None) -> View:
        view_id = f"V{uuid4().hex[:10].upper()}"
        return View(
            view_id, user, payload, self.new_hash(), below.root_id if below else view_id, below.id if below else None
        )

    def new_hash(self) -> str:
        return f"{int(self.now().timestamp())}.{uuid4().hex[:8]}"

    def changed(self) -> None:
        self.version += 1
        for listener in self._listeners:
            listener.put(self.version)

    def subscribe(self) -> "queue.SimpleQueue[int]":
        listener: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._listeners.append(listener)
        return listener

    def unsubscribe(self, listener: "queue.SimpleQueue[int]") -> None:
        self._listeners.remove(listener)
