"""The sandbox is held against the record of Slack: its tables, its answers, its errors, and what it sends to an app."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

import jsonschema
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox, payloads
from bot.sandbox.blocks import InvalidError, check_blocks, check_view
from bot.sandbox.facts import EVENT_SCOPES, KINDS, METHODS, scope_for
from bot.sandbox.forms import element
from tests import contract

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
GENERAL = {"invalid_arguments", "unknown_method", "invalid_cursor", "limit_required", "invalid_auth"}
"""Errors that Slack gives for any method, whatever a method's own page lists."""
PEOPLE = [{"name": "ana", "real_name": "Ana", "email": "ana@town.example"}, {"name": "bo", "real_name": "Bo"}]
VIEW = {
    "type": "modal",
    "callback_id": "c",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "T"},
    "submit": {"type": "plain_text", "text": "Go"},
    "close": {"type": "plain_text", "text": "No"},
    "blocks": [
        {
            "type": "input",
            "block_id": "b",
            "label": {"type": "plain_text", "text": "L"},
            "element": {"type": "plain_text_input", "action_id": "a"},
        }
    ],
}
BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}
ROW = {"type": "actions", "block_id": "b", "elements": [BUTTON]}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    here = Sandbox(now=lambda: NOW, people=PEOPLE, bot_token="xoxb-1", app_token="xapp-1", signing_secret="s")
    here.start()
    yield here
    here.stop()


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient("xoxb-1", base_url=sandbox.api_url, retry_handlers=[])


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_is_as_the_reference_has_it(name: str) -> None:
    ours, theirs = METHODS[name], contract.methods()[name]
    assert set(ours.required) >= set(theirs["required_args"])
    assert {*ours.required, *ours.optional} == set(theirs["args"])
    assert ours.form == (not theirs["json_input_supported"])
    assert ours.tier <= int(theirs["rate_limit_tier"][1:])
    needed = {scope for kind in KINDS for scope in scope_for(ours, kind)}
    assert needed <= set(theirs["bot_scopes"])
    assert bool(needed) == bool(theirs["bot_scopes"])


def test_events_need_the_scopes_of_the_reference() -> None:
    known = contract.load("events-reference/events.json")
    text = str(known)
    for name, scopes in EVENT_SCOPES.items():
        assert name.partition(".")[0] in text
        for scope in scopes:
            assert scope in text


def _room(client: WebClient) -> str:
    return str(client.conversations_create(name="room", is_private=True)["channel"]["id"])


def _said(client: WebClient, room: str) -> str:
    return str(client.chat_postMessage(channel=room, text="Hello", blocks=[ROW])["ts"])


Do = Callable[[WebClient, str, str, Sandbox], Any]


def _trigger(sandbox: Sandbox) -> str:
    return sandbox.link.new_trigger(sandbox.person("ana@town.example").user.id)


def _ana(sandbox: Sandbox) -> str:
    return sandbox.person("ana@town.example").user.id


def _file(client: WebClient, room: str, sandbox: Sandbox) -> str:
    client.conversations_invite(channel=room, users=_ana(sandbox))
    return sandbox.person("ana@town.example").drop_file(room, "rows.csv", b"a,b").files[0]


def _canvas(client: WebClient, room: str) -> Any:
    return client.conversations_canvases_create(
        channel_id=room, document_content={"type": "markdown", "markdown": "# Old"}
    )


def _uploaded(client: WebClient, sandbox: Sandbox) -> str:
    place = client.files_getUploadURLExternal(filename="page.html", length=3)
    with urlopen(place["upload_url"], data=b"<p>") as answer:
        assert answer.status == 200
    assert sandbox.state.uploads[place["file_id"]] == ("page.html", b"<p>")
    return str(place["file_id"])


CALLS: dict[str, Do] = {
    "auth.test": lambda c, *_: c.auth_test(),
    "apps.connections.open": lambda c, *_: c.apps_connections_open(app_token="xapp-1"),
    "team.info": lambda c, *_: c.team_info(),
    "bots.info": lambda c, *_: c.bots_info(bot="B000000001"),
    "users.info": lambda c, _r, _t, s: c.users_info(user=_ana(s), include_locale=True),
    "users.list": lambda c, *_: c.users_list(limit=1),
    "users.lookupByEmail": lambda c, *_: c.users_lookupByEmail(email="ana@town.example"),
    "users.conversations": lambda c, *_: c.users_conversations(types="private_channel"),
    "conversations.create": lambda c, *_: c.conversations_create(name="other", is_private=True),
    "conversations.rename": lambda c, r, *_: c.conversations_rename(channel=r, name="renamed"),
    "conversations.archive": lambda c, r, *_: c.conversations_archive(channel=r),
    "conversations.unarchive": lambda c, r, *_: (
        c.conversations_archive(channel=r),
        c.conversations_unarchive(channel=r),
    )[1],
    "conversations.invite": lambda c, r, _t, s: c.conversations_invite(channel=r, users=_ana(s)),
    "conversations.kick": lambda c, r, _t, s: (
        c.conversations_invite(channel=r, users=_ana(s)),
        c.conversations_kick(channel=r, user=_ana(s)),
    )[1],
    "conversations.inviteShared": lambda c, r, *_: c.conversations_inviteShared(channel=r, emails=["lee@far.example"]),
    "conversations.canvases.create": lambda c, r, *_: _canvas(c, r),
    "canvases.edit": lambda c, r, *_: c.canvases_edit(
        canvas_id=_canvas(c, r)["canvas_id"],
        changes=[{"operation": "replace", "document_content": {"type": "markdown", "markdown": "# New"}}],
    ),
    "conversations.join": lambda c, *_: c.conversations_join(
        channel=c.conversations_create(name="open")["channel"]["id"]
    ),
    "conversations.open": lambda c, _r, _t, s: c.conversations_open(users=_ana(s)),
    "conversations.info": lambda c, r, *_: c.conversations_info(channel=r),
    "conversations.list": lambda c, *_: c.conversations_list(types="private_channel"),
    "conversations.members": lambda c, r, *_: c.conversations_members(channel=r),
    "conversations.history": lambda c, r, *_: c.conversations_history(channel=r, limit=1),
    "conversations.replies": lambda c, r, t, _s: c.conversations_replies(channel=r, ts=t),
    "conversations.setTopic": lambda c, r, *_: c.conversations_setTopic(channel=r, topic="t"),
    "conversations.setPurpose": lambda c, r, *_: c.conversations_setPurpose(channel=r, purpose="p"),
    "chat.postMessage": lambda c, r, *_: c.chat_postMessage(channel=r, text="Hello"),
    "chat.postEphemeral": lambda c, r, _t, s: (
        c.conversations_invite(channel=r, users=_ana(s)),
        c.chat_postEphemeral(channel=r, user=_ana(s), text="Hello"),
    )[1],
    "chat.update": lambda c, r, t, _s: c.chat_update(channel=r, ts=t, text="New"),
    "chat.delete": lambda c, r, t, _s: c.chat_delete(channel=r, ts=t),
    "chat.getPermalink": lambda c, r, t, _s: c.chat_getPermalink(channel=r, message_ts=t),
    "views.open": lambda c, _r, _t, s: c.views_open(trigger_id=_trigger(s), view=VIEW),
    "views.push": lambda c, _r, _t, s: c.views_push(trigger_id=_trigger(s), view=VIEW),
    "views.update": lambda c, _r, _t, s: c.views_update(
        view_id=c.views_open(trigger_id=_trigger(s), view=VIEW)["view"]["id"], view=VIEW
    ),
    "views.publish": lambda c, _r, _t, s: c.views_publish(user_id=_ana(s), view={"type": "home", "blocks": []}),
    "reactions.add": lambda c, r, t, _s: c.reactions_add(channel=r, timestamp=t, name="bulb"),
    "reactions.get": lambda c, r, t, _s: c.reactions_get(channel=r, timestamp=t),
    "pins.add": lambda c, r, t, _s: c.pins_add(channel=r, timestamp=t),
    "pins.remove": lambda c, r, t, _s: (c.pins_add(channel=r, timestamp=t), c.pins_remove(channel=r, timestamp=t))[1],
    "bookmarks.add": lambda c, r, *_: c.bookmarks_add(channel_id=r, title="B", type="link", link="https://a.example"),
    "bookmarks.edit": lambda c, r, *_: c.bookmarks_edit(
        channel_id=r,
        bookmark_id=c.bookmarks_add(channel_id=r, title="B", type="link", link="https://a.example")["bookmark"]["id"],
        title="C",
    ),
    "bookmarks.list": lambda c, r, *_: c.bookmarks_list(channel_id=r),
    "bookmarks.remove": lambda c, r, *_: c.bookmarks_remove(
        channel_id=r,
        bookmark_id=c.bookmarks_add(channel_id=r, title="B", type="link", link="https://a.example")["bookmark"]["id"],
    ),
    "files.info": lambda c, r, _t, s: c.files_info(file=_file(c, r, s)),
    "files.getUploadURLExternal": lambda c, *_: c.files_getUploadURLExternal(filename="page.html", length=3),
    "files.completeUploadExternal": lambda c, _r, _t, s: c.files_completeUploadExternal(
        files=[{"id": _uploaded(c, s)}], channel_id=c.conversations_create(name="open")["channel"]["id"]
    ),
    "oauth.v2.access": lambda c, *_: c.oauth_v2_access(client_id="1", client_secret="2", code="code-from-the-sandbox"),
}


def test_every_method_has_an_example() -> None:
    assert CALLS.keys() == METHODS.keys()


@pytest.mark.parametrize("name", sorted(METHODS))
def test_an_answer_has_the_keys_that_slack_gives(name: str, client: WebClient, sandbox: Sandbox) -> None:
    room = _room(client)
    answer = CALLS[name](client, room, _said(client, room), sandbox).data
    recorded = contract.load(f"java-sdk/api/{name}.json")
    assert _unknown(answer, recorded) == []
    assert set(contract.methods()[name]["output_required"]) <= answer.keys()


FREE = {"blocks", "values", "tabs", "state", "metadata", "profile", "public", "private"}
"""Parts whose keys are the app's own or ids, or differ from workspace to workspace."""


def _unknown(ours: Any, recorded: Any, path: str = "") -> list[str]:
    """Keys of ours that no recorded answer has."""
    if isinstance(ours, list) and isinstance(recorded, list) and recorded:
        known = {key: value for item in recorded if isinstance(item, dict) for key, value in item.items()}
        return [key for item in ours for key in _unknown(item, known, f"{path}[]")]
    if not isinstance(ours, dict) or not isinstance(recorded, dict) or not recorded:
        return []
    found = [f"{path}.{key}" for key in ours if key not in recorded]
    for key in ours.keys() & recorded.keys() - FREE:
        found += _unknown(ours[key], recorded[key], f"{path}.{key}")
    return found


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("chat.postMessage", {"channel": "C0", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "ROOM"}, "no_text"),
    ("chat.postMessage", {"channel": "ROOM", "text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "ROOM", "text": "x", "metadata": {"event_type": 1}}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": "ROOM", "text": "x", "thread_ts": "1.1"}, "cannot_reply_to_message"),
    ("chat.postEphemeral", {"channel": "ROOM", "user": "USER", "text": "x"}, "user_not_in_channel"),
    ("chat.update", {"channel": "ROOM", "ts": "1.1", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": "ROOM", "ts": "1.1"}, "message_not_found"),
    ("chat.getPermalink", {"channel": "ROOM", "message_ts": "1.1"}, "message_not_found"),
    ("conversations.create", {"name": "room"}, "name_taken"),
    ("conversations.create", {"name": "Not Allowed"}, "invalid_name_specials"),
    ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    ("conversations.invite", {"channel": "ROOM", "users": "U0"}, "user_not_found"),
    ("conversations.invite", {"channel": "ROOM", "users": "BOT"}, "cant_invite_self"),
    ("conversations.inviteShared", {"channel": "ROOM"}, "recipients_not_specified"),
    ("conversations.inviteShared", {"channel": "ROOM", "emails": ["nowhere"]}, "invalid_email"),
    ("canvases.edit", {"canvas_id": "F0", "changes": [{"operation": "replace"}]}, "canvas_not_found"),
    ("conversations.kick", {"channel": "ROOM", "user": "USER"}, "not_in_channel"),
    ("conversations.unarchive", {"channel": "ROOM"}, "not_archived"),
    ("conversations.join", {"channel": "ROOM"}, "method_not_supported_for_channel_type"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.replies", {"channel": "ROOM", "ts": "1.1"}, "thread_not_found"),
    ("users.info", {"user": "U0"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@town.example"}, "users_not_found"),
    ("users.conversations", {"types": "nonsense"}, "invalid_types"),
    ("bots.info", {"bot": "B0"}, "bot_not_found"),
    ("views.open", {"view": VIEW, "trigger_id": "1.2"}, "exchanged_trigger_id"),
    ("views.update", {"view": VIEW, "view_id": "V0"}, "not_found"),
    ("views.publish", {"user_id": "USER", "view": VIEW}, "invalid_arguments"),
    ("reactions.add", {"channel": "ROOM", "timestamp": "1.1", "name": "x"}, "message_not_found"),
    ("pins.add", {"channel": "ROOM", "timestamp": "1.1"}, "message_not_found"),
    ("pins.remove", {"channel": "ROOM", "timestamp": "1.1"}, "no_pin"),
    ("bookmarks.add", {"channel_id": "ROOM", "title": "x", "type": "nonsense"}, "invalid_bookmark_type"),
    ("bookmarks.add", {"channel_id": "ROOM", "title": "x", "type": "link", "link": "ftp:"}, "invalid_link"),
    ("bookmarks.remove", {"channel_id": "ROOM", "bookmark_id": "x"}, "not_found"),
    ("files.info", {"file": "F0"}, "file_not_found"),
    ("files.completeUploadExternal", {"files": [{"id": "F0"}], "channel_id": "ROOM"}, "file_not_found"),
    ("oauth.v2.access", {"code": "wrong"}, "invalid_code"),
]


@pytest.mark.parametrize(("name", "args", "code"), WRONG)
def test_an_error_is_one_that_slack_lists(
    name: str, args: dict[str, Any], code: str, client: WebClient, sandbox: Sandbox
) -> None:
    known = {"ROOM": _room(client), "USER": _ana(sandbox), "BOT": sandbox.state.bot.id}
    given = {key: known.get(value, value) if isinstance(value, str) else value for key, value in args.items()}
    structured = any(not isinstance(value, str) for value in given.values())
    with pytest.raises(SlackApiError) as refused:
        client.api_call(name, json=given) if structured else client.api_call(name, data=given)
    assert refused.value.response["error"] == code
    assert code in {*contract.methods()[name]["errors"], *contract.common_errors(), *GENERAL}


def _inbound(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    ana = sandbox.person("ana@town.example").user
    room = sandbox.state.add_channel("room", "private", ana.id, [ana.id, sandbox.state.bot.id])
    message = sandbox.state.add_message(room, sandbox.state.bot.id, text="x", blocks=[ROW], by_app=True)
    view = sandbox.state.new_view(ana.id, VIEW)
    found = element([ROW], "a")
    assert found
    reaction = {"type": "reaction_added", "user": ana.id, "reaction": "bulb", "item_user": ana.id, "event_ts": "1.1"}
    item = {"type": "message", "channel": room.id, "ts": message.ts}
    return {
        "slash_command.slash_command_body.form": payloads.command(sandbox, ana, room, "/sweetspot", "x"),
        "block_actions.body": payloads.block_action(sandbox, ana, room, message, found, {"value": "1"}),
        "view_submission.body": payloads.view(sandbox, ana, view, "view_submission"),
        "view_closed.body": payloads.view(sandbox, ana, view, "view_closed"),
        "shortcut.global_shortcut_body": payloads.shortcut(sandbox, ana, "c", room, None),
        "shortcut.message_shortcut_body": payloads.shortcut(sandbox, ana, "c", room, message),
        "events.valid_reaction_added_body": payloads.event(sandbox, reaction | {"item": item}),
    }


RECORDED_ONLY = {"enterprise_id", "enterprise_name", "client_msg_id", "authed_users", "emoji", "block_id", "team"}
"""Keys of an Enterprise Grid, of people's own clients, or long deprecated."""


@pytest.mark.parametrize("name", ["slash_command.slash_command_body.form", "block_actions.body", "view_submission.body",
                                  "view_closed.body", "shortcut.global_shortcut_body", "shortcut.message_shortcut_body",
                                  "events.valid_reaction_added_body"])  # fmt: skip
def test_what_it_sends_has_the_recorded_keys(name: str, sandbox: Sandbox) -> None:
    ours, recorded = _inbound(sandbox)[name], contract.load(f"bolt-python/{name}.json")
    missing = [key for key in _unknown(recorded, ours) if key.rpartition(".")[2] not in RECORDED_ONLY]
    assert [key for key in missing if not key.startswith(".message.blocks")] == []


def test_a_shared_file_is_told_as_recorded(client: WebClient, sandbox: Sandbox) -> None:
    file = sandbox.state.files[_file(client, _room(client), sandbox)]
    told = payloads.event(sandbox, payloads.file_shared(sandbox.state, file))["event"]
    assert told.keys() == contract.load("java-sdk/events/FileSharedPayload.json")["event"].keys()
    shown = client.conversations_history(channel=file.channel)["messages"][0]["files"][0]
    recorded = contract.load("bolt-python/message_file_share.event_payload.json")["event"]["files"][0]
    asked_for = {"thumb", "origi", "perma"}
    assert {key for key in recorded.keys() - shown.keys() if key[:5] not in asked_for} == set()


def test_a_file_is_handed_to_its_token_alone(client: WebClient, sandbox: Sandbox) -> None:
    """Whoever has none is sent to a page where people sign in, as Slack does."""
    told = client.files_info(file=_file(client, _room(client), sandbox))["file"]
    address = told["url_private_download"]
    assert address.startswith(sandbox.url)
    with urlopen(Request(address, headers={"Authorization": "Bearer xoxb-1"})) as answer:
        assert answer.read() == b"a,b"
    for headers in ({}, {"Authorization": "Bearer xapp-1"}):
        with urlopen(Request(address, headers=headers)) as answer:
            assert answer.url.endswith("/login")
            assert b"Sign in" in answer.read()


VIOLATIONS: list[Any] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}},
    {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
    {"type": "section"},
    {"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11},
    {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
    {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    {"type": "actions", "elements": []},
    {"type": "actions", "elements": [BUTTON | {"text": {"type": "plain_text", "text": "x" * 76}}]},
    {"type": "actions", "elements": [BUTTON | {"value": "x" * 2001}]},
    {"type": "actions", "elements": [BUTTON | {"style": "purple"}]},
    {"type": "actions", "elements": [{"type": "plain_text_input", "action_id": "a"}]},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11},
    {"type": "context", "elements": [BUTTON]},
    {"type": "input", "element": {"type": "plain_text_input", "action_id": "a"}},
    {"type": "image", "image_url": "https://a.example/x.png"},
    {"type": "divider", "unknown": 1},
    {"type": "nonsense"},
    "not a block",
]


@pytest.mark.parametrize("block", VIOLATIONS)
def test_a_wrong_block_is_wrong_here_and_in_the_record(block: Any) -> None:
    schema = contract.load("block-kit/slack-block-kit.schema.json")
    assert not jsonschema.Draft202012Validator(schema).is_valid([block])
    with pytest.raises(InvalidError):
        check_blocks([block])


@pytest.mark.parametrize("number", range(1, 11))
def test_a_recorded_modal_is_judged_alike(number: int) -> None:
    view = contract.load(f"python-sdk/views/view_modal_{number:03d}.json")
    assert _accepts(view, "modal") == _valid(view, "modal_view")


@pytest.mark.parametrize("number", range(1, 7))
def test_a_recorded_home_is_judged_alike(number: int) -> None:
    view = contract.load(f"python-sdk/views/view_home_{number:03d}.json")
    assert _accepts(view, "home") == _valid(view, "home_view")


def _accepts(view: dict[str, Any], kind: str) -> bool:
    try:
        check_view(view, kind)
    except InvalidError:
        return False
    return True


def _valid(view: dict[str, Any], name: str) -> bool:
    schema = contract.load("block-kit/slack-block-kit.schema.json")
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}).is_valid(view)
