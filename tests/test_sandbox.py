"""The sandbox seen from an app that is not ours: an unmodified Bolt app and WebClient, in both modes."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import VirtualClock
from bot.sandbox import Sandbox
from bot.sandbox.keyboard import Keyboard
from bot.sandbox.link import NoAnswerError
from bot.sandbox.responses import respond

START = datetime(2026, 10, 1, 9, tzinfo=UTC)
PEOPLE = [{"name": "ana", "real_name": "Ana", "email": "ana@town.example", "tz": "Europe/Lisbon"}]
MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "word",
            "label": {"type": "plain_text", "text": "A word"},
            "element": {"type": "plain_text_input", "action_id": "word"},
        }
    ],
}
BUTTONS = [
    {
        "type": "actions",
        "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
    }
]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
def sandbox(clock: VirtualClock) -> Iterator[Sandbox]:
    here = Sandbox(now=clock.now, people=PEOPLE, bot_token="xoxb-1", app_token="xapp-1", signing_secret="secret")
    here.start()
    yield here
    here.stop()


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient("xoxb-1", base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def ana(sandbox: Sandbox) -> Keyboard:
    return sandbox.person("ana@town.example")


def _app(sandbox: Sandbox) -> App:
    """A small app, written as Bolt's own documentation has it."""
    app = App(token="xoxb-1", signing_secret="secret", client=WebClient("xoxb-1", base_url=sandbox.api_url))

    @app.command("/hello")
    def hello(ack: Any, respond: Any) -> None:
        ack(text="Hello yourself", blocks=BUTTONS)
        respond("And again")

    @app.action("go")
    def go(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("form")
    def form(ack: Any, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        word = view["state"]["values"]["word"]["word"]["value"]
        if word == "no":
            ack(response_action="errors", errors={"word": "Another word, please"})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"You said {word}")

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": []})

    return app


@pytest.fixture(params=["socket", "http"])
def app(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[App]:
    made = _app(sandbox)
    if request.param == "socket":
        handler = SocketModeHandler(made, "xapp-1", web_client=WebClient(base_url=sandbox.api_url))
        handler.connect()  # type: ignore[no-untyped-call]
        yield made
        handler.client.auto_reconnect_enabled = False
        threading.Thread(target=handler.close).start()
        return
    with make_server("127.0.0.1", 0, SlackRequestHandler(made), handler_class=_Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sandbox.link.request_url = f"http://127.0.0.1:{server.server_port}/slack/events"
        yield made
        server.shutdown()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        return


def _eventually(sandbox: Sandbox, holds: Callable[[], bool]) -> None:
    """A plain Bolt app acknowledges first and works afterwards: wait for a change of the workspace."""
    changes = sandbox.state.subscribe()
    while not holds():
        changes.get(timeout=30)


def test_a_story_through_an_unmodified_app(app: App, sandbox: Sandbox, ana: Keyboard) -> None:
    assert "Hello yourself" in ana.command("/hello there").text
    ana.press("Go")
    _eventually(sandbox, lambda: ana.view is not None)
    assert ana.submit(word="no").errors == {"word": "Another word, please"}
    assert ana.submit(word="yes").view is None
    _eventually(sandbox, lambda: ana.dm()[-1].text == "You said yes")


def test_a_required_field_is_checked_before_it_is_sent(app: App, sandbox: Sandbox, ana: Keyboard) -> None:
    ana.command("/hello")
    ana.press("go")
    _eventually(sandbox, lambda: ana.view is not None)
    assert "word" in ana.submit().errors


def test_home_is_published_when_it_is_opened(app: App, sandbox: Sandbox, ana: Keyboard) -> None:
    ana.home()
    _eventually(sandbox, lambda: ana.user.id in sandbox.state.homes)


def test_nobody_answers_where_no_app_is(ana: Keyboard) -> None:
    with pytest.raises(NoAnswerError):
        ana.command("/hello")


def test_an_event_is_delivered_again_until_it_is_acknowledged(sandbox: Sandbox) -> None:
    assert sandbox.link.redeliver("event", {"type": "event_callback"}) == 4


def test_a_trigger_opens_one_modal_only(sandbox: Sandbox, client: WebClient, ana: Keyboard) -> None:
    trigger = sandbox.link.new_trigger(ana.user.id)
    client.views_open(trigger_id=trigger, view=MODAL)
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger, view=MODAL)
    assert refused.value.response["error"] == "exchanged_trigger_id"


def test_a_response_url_serves_five_times_within_half_an_hour(
    sandbox: Sandbox, clock: VirtualClock, ana: Keyboard
) -> None:
    room = sandbox.state.dm([ana.user.id])
    key = sandbox.link.new_response("", room.id, ana.user.id).rpartition("/")[2]
    assert [respond(sandbox.state, sandbox.link, key, {"text": "x"}) for _ in range(6)] == [None] * 5 + ["expired_url"]
    late = sandbox.link.new_response("", room.id, ana.user.id).rpartition("/")[2]
    clock.advance(timedelta(minutes=31))
    assert respond(sandbox.state, sandbox.link, late, {"text": "x"}) == "expired_url"


def test_posting_is_limited_by_the_clock_it_was_given(client: WebClient, clock: VirtualClock) -> None:
    room = client.conversations_create(name="room")["channel"]["id"]
    for _ in range(3):
        client.chat_postMessage(channel=room, text="x")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=room, text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    clock.advance(timedelta(seconds=1))
    client.chat_postMessage(channel=room, text="x")


def test_a_tier_allows_so_many_calls_a_minute(client: WebClient, clock: VirtualClock) -> None:
    for number in range(20):
        client.conversations_create(name=f"room-{number}")
    with pytest.raises(SlackApiError):
        client.conversations_create(name="one-more")
    clock.advance(timedelta(minutes=1))
    client.conversations_create(name="one-more")


def test_history_comes_in_pages_and_metadata_on_request(client: WebClient, clock: VirtualClock) -> None:
    room = client.conversations_create(name="room")["channel"]["id"]
    for number in range(5):
        mark = {"event_type": "mark", "event_payload": {"number": number}}
        client.chat_postMessage(channel=room, text=str(number), metadata=mark)
        clock.advance(timedelta(seconds=1))
    first = client.conversations_history(channel=room, limit=3, include_all_metadata=True)
    assert [message["text"] for message in first["messages"]] == ["4", "3", "2"]
    assert first["messages"][0]["metadata"]["event_payload"] == {"number": 4}
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=room, limit=3, cursor=cursor)
    assert [message["text"] for message in rest["messages"]] == ["1", "0"]
    assert "metadata" not in rest["messages"][0]
    assert rest["has_more"] is False


def test_a_scope_that_the_manifest_does_not_ask_for_is_missing(clock: VirtualClock) -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    here = Sandbox(
        now=clock.now, people=PEOPLE, bot_token="xoxb-1", app_token="xapp-1", signing_secret="s", manifest=manifest
    )
    here.start()
    try:
        with pytest.raises(SlackApiError) as refused:
            WebClient("xoxb-1", base_url=here.api_url).users_lookupByEmail(email="ana@town.example")
        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == "users:read.email"
    finally:
        here.stop()


@pytest.mark.parametrize(
    ("token", "code"), [("", "not_authed"), ("xoxb-2", "invalid_auth"), ("xapp-1", "not_allowed_token_type")]
)
def test_a_token_is_checked(sandbox: Sandbox, token: str, code: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        WebClient(token, base_url=sandbox.api_url).auth_test()
    assert refused.value.response["error"] == code


def test_an_unknown_method_and_an_unknown_argument_are_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as unknown:
        client.api_call("chat.nonsense")
    assert unknown.value.response["error"] == "unknown_method"
    with pytest.raises(SlackApiError) as wrong:
        client.api_call("auth.test", data={"nonsense": "1"})
    assert wrong.value.response["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("kind", "posted"),
    [("refuse", 0), ("drop_before", 0), ("drop_after", 1), ("error_before", 0), ("error_after", 1), ("ratelimited", 0)],
)
def test_a_fault_strikes_once(sandbox: Sandbox, client: WebClient, kind: Any, posted: int) -> None:
    room = client.conversations_create(name="room")["channel"]["id"]
    sandbox.faults.add(kind, "chat.postMessage")
    with pytest.raises(Exception):  # noqa: B017, PT011 - a refusal, or a broken connection
        client.chat_postMessage(channel=room, text="x")
    assert len(sandbox.messages(room)) == posted
    client.chat_postMessage(channel=room, text="x")
    assert len(sandbox.messages(room)) == posted + 1


def test_a_hanging_answer_and_a_late_one(sandbox: Sandbox) -> None:
    impatient = WebClient("xoxb-1", base_url=sandbox.api_url, timeout=1, retry_handlers=[])
    room = impatient.conversations_create(name="room")["channel"]["id"]
    sandbox.faults.add("late", "chat.postMessage", seconds=1.2)
    with pytest.raises(TimeoutError):
        impatient.chat_postMessage(channel=room, text="x")
    assert sandbox.messages(room) == []
    listener = sandbox.state.subscribe()
    listener.get(timeout=30)
    assert len(sandbox.messages(room)) == 1


def test_a_socket_that_is_closed_is_opened_again(sandbox: Sandbox, ana: Keyboard) -> None:
    handler = SocketModeHandler(_app(sandbox), "xapp-1", web_client=WebClient(base_url=sandbox.api_url))
    handler.connect()  # type: ignore[no-untyped-call]
    connected = sandbox.link.connections
    sandbox.link.disconnect()
    sandbox.link.wait_for_connection(connected + 1)
    assert "Hello yourself" in ana.command("/hello").text
    handler.client.auto_reconnect_enabled = False
    threading.Thread(target=handler.close).start()
