"""The few Slack verbs that programme steps and the sender need. Implemented in `handlers/slack.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Payload = Mapping[str, Any]
Mark = Mapping[str, str]
"""`delivery`, `kind` and `occasion` of the ledger row."""


@dataclass(frozen=True)
class Posted:
    channel: str
    ts: str


@dataclass(frozen=True)
class Profile:
    """What Slack says about a person: `zone` is an IANA name."""

    id: str
    name: str
    email: str | None
    zone: str | None
    locale: str | None
    is_admin: bool
    guest: bool = False
    team: str = ""
    """Slack's id of the workspace that the person belongs to."""


@dataclass(frozen=True)
class Room:
    """A channel as the bot sees it; `created` in epoch seconds, `canvas` where it was asked for by itself."""

    id: str
    name: str
    archived: bool
    creator: str
    created: float
    topic: str
    purpose: str
    canvas: str = ""


@dataclass(frozen=True)
class Bookmark:
    id: str
    title: str
    link: str


@dataclass(frozen=True)
class SharedFile:
    """`size` in bytes; `shares` are the messages that carry it, by channel. All of it is what Slack says."""

    id: str
    name: str
    size: int
    url: str
    shares: Mapping[str, str]


class SlackRefusedError(Exception):
    """Slack said no, and did nothing: `code` is its own word for why, `users` its word for each person."""

    def __init__(self, code: str, retry_after: float | None = None, users: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        self.users = users or {}


class SlackUnclearError(Exception):
    """The answer was lost: nobody knows whether Slack did it."""


class Slack(Protocol):
    """Every verb raises `SlackRefusedError` or `SlackUnclearError`."""

    def post(self, channel: str, payload: Payload, *, mark: Mark | None = None, thread_ts: str | None = None) -> Posted:
        """Post; the mark goes into the message's metadata, so that it can be found again."""

    def update(self, posted: Posted, payload: Payload) -> None: ...

    def find(self, channel: str, delivery: str, since: float, thread_ts: str | None = None) -> Posted | None:
        """Our own message with that delivery in its mark, among what was posted since (epoch seconds)."""

    def words_of(self, channel: str, ts: str) -> str:
        """The text of one message of a channel, in a thread too, or nothing where it is gone."""

    def open_dm(self, user: str) -> str: ...

    def profile(self, user: str) -> Profile: ...

    def user_by_email(self, email: str) -> Profile | None: ...

    def create_channel(self, name: str, *, private: bool) -> str: ...

    def channels(self) -> list[Room]:
        """Every channel of which the bot is a member, the archived ones too."""

    def channel(self, channel: str) -> Room:
        """Refused with `channel_not_found` where it is deleted, or private and the bot is not in it."""

    def rename_channel(self, channel: str, name: str) -> None: ...

    def unarchive(self, channel: str) -> None: ...

    def members(self, channel: str) -> set[str]: ...

    def invite(self, channel: str, users: list[str]) -> dict[str, str]:
        """Whoever could not be invited, with Slack's word for why; the others are in."""

    def invite_shared(self, channel: str, email: str) -> str:
        """A Slack Connect invitation by e-mail; its id."""

    def kick(self, channel: str, user: str) -> None: ...

    def set_topic(self, channel: str, topic: str) -> None: ...

    def set_purpose(self, channel: str, purpose: str) -> None: ...

    def bookmarks(self, channel: str) -> list[Bookmark]: ...

    def add_bookmark(self, channel: str, title: str, link: str) -> None: ...

    def edit_bookmark(self, channel: str, bookmark: str, link: str) -> None: ...

    def create_canvas(self, channel: str, markdown: str) -> str:
        """The channel's one canvas; its id."""

    def replace_canvas(self, canvas: str, markdown: str) -> None: ...

    def pin(self, posted: Posted) -> None: ...

    def permalink(self, posted: Posted) -> str: ...

    def file(self, file: str) -> SharedFile: ...

    def download(self, file: SharedFile, most: int) -> bytes:
        """Refused with `too_large` over `most` bytes, and with `not_there` where Slack gives something else."""

    def upload(self, name: str, data: bytes) -> str:
        """The id of a file that nobody sees yet."""

    def share(self, file: str, channel: str, title: str) -> None:
        """Post an uploaded file, so that the channel's members see it."""

    def archive(self, channel: str) -> None: ...
