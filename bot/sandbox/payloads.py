"""What Slack sends to an app when somebody does something."""

from typing import TYPE_CHECKING
from uuid import uuid4

from bot.sandbox.calls import Json
from bot.sandbox.forms import Found
from bot.sandbox.shapes import message_shape, view_shape
from bot.sandbox.state import Channel, File, Message, State, User, View

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

TOKEN = "sandbox-verification"  # noqa: S105 - Slack's long deprecated constant, which apps ignore


def command(sandbox: "Sandbox", user: User, channel: Channel, name: str, text: str) -> Json:
    return {
        "token": TOKEN,
        "team_id": sandbox.state.team_id,
        "team_domain": "sandbox",
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": sandbox.api.identity.app_id,
        "is_enterprise_install": "false",
        "response_url": sandbox.link.new_response(sandbox.url, channel.id, user.id),
        "trigger_id": sandbox.link.new_trigger(user.id),
    }


def event(sandbox: "Sandbox", body: Json) -> Json:
    state = sandbox.state
    return {
        "token": TOKEN,
        "team_id": state.team_id,
        "enterprise_id": None,
        "api_app_id": sandbox.api.identity.app_id,
        "event": body,
        "type": "event_callback",
        "event_id": f"Ev{uuid4().hex[:10].upper()}",
        "event_time": int(state.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": state.team_id,
                "user_id": state.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"1-{body['type']}-{state.team_id}",
    }


def user_change(state: State, user: User) -> Json:
    names = {"id": user.id, "team_id": state.team_id, "name": user.name, "real_name": user.real_name}
    place = {"tz": user.tz, "tz_label": user.tz, "deleted": user.deleted}
    return {"type": "user_change", "user": names | place, "event_ts": state.next_ts()}


def file_shared(state: State, file: File) -> Json:
    """Little more than an id: the app must ask what the file is."""
    return {
        "type": "file_shared",
        "file_id": file.id,
        "user_id": file.user,
        "file": {"id": file.id},
        "channel_id": file.channel,
        "event_ts": state.next_ts(),
    }


def block_action(
    sandbox: "Sandbox", user: User, channel: Channel, message: Message, found: Found, answer: Json
) -> Json:
    state, identity = sandbox.state, sandbox.api.identity
    shape = message_shape(state, {"app_id": identity.app_id, "bot_id": identity.bot_id}, message)
    return _interaction(sandbox, user, "block_actions") | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.only_for is not None,
        },
        "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
        "message": shape,
        "state": {"values": {}},
        "response_url": sandbox.link.new_response(sandbox.url, channel.id, user.id, message.ts),
        "actions": [_action(state.next_ts(), found) | answer],
    }


def view_action(sandbox: "Sandbox", user: User, view: View, found: Found, value: str) -> Json:
    shape = view_shape(sandbox.state, sandbox.api.identity.app_id, view)
    return _interaction(sandbox, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "view": shape,
        "actions": [_action(sandbox.state.next_ts(), found) | {"value": value}],
    }


def view(sandbox: "Sandbox", user: User, shown: View, kind: str) -> Json:
    """`kind` is `view_submission` or `view_closed`."""
    payload = _interaction(sandbox, user, kind)
    payload["view"] = view_shape(sandbox.state, sandbox.api.identity.app_id, shown)
    if kind == "view_closed":
        payload.pop("trigger_id")
        payload["is_cleared"] = False
    return payload | {"response_urls": []}


def shortcut(sandbox: "Sandbox", user: User, callback_id: str, channel: Channel, message: Message | None) -> Json:
    payload = _interaction(sandbox, user, "message_action" if message else "shortcut")
    payload |= {"callback_id": callback_id, "action_ts": sandbox.state.next_ts()}
    if message is None:
        return payload
    identity = {"app_id": sandbox.api.identity.app_id, "bot_id": sandbox.api.identity.bot_id}
    return payload | {
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_shape(sandbox.state, identity, message),
        "message_ts": message.ts,
        "response_url": sandbox.link.new_response(sandbox.url, channel.id, user.id, message.ts),
    }


def _interaction(sandbox: "Sandbox", user: User, kind: str) -> Json:
    team = sandbox.state.team_id
    return {
        "type": kind,
        "token": TOKEN,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team},
        "api_app_id": sandbox.api.identity.app_id,
        "team": {"id": team, "domain": "sandbox"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": sandbox.link.new_trigger(user.id),
    }


def _action(ts: str, found: Found) -> Json:
    block, item = found
    action = {"action_id": item["action_id"], "block_id": block["block_id"], "type": item["type"], "action_ts": ts}
    return action | ({"text": item["text"]} if "text" in item else {})
