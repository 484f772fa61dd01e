"""The person who looks: what things are called for them, and what time it is where they are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sandbox.state import Channel, State, User

HUES = 8
HOME = "home"


@dataclass(frozen=True)
class Where:
    """What the address says: who looks, at which channel (or `home`), at which thread."""

    user: str
    channel: str
    thread: str = ""

    @property
    def address(self) -> str:
        query = {"as": self.user, "in": self.channel, "thread": self.thread}
        return f"/?{urlencode({key: value for key, value in query.items() if value})}"


@dataclass(frozen=True)
class Reader:
    state: State
    user: User
    now: datetime

    def local(self, ts: str | float) -> datetime:
        """From Slack's time stamp, or seconds since 1970."""
        return datetime.fromtimestamp(float(ts), zone(self.user))

    def address(self, channel: str, thread: str = "") -> str:
        return Where(self.user.id, channel, thread).address

    def person(self, user_id: str) -> str:
        found = self.state.users.get(user_id)
        return found.real_name if found else "somebody unknown"

    def channel(self, channel_id: str) -> Channel | None:
        """If this person may know of it."""
        found = self.state.channels.get(channel_id)
        return found if found and (found.kind == "public" or self.user.id in found.members) else None

    def title(self, channel: Channel) -> str:
        """A channel by its name, a conversation by the others in it."""
        if channel.kind in {"public", "private"}:
            return channel.name
        others = [self.person(member) for member in channel.members if member != self.user.id]
        return ", ".join(others) or self.user.real_name


def zone(user: User) -> ZoneInfo:
    try:
        return ZoneInfo(user.tz)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def day(moment: datetime) -> str:
    """Such as `Thursday 15 October`."""
    return f"{moment:%A} {moment.day} {moment:%B}"


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def hue(user_id: str) -> int:
    """The same colour for the same person, always; it carries no meaning."""
    return sum(ord(letter) for letter in user_id) % HUES
