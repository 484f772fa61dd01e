"""Channels, messages and views as Slack writes them in answers and payloads."""

from mimetypes import guess_type
from pathlib import PurePath
from urllib.parse import quote

from bot.sandbox.calls import Call, Json
from bot.sandbox.state import Channel, File, Message, State, View


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
        "files": [file_shape(state, state.files[file]) for file in message.files],
        "edited": {"user": message.user, "ts": message.edited} if message.edited else None,
        "reactions": [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items() if users
        ],
    }
    return shape | {key: value for key, value in optional.items() if value}


def file_shape(state: State, file: File) -> Json:
    """Slack tells the kind of file from its name."""
    channel = state.channels[file.channel]
    kind = PurePath(file.name).suffix.lstrip(".").lower() or "binary"
    site = f"{state.site}files-pri/{state.team_id}-{file.id}"
    share = {"ts": file.ts, "channel_name": channel.name, "team_id": state.team_id, "share_user_id": file.user}
    shares = {"public" if channel.kind == "public" else "private": {channel.id: [share]}}
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.name,
        "mimetype": guess_type(file.name)[0] or "application/octet-stream",
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.user,
        "user_team": state.team_id,
        "editable": False,
        "size": len(file.data),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": channel.kind == "public",
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{site}/{quote(file.name, safe='')}",
        "url_private_download": f"{site}/download/{quote(file.name, safe='')}",
        "permalink": f"{state.site}files/{file.user}/{file.id}",
        "has_rich_preview": False,
        "media_display_type": "unknown",
        "file_access": "visible",
        "shares": shares if channel.kind in {"public", "private"} else {},
        "channels": [channel.id] if channel.kind == "public" else [],
        "groups": [channel.id] if channel.kind == "private" else [],
        "ims": [channel.id] if channel.kind == "im" else [],
    }


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
