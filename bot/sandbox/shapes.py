"""Channels, messages and views as Slack writes them in answers and payloads."""

from bot.sandbox.calls import Call, Json
from bot.sandbox.state import Channel, Message, State, View


def channel_shape(call: Call, channel: Channel) -> Json:
    shape: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
    }
    if channel.kind == "im":
        return shape | {"user": next((user for user in channel.members if user != call.state.bot.id), "")}
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
    }


def message_shape(state: State, identity: "Json", message: Message, *, metadata: bool = False) -> Json:
    """`identity` has the app's `app_id` and `bot_id`."""
    shape: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.by_app:
        shape |= {"bot_id": identity["bot_id"], "app_id": identity["app_id"], "team": state.team_id}
    optional = {
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata if metadata else None,
        "edited": {"user": message.user, "ts": message.edited} if message.edited else None,
        "reactions": [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items() if users
        ],
    }
    return shape | {key: value for key, value in optional.items() if value}


def view_shape(state: State, app_id: str, view: View) -> Json:
    """A view as Slack keeps it: what the app gave, and what Slack added."""
    given = {"private_metadata": "", "callback_id": "", "clear_on_close": False, "notify_on_close": False}
    shape = given | view.payload
    shape |= {
        "id": view.id,
        "team_id": state.team_id,
        "state": {"values": view.values},
        "hash": view.hash,
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": app_id,
        "external_id": view.payload.get("external_id", ""),
        "app_installed_team_id": state.team_id,
        "bot_id": "B000000001",
    }
    for key in ("submit", "close", "title"):
        shape.setdefault(key, None)
    return shape
