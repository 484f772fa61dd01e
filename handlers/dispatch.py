"""From Slack's payloads to handlers and back: one dictionary per kind of payload, one way to carry out a reply."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from bot.messages import people as words
from bot.messages.reader import Reader
from bot.programme import people as folk
from bot.slack import SlackRefusedError, SlackUnclearError
from handlers import commands, errors, payloads
from handlers.errands import Errands, Late
from handlers.installations import Installations
from handlers.replies import Home, Later, Open, Refill, Reply, Rewrite, Say, Suggest, Wrong
from handlers.requests import Request, Services

Handler = Callable[[Request], Reply]
Routes = Mapping[str, Handler]


class Ack(Protocol):
    def __call__(self, text: Any = ..., **kwargs: Any) -> Any: ...


class Dispatcher:
    """`routes` has one table of handlers for each of: commands, actions, views, closed, shortcuts, options, events."""

    def __init__(
        self,
        services: Services,
        installations: Installations,
        routes: Mapping[str, Routes],
        errands: Errands,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._services = services
        self._installations = installations
        self._routes = routes
        self._errands = errands
        self._wake = wake

    def command(self, ack: Ack, body: dict[str, Any]) -> None:
        request = self._request(body, key=f"command:{body.get('trigger_id')}")
        found = errors.guarded(commands.handler(body.get("text") or "", self._routes["commands"]), request)
        reply = self._soon(found, request)
        if isinstance(reply, Say):
            ack(response_type="ephemeral", **reply.message)
        else:
            ack()
            self._carry_out(reply, request)
        self._wake()

    def action(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        for action in body.get("actions") or []:
            key = f"action:{action.get('action_ts')}:{action.get('action_id')}:{payloads.user(body)}"
            request = self._request(body, key=key, value=payloads.chosen(action))
            self._carry_out(self._run("actions", str(action.get("action_id", "")), request), request)
            if payloads.at_home(body):
                self._carry_out(self._run("events", "app_home_opened", request), request)
        self._wake()

    def view(self, ack: Ack, body: dict[str, Any]) -> None:
        view = body.get("view") or {}
        key = f"view:{view.get('id')}:{view.get('hash')}"
        request = self._request(body, key=key, value=str(view.get("private_metadata") or ""))
        request = replace(request, fields=payloads.fields(view))
        reply = self._run("views", str(view.get("callback_id") or ""), request)
        match reply:
            case Wrong(fields):
                ack(response_action="errors", errors=fields)
            case Refill(view=shown):
                ack(response_action="update", view=shown)
            case Say(message):
                ack(response_action="update", view=words.notice(request.reader, message))
            case _:
                ack()
                self._carry_out(reply, request)
        self._wake()

    def closed(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        view = body.get("view") or {}
        request = self._request(body, key=f"closed:{view.get('id')}", value=str(view.get("private_metadata") or ""))
        self._carry_out(self._run("closed", str(view.get("callback_id") or ""), request), request)

    def shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        request = self._request(body, key=f"shortcut:{body.get('trigger_id')}")
        self._carry_out(self._run("shortcuts", str(body.get("callback_id") or ""), request), request)
        self._wake()

    def options(self, ack: Ack, body: dict[str, Any]) -> None:
        request = self._request(body, key="", value=str(body.get("value") or ""))
        reply = self._run("options", str(body.get("action_id") or ""), request)
        ack(options=reply.options if isinstance(reply, Suggest) else [])

    def event(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        event = body.get("event") or {}
        kind = str(event.get("type") or "")
        if kind in self._routes["events"] and payloads.user(body):
            request = self._request(body, key=f"event:{body.get('event_id')}")
            self._carry_out(self._run("events", kind, request), request)
            self._wake()

    def _request(self, body: dict[str, Any], *, key: str, value: str = "") -> Request:
        services, user = self._services, payloads.user(body)
        here = self._installations.here()
        person, edition = folk.recognise(services.engine, services.writer, self._installations.slack, here.id, user)
        reader = Reader(person.locale, person.zone) if person else Reader()
        return Request(services, here, user, person, edition, reader, services.now(), key, body, value)

    def _run(self, kind: str, name: str, request: Request) -> Reply:
        """Names may carry a row id after a colon, so that a message can hold several buttons of one kind."""
        handler = self._routes[kind].get(name.partition(":")[0])
        return self._soon(errors.guarded(handler, request), request) if handler else None

    def _soon(self, reply: Reply, request: Request) -> Reply:
        """An errand's own answer where it is quick; else what is said meanwhile, and the answer when it is there."""
        if not isinstance(reply, Later):
            return reply
        work = reply.work
        try:
            return self._errands.run(
                lambda: errors.guarded(lambda _: work(), request), lambda found: self._deliver(found, request)
            )
        except Late:
            return Say(reply.meanwhile)

    def _deliver(self, reply: Reply, request: Request) -> None:
        """What comes after the acknowledgement goes where the person was, by the address that Slack gave for it."""
        if isinstance(reply, Say):
            slack, url = self._installations.slack, request.body.get("response_url")
            try:
                if url:
                    slack.respond(str(url), reply.message)
                else:
                    slack.call("chat.postMessage", channel=request.slack_user, **reply.message)
            except (SlackRefusedError, SlackUnclearError) as error:
                errors.log_unspoken(error)
        self._wake()

    def _carry_out(self, reply: Reply, request: Request) -> None:
        try:
            self._speak(reply, request)
        except (SlackRefusedError, SlackUnclearError) as error:
            errors.log_unspoken(error)

    def _speak(self, reply: Reply, request: Request) -> None:
        slack, body = self._installations.slack, request.body
        channel, ts = payloads.place(body)
        match reply:
            case Open(view):
                method = "views.push" if payloads.in_modal(body) else "views.open"
                slack.call(method, trigger_id=body.get("trigger_id"), view=view)
            case Refill(view):
                slack.call("views.update", view_id=(body.get("view") or {}).get("id"), view=view)
            case Home(view):
                slack.call("views.publish", user_id=request.slack_user, view=view)
            case Rewrite(message) if channel and ts:
                slack.call("chat.update", channel=channel, ts=ts, **message)
            case Say(message) if channel:
                thread = payloads.thread(body)
                slack.call("chat.postEphemeral", channel=channel, user=request.slack_user, thread_ts=thread, **message)
            case Say(message) if body.get("view"):
                method = "views.push" if payloads.in_modal(body) else "views.open"
                slack.call(method, trigger_id=body.get("trigger_id"), view=words.notice(request.reader, message))
            case Say(message) | Rewrite(message):
                slack.call("chat.postMessage", channel=request.slack_user, **message)
