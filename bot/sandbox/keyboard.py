"""What a person at the keyboard does: the one way in for the page, the tests and the rehearsal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox import forms, payloads
from bot.sandbox.calls import Json
from bot.sandbox.link import NoAnswerError
from bot.sandbox.responses import say
from bot.sandbox.shapes import view_shape
from bot.sandbox.state import Channel, Message, User, View

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox


@dataclass(frozen=True)
class Reply:
    """What came back to the person: messages new to them where they were, and the modal that is open now."""

    messages: list[Message]
    view: View | None

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)


@dataclass(frozen=True)
class Submitted:
    """`errors` by block; `view` is the modal that is open now."""

    errors: dict[str, str] = field(default_factory=dict)
    view: View | None = None


class Keyboard:
    def __init__(self, sandbox: "Sandbox", user: User) -> None:
        self._sandbox, self._state, self._link = sandbox, sandbox.state, sandbox.link
        self.user = user

    @property
    def view(self) -> View | None:
        """The modal on top."""
        stack = self._state.modals.get(self.user.id)
        return stack[-1] if stack else None

    def dm(self) -> list[Message]:
        """The app's direct messages with this person, oldest first."""
        return self.sees(self._state.dm([self.user.id]).id)

    def sees(self, channel: str) -> list[Message]:
        found = self._state.find_channel(channel)
        return list(self._state.visible(found, self.user.id)) if self.user.id in found.members else []

    def command(self, words: str, channel: str | None = None) -> Reply:
        """`/name words`; raises `NoAnswerError` where Slack would say that the app did not respond."""
        name, _, rest = words.partition(" ")
        place = self._state.find_channel(channel) if channel else self._state.dm([self.user.id])

        def act() -> None:
            payload = payloads.command(self._sandbox, self.user, place, name, rest.strip())
            say(self._state, place, self.user.id, self._link.deliver("command", payload))

        return self._reply(place, act)

    def press(self, what: str, message: Message | None = None, value: str | None = None) -> Reply:
        """A button, by its words or its action id: in the open modal, else in the newest message that has it."""
        if message is None and self.view and (found := forms.element(self.view.payload["blocks"], what)):
            return self._press_in_view(self.view, found, value)
        channel, shown, found = self._find(what, message)
        return self._act_in(channel, shown, found, {"value": value or found[1].get("value", "")})

    def press_at_home(self, what: str, value: str | None = None) -> Reply:
        """A button of the app's own tab."""
        home = self._state.homes.get(self.user.id)
        found = forms.element(home.payload["blocks"], what) if home else None
        if home is None or found is None:
            raise KeyError(f"{self.user.real_name}'s Home has no {what!r}")
        return self._press_in_view(home, found, value)

    def choose(self, what: str, choice: Any, message: Message | None = None) -> Reply:
        """A select, overflow or picker in a message: by the option's value or words, or the date."""
        channel, shown, found = self._find(what, message)
        return self._act_in(channel, shown, found, forms.answer(found[1], choice))

    def fill(self, **values: Any) -> None:
        """Fields of the open modal, by block id, action id or label."""
        for name, value in values.items():
            forms.fill(self._open_view(), name, value)

    def submit(self, **values: Any) -> Submitted:
        self.fill(**values)
        view = self._open_view()
        if missing := forms.complete(view):
            return Submitted(missing, view)
        payload = payloads.view(self._sandbox, self.user, view, "view_submission")
        return self._after(view, self._link.deliver("interactive", payload))

    def close(self) -> None:
        view = self._state.modals.get(self.user.id, []).pop()
        self._state.changed()
        if view.payload.get("notify_on_close"):
            self._link.deliver("interactive", payloads.view(self._sandbox, self.user, view, "view_closed"))

    def home(self) -> View | None:
        channel = self._state.dm([self.user.id])
        event = {"type": "app_home_opened", "user": self.user.id, "channel": channel.id, "tab": "home"}
        if shown := self._state.homes.get(self.user.id):
            event["view"] = view_shape(self._state, self._sandbox.api.identity.app_id, shown)  # type: ignore[assignment]
        self._event(event | {"event_ts": self._state.next_ts()})
        return self._state.homes.get(self.user.id)

    def say(self, channel: str, text: str, thread_ts: str | None = None) -> Message:
        place = self._state.find_channel(channel)
        message = self._state.add_message(place, self.user.id, text=text, thread_ts=thread_ts)
        if place.kind == "im":
            event = {"type": "message", "channel": place.id, "channel_type": "im", "user": self.user.id}
            self._event(event | {"text": text, "ts": message.ts, "event_ts": message.ts}, "message.im")
        return message

    def drop_file(self, channel: str, name: str, data: bytes, text: str = "") -> Message:
        """Share a file, with or without words; the app hears of it if it is in the channel."""
        place = self._state.find_channel(channel)
        file = self._state.add_file(place, self.user.id, name, data, text)
        if self._state.bot.id in place.members:
            self._event(payloads.file_shared(self._state, file))
        return next(message for message in place.messages if message.ts == file.ts)

    def travel(self, zone: str) -> None:
        """Their profile has another zone from now on, and the app hears of it."""
        self.user.tz = zone
        self._state.changed()
        self._event(payloads.user_change(self._state, self.user))

    def react(self, message: Message, name: str) -> None:
        channel = self._channel_of(message)
        message.reactions.setdefault(name, []).append(self.user.id)
        self._state.changed()
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        event = {"type": "reaction_added", "user": self.user.id, "reaction": name, "item_user": message.user}
        self._event(event | {"item": item, "event_ts": self._state.next_ts()})

    def shortcut(self, callback_id: str, message: Message | None = None) -> Reply:
        channel = self._channel_of(message) if message else self._state.dm([self.user.id])
        payload = payloads.shortcut(self._sandbox, self.user, callback_id, channel, message)
        return self._reply(channel, lambda: self._link.deliver("interactive", payload))

    def read(self, channel: Channel) -> None:
        """Everything in the channel has been seen."""
        if channel.messages and channel.read.get(self.user.id) != channel.messages[-1].ts:
            channel.read[self.user.id] = channel.messages[-1].ts

    def _event(self, event: Json, name: str = "") -> None:
        """Delivered if the app subscribes to it, and again until it is acknowledged."""
        manifest = self._sandbox.manifest
        wanted = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
        if not manifest or (name or event["type"]) in wanted:
            self._link.redeliver("event", payloads.event(self._sandbox, event))

    def _reply(self, channel: Channel, act: Callable[[], object]) -> Reply:
        before = self._state.next_ts()
        act()
        places = {channel.id: channel, **{item.id: item for item in [self._state.dm([self.user.id])]}}
        fresh = [
            message
            for place in places.values()
            for message in self._state.visible(place, self.user.id)
            if message.by_app and message.ts > before
        ]
        return Reply(fresh, self.view)

    def _find(self, what: str, message: Message | None) -> tuple[Channel, Message, forms.Found]:
        if message:
            found = forms.element(message.blocks, what)
            if found is None:
                raise KeyError(f"that message has no {what!r}")
            return self._channel_of(message), message, found
        seen = [(place, item) for place in self._state.channels_of(self.user.id) for item in self.sees(place.id)]
        for place, item in sorted(seen, key=lambda pair: pair[1].ts, reverse=True):
            if found := forms.element(item.blocks, what):
                return place, item, found
        raise KeyError(f"{self.user.real_name} sees no {what!r}")

    def _act_in(self, channel: Channel, message: Message, found: forms.Found, answer: Json) -> Reply:
        payload = payloads.block_action(self._sandbox, self.user, channel, message, found, answer)
        return self._reply(channel, lambda: self._link.deliver("interactive", payload))

    def _press_in_view(self, view: View, found: forms.Found, value: str | None) -> Reply:
        payload = payloads.view_action(self._sandbox, self.user, view, found, value or found[1].get("value", ""))
        return self._reply(self._state.dm([self.user.id]), lambda: self._link.deliver("interactive", payload))

    def _after(self, view: View, ack: Json) -> Submitted:
        action = ack.get("response_action")
        if action == "errors":
            return Submitted(dict(ack.get("errors") or {}), view)
        if action == "update":
            view.payload, view.hash, view.values = ack["view"], self._state.new_hash(), {}
        elif action == "push":
            self._state.modals[self.user.id].append(self._state.new_view(self.user.id, ack["view"], view))
        elif action == "clear":
            self._state.modals[self.user.id] = []
        elif view in self._state.modals[self.user.id]:
            self._state.modals[self.user.id].remove(view)
        self._state.changed()
        return Submitted({}, self.view)

    def _open_view(self) -> View:
        if self.view is None:
            raise KeyError(f"{self.user.real_name} has no open form")
        return self.view

    def _channel_of(self, message: Message) -> Channel:
        return next(item for item in self._state.channels.values() if message in item.messages)


__all__ = ["Keyboard", "NoAnswerError", "Reply", "Submitted"]
