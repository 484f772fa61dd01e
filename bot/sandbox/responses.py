"""What an app sends to a `response_url`, or in its acknowledgement: words for one person, or for the channel."""

from bot.sandbox.blocks import InvalidError, check_blocks
from bot.sandbox.calls import Json
from bot.sandbox.link import Link
from bot.sandbox.state import Channel, Message, State


def respond(state: State, link: Link, key: str, payload: Json) -> str | None:
    """What is wrong, or nothing."""
    target = link.responses.get(key)
    if target is None or target.uses <= 0 or state.now().timestamp() > target.until:
        return "expired_url"
    target.uses -= 1
    channel = state.channels[target.channel]
    original = state.message(channel, target.ts) if target.ts else None
    if original and payload.get("delete_original"):
        original.deleted = True
        state.changed()
    elif original and payload.get("replace_original"):
        original.text, original.blocks = payload.get("text", ""), payload.get("blocks") or []
        state.changed()
    else:
        say(state, channel, target.user, payload)
    return None


def say(state: State, channel: Channel, user: str, payload: Json) -> Message | None:
    """The message in the channel: for the user alone, unless `response_type` is `in_channel`."""
    text, blocks = str(payload.get("text") or ""), payload.get("blocks") or []
    if not text and not blocks:
        return None
    try:
        check_blocks(blocks)
    except InvalidError as error:
        text, blocks = f"invalid_blocks: {error}", []
    only_for = None if payload.get("response_type") == "in_channel" else user
    return state.add_message(channel, state.bot.id, text=text, blocks=blocks, by_app=True, only_for=only_for)
