"""`reactions`, `pins`, `bookmarks`: marks on messages and channels."""

from bot.sandbox.calls import Call, Json, SlackError, method
from bot.sandbox.shapes import message_shape

MOST_BOOKMARKS = 100


@method("reactions.add")
def add_reaction(call: Call) -> Json:
    message = call.message(call.channel(), "timestamp")
    users = message.reactions.setdefault(call.text("name"), [])
    if call.state.bot.id in users:
        raise SlackError("already_reacted")
    users.append(call.state.bot.id)
    call.state.changed()
    return {}


@method("reactions.get")
def get_reactions(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "timestamp")
    identity = {"app_id": call.identity.app_id, "bot_id": call.identity.bot_id}
    return {"type": "message", "channel": channel.id, "message": message_shape(call.state, identity, message)}


@method("pins.add")
def add_pin(call: Call) -> Json:
    channel = call.channel(inside=True)
    message = call.message(channel, "timestamp")
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    channel.pins.append(message.ts)
    call.state.changed()
    return {}


@method("pins.remove")
def remove_pin(call: Call) -> Json:
    channel = call.channel(inside=True)
    if call.text("timestamp") not in channel.pins:
        raise SlackError("no_pin")
    channel.pins.remove(call.text("timestamp"))
    call.state.changed()
    return {}


@method("bookmarks.add")
def add_bookmark(call: Call) -> Json:
    channel = call.channel("channel_id", inside=True)
    if call.text("type") != "link":
        raise SlackError("invalid_bookmark_type")
    if not call.text("link").startswith(("http://", "https://")):
        raise SlackError("invalid_link")
    if len(channel.bookmarks) >= MOST_BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    stamp = int(call.state.now().timestamp())
    bookmark: Json = {
        "id": f"Bk{len(channel.bookmarks) + 1:08d}",
        "channel_id": channel.id,
        "title": call.text("title"),
        "link": call.text("link"),
        "emoji": call.text("emoji"),
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": stamp,
        "date_updated": stamp,
        "rank": "",
        "last_updated_by_user_id": call.state.bot.id,
        "last_updated_by_team_id": call.state.team_id,
        "shortcut_id": None,
        "app_id": call.identity.app_id,
    }
    channel.bookmarks.append(bookmark)
    call.state.changed()
    return {"bookmark": bookmark}


@method("bookmarks.edit")
def edit_bookmark(call: Call) -> Json:
    bookmark = _bookmark(call)
    bookmark |= {key: call.text(key) for key in ("title", "link", "emoji") if key in call.args}
    call.state.changed()
    return {"bookmark": bookmark}


@method("bookmarks.list")
def list_bookmarks(call: Call) -> Json:
    return {"bookmarks": call.channel("channel_id", inside=True).bookmarks}


@method("bookmarks.remove")
def remove_bookmark(call: Call) -> Json:
    call.channel("channel_id", inside=True).bookmarks.remove(_bookmark(call))
    call.state.changed()
    return {}


def _bookmark(call: Call) -> Json:
    channel = call.channel("channel_id", inside=True)
    found = next((item for item in channel.bookmarks if item["id"] == call.text("bookmark_id")), None)
    if found is None:
        raise SlackError("not_found")
    return found
