"""One call of the Web API: its arguments, the workspace, and how it fails."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.state import Channel, Message, State, User

Json = dict[str, Any]


class SlackError(Exception):
    """Answered as `{"ok": false, "error": code}`."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass(frozen=True)
class Identity:
    """The app in this workspace."""

    app_id: str = "A000000001"
    bot_id: str = "B000000001"
    name: str = "Sweetspot"


@dataclass
class Call:
    state: State
    identity: Identity
    args: Json
    triggers: "Callable[[str], str]"
    """Spends a trigger id: the user whom it stands for. Raises `SlackError`."""
    socket_url: str = ""
    site: str = ""

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).lower() in {"true", "1"}

    def json(self, name: str, error: str) -> Any:
        """A structure: given as JSON, or as text that holds JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None

    def channel(self, name: str = "channel", *, inside: bool = False) -> Channel:
        found = self.state.channels.get(self.text(name))
        if found is None or (found.kind != "public" and self.state.bot.id not in found.members):
            raise SlackError("channel_not_found")
        if inside and self.state.bot.id not in found.members:
            raise SlackError("not_in_channel")
        return found

    def user(self, name: str = "user", error: str = "user_not_found") -> User:
        found = self.state.users.get(self.text(name))
        if found is None:
            raise SlackError(error)
        return found

    def message(self, channel: Channel, name: str, error: str = "message_not_found") -> Message:
        found = self.state.message(channel, self.text(name))
        if found is None:
            raise SlackError(error)
        return found

    def page(self, items: list[Any], default: int = 100, most: int = 999) -> tuple[list[Any], Json]:
        """One page by `cursor` and `limit`, and the `response_metadata` that leads to the next."""
        limit = self.args.get("limit")
        size = min(int(limit), most) if limit and str(limit).isdigit() and int(limit) > 0 else default
        start = self.text("cursor") or "0"
        if not start.isdigit():
            raise SlackError("invalid_cursor")
        following = int(start) + size
        more = str(following) if following < len(items) else ""
        return items[int(start) : following], {"next_cursor": more}


METHODS: dict[str, Callable[[Call], Json]] = {}
Function = Callable[[Call], Json]


def method(name: str) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        METHODS[name] = function
        return function

    return register
