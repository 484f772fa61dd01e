"""`conversations`: rooms, who is in them, and what was said."""

import re

from bot.sandbox.calls import Call, Json, SlackError, method
from bot.sandbox.shapes import channel_shape, message_shape
from bot.sandbox.state import Channel, Message

NAME = re.compile(r"[a-z0-9_\-\u00c0-\uffff]+")
LONGEST = 80


@method("conversations.create")
def create(call: Call) -> Json:
    kind = "private" if call.flag("is_private") else "public"
    channel = call.state.add_channel(_name(call), kind, call.state.bot.id, [call.state.bot.id])
    return {"channel": channel_shape(call, channel)}


@method("conversations.rename")
def rename(call: Call) -> Json:
    channel = call.channel(inside=True)
    channel.name = _name(call)
    call.state.changed()
    return {"channel": channel_shape(call, channel)}


@method("conversations.archive")
def archive(call: Call) -> Json:
    channel = call.channel(inside=True)
    if channel.archived:
        raise SlackError("already_archived")
    channel.archived = True
    call.state.changed()
    return {}


@method("conversations.unarchive")
def unarchive(call: Call) -> Json:
    channel = call.channel()
    if not channel.archived:
        raise SlackError("not_archived")
    channel.archived = False
    call.state.changed()
    return {}


@method("conversations.invite")
def invite(call: Call) -> Json:
    channel = call.channel(inside=True)
    if channel.archived:
        raise SlackError("is_archived")
    users = [item for item in call.text("users").split(",") if item]
    if not users:
        raise SlackError("no_user")
    if len(users) > 100:
        raise SlackError("too_many_users")
    bad = [{"user": item, "ok": False, "error": why} for item in users if (why := _unwelcome(call, channel, item))]
    if bad and not (call.flag("force") and len(bad) < len(users)):
        raise SlackError(str(bad[0]["error"]), errors=bad)
    out = {item["user"] for item in bad}
    fresh = [item for item in users if item not in channel.members and item not in out]
    if not fresh:
        raise SlackError("already_in_channel")
    channel.members += fresh
    call.state.changed()
    return {"channel": channel_shape(call, channel)} | ({"errors": bad} if bad else {})


def _unwelcome(call: Call, channel: Channel, item: str) -> str:
    """Why this person cannot be invited to the channel, in Slack's word."""
    if item == call.state.bot.id:
        return "cant_invite_self"
    user = call.state.users.get(item)
    if user is None or user.deleted:
        return "user_not_found"
    elsewhere = [place for place in call.state.channels_of(item) if place.kind in {"public", "private"}]
    if user.kind == "single" and any(place is not channel for place in elsewhere):
        return "ura_max_channels"
    return "no_external_invite_permission" if user.kind == "outside" and item not in channel.members else ""


@method("conversations.inviteShared")
def invite_shared(call: Call) -> Json:
    channel = call.channel(inside=True)
    if channel.archived:
        raise SlackError("channel_archived")
    given = call.args.get("emails") or []
    emails = [item for item in given.split(",") if item] if isinstance(given, str) else given
    if not emails:
        raise SlackError("recipients_not_specified")
    if len(emails) > 1:
        raise SlackError("too_many_emails")
    if "@" not in emails[0]:
        raise SlackError("invalid_email")
    channel.shared_with.append(emails[0])
    call.state.changed()
    return {"invite_id": f"I{len(channel.shared_with):09d}", "conf_code": "", "is_legacy_shared_channel": False}


@method("conversations.kick")
def kick(call: Call) -> Json:
    channel = call.channel(inside=True)
    user = call.user()
    if user.id == call.state.bot.id:
        raise SlackError("cant_kick_self")
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    channel.members.remove(user.id)
    call.state.changed()
    return {}


@method("conversations.join")
def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if call.state.bot.id not in channel.members:
        channel.members.append(call.state.bot.id)
        call.state.changed()
    return {"channel": channel_shape(call, channel)}


@method("conversations.open")
def open_direct(call: Call) -> Json:
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}}
    users = [item for item in call.text("users").split(",") if item]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 8:
        raise SlackError("too_many_users")
    if any(item not in call.state.users for item in users):
        raise SlackError("user_not_found")
    channel = call.state.dm(users)
    return {"channel": channel_shape(call, channel) if call.flag("return_im") else {"id": channel.id}}


@method("conversations.info")
def info(call: Call) -> Json:
    channel = call.channel()
    members = {"num_members": len(channel.members)} if call.flag("include_num_members") else {}
    tabs = [{"id": "Ct1", "label": "", "type": "canvas", "data": {"file_id": channel.canvas}}] if channel.canvas else []
    return {"channel": channel_shape(call, channel) | members | {"properties": {"tabs": tabs}}}


@method("conversations.list")
def list_channels(call: Call) -> Json:
    kinds = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
    wanted = (call.text("types") or "public_channel").split(",")
    if not set(wanted) <= kinds.keys():
        raise SlackError("invalid_types")
    seen = [item for item in call.state.channels.values() if item.kind in {kinds[name] for name in wanted}]
    seen = [item for item in seen if item.kind == "public" or call.state.bot.id in item.members]
    if call.flag("exclude_archived"):
        seen = [item for item in seen if not item.archived]
    channels, metadata = call.page(seen)
    shapes = [channel_shape(call, item) | {"num_members": len(item.members)} for item in channels]
    return {"channels": shapes, "response_metadata": metadata}


@method("conversations.members")
def members(call: Call) -> Json:
    found, metadata = call.page(call.channel().members)
    return {"members": found, "response_metadata": metadata}


@method("conversations.history")
def history(call: Call) -> Json:
    channel = call.channel(inside=True)
    found = [item for item in _lasting(channel) if item.thread_ts in {None, item.ts}]
    return _talk(call, _between(call, list(reversed(found)))) | {
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }


@method("conversations.replies")
def replies(call: Call) -> Json:
    channel = call.channel(inside=True)
    parent = call.message(channel, "ts", "thread_not_found")
    thread = [item for item in _lasting(channel) if item.thread_ts == parent.ts and item is not parent]
    return _talk(call, [parent, *_between(call, thread)])


@method("conversations.setTopic")
def set_topic(call: Call) -> Json:
    channel = call.channel(inside=True)
    channel.topic = _short(call.text("topic"))
    call.state.changed()
    return {"channel": channel_shape(call, channel)}


@method("conversations.setPurpose")
def set_purpose(call: Call) -> Json:
    channel = call.channel(inside=True)
    channel.purpose = _short(call.text("purpose"))
    call.state.changed()
    return {"channel": channel_shape(call, channel)}


def _name(call: Call) -> str:
    name = call.text("name")
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > LONGEST:
        raise SlackError("invalid_name_maxlength")
    if not NAME.fullmatch(name) or name != name.lower():
        raise SlackError("invalid_name_specials")
    if any(item.name == name and item.kind in {"public", "private"} for item in call.state.channels.values()):
        raise SlackError("name_taken")
    return name


def _short(text: str) -> str:
    if len(text) > 250:
        raise SlackError("too_long")
    return text


def _lasting(channel: Channel) -> list[Message]:
    """Ephemeral messages leave no trace in the history."""
    return [item for item in channel.messages if not item.deleted and item.only_for is None]


def _between(call: Call, found: list[Message]) -> list[Message]:
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or 1e12)
    inclusive = call.flag("inclusive")
    return [
        item for item in found if oldest < float(item.ts) < latest or (inclusive and float(item.ts) in {oldest, latest})
    ]


def _talk(call: Call, found: list[Message]) -> Json:
    page, metadata = call.page(found)
    identity = {"app_id": call.identity.app_id, "bot_id": call.identity.bot_id}
    all_metadata = call.flag("include_all_metadata")
    shapes = [message_shape(call.state, identity, item, metadata=all_metadata) for item in page]
    more = bool(metadata["next_cursor"])
    return {"messages": shapes, "has_more": more} | ({"response_metadata": metadata} if more else {})
