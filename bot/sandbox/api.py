"""The Web API's front: token, method, arguments, scopes, limits; then the method, then what is written in the log."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox import methods
from bot.sandbox.calls import METHODS, Call, Identity, Json, SlackError
from bot.sandbox.facts import METHODS as FACTS
from bot.sandbox.facts import Method, scope_for
from bot.sandbox.limits import Limits
from bot.sandbox.state import State

assert methods  # noqa: S101 - importing the package registers every method
POSTS = {"chat.postMessage"}
SECRET = {"token", "client_secret"}


@dataclass(frozen=True)
class Entry:
    """One call as it was seen on the wire; `error` is `None` when it was done."""

    at: datetime
    method: str
    args: Json
    error: str | None
    answer: Json = field(default_factory=dict)


class Api:
    """`scopes` are those granted to the bot; `None` grants all."""

    def __init__(
        self, state: State, identity: Identity, tokens: Mapping[str, str], scopes: set[str] | None, limits: Limits
    ) -> None:
        self.state, self.identity, self.scopes, self.limits = state, identity, scopes, limits
        self._tokens = tokens
        self.triggers: Callable[[str], str] = lambda _: ""
        self.socket_url = self.site = ""
        self.log: list[Entry] = []
        self._lock = threading.Lock()

    def handle(self, method: str, args: Json, token: str, *, json_body: bool) -> Json:
        """The answer, `ok` included. Never raises."""
        try:
            answer = self._run(method, args, token, json_body)
        except SlackError as error:
            self._note(method, args, error.code, {})
            return {"ok": False, "error": error.code, **error.more}
        self._note(method, args, None, answer)
        return {"ok": True, **answer}

    def _run(self, name: str, args: Json, token: str, json_body: bool) -> Json:
        facts = FACTS.get(name)
        if facts is None or name not in METHODS:
            raise SlackError("unknown_method", req_method=name)
        if name != "oauth.v2.access":
            self._check_token(facts, token)
        if json_body and facts.form:
            args = {}  # Slack ignores a JSON body here, and then misses the arguments
        with self.state.lock:
            self.limits.check(name, facts.tier)
            self._check_arguments(facts, args)
            call = Call(self.state, self.identity, args, self.triggers, self.socket_url, self.site)
            self._check_scopes(facts, call)
            if name in POSTS:
                self.limits.check_post(call.text("channel"))
            return METHODS[name](call)

    def _check_token(self, facts: Method, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        kind = self._tokens.get(token)
        if kind is None:
            raise SlackError("invalid_auth")
        if (kind == "app") != facts.app_token:
            raise SlackError("not_allowed_token_type")

    def _check_arguments(self, facts: Method, args: Json) -> None:
        known = {*facts.required, *facts.optional, "token", "team_id"}  # Bolt sends its team with every call
        missing = [name for name in facts.required if args.get(name) in (None, "") and name != "topic"]
        unknown = sorted(args.keys() - known)
        if missing or unknown:
            words = [f"[ERROR] missing required field: {name}" for name in missing]
            words += [f"[ERROR] unknown argument: {name}" for name in unknown]
            raise SlackError("invalid_arguments", response_metadata={"messages": words})

    def _check_scopes(self, facts: Method, call: Call) -> None:
        if self.scopes is None:
            return
        needed = scope_for(facts, _kind(call))
        if needed and not self.scopes & set(needed):
            raise SlackError("missing_scope", needed=needed[0], provided=",".join(sorted(self.scopes)))

    def may_read(self, token: str, scope: str) -> bool:
        """Whether this token of the bot is good for what is not a method: a file's bytes."""
        return self._tokens.get(token) == "bot" and (self.scopes is None or scope in self.scopes)

    def _note(self, method: str, args: Json, error: str | None, answer: Json) -> None:
        shown = {key: value for key, value in args.items() if key not in SECRET}
        with self._lock:
            self.log.append(Entry(self.state.now(), method, shown, error, answer))


def _kind(call: Call) -> str:
    """The kind of channel that a call is about."""
    channel = call.state.channels.get(call.text("channel"))
    if channel:
        return channel.kind
    types = call.text("types")
    private = call.flag("is_private") or "private_channel" in types
    return "private" if private else "public"
