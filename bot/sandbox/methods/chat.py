"""`chat`: posting, rewriting, deleting, linking."""

from typing import Any

from bot.sandbox.blocks import InvalidError, check_blocks
from bot.sandbox.calls import Call, Json, SlackError, method
from bot.sandbox.shapes import message_shape
from bot.sandbox.state import Channel, Message

LONGEST = 40_000


@method("chat.postMessage")
def post(call: Call) -> Json:
    channel = _target(call)
    _writable(call, channel)
    content = _content(call)
    thread = call.text("thread_ts") or None
    if thread and call.state.message(channel, thread) is None:
        raise SlackError("cannot_reply_to_message")
    message = call.state.add_message(
        channel, call.state.bot.id, by_app=True, thread_ts=thread, metadata=_metadata(call), **content
    )
    return {"channel": channel.id, "ts": message.ts, "message": _shape(call, message)}


@method("chat.postEphemeral")
def post_ephemeral(call: Call) -> Json:
    channel = call.channel()
    _writable(call, channel)
    user = call.user(error="user_not_in_channel")
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    thread = call.text("thread_ts") or None
    message = call.state.add_message(
        channel, call.state.bot.id, by_app=True, only_for=user.id, thread_ts=thread, **_content(call)
    )
    return {"message_ts": message.ts}


@method("chat.update")
def update(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "ts")
    if not message.by_app or message.only_for:
        raise SlackError("cant_update_message" if message.by_app or not message.only_for else "message_not_found")
    content = _content(call)
    message.text, message.blocks = content["text"], content["blocks"]
    message.edited = call.state.next_ts()
    if call.args.get("metadata"):
        message.metadata = _metadata(call)
    call.state.changed()
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": _changed(call, message)}


@method("chat.delete")
def delete(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "ts")
    if not message.by_app:
        raise SlackError("cant_delete_message")
    message.deleted = True
    call.state.changed()
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink")
def permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": f"{call.site}archives/{channel.id}/p{message.ts.replace('.', '')}"}


def _target(call: Call) -> Channel:
    """A channel, or a person: then the direct channel with them."""
    named = call.text("channel")
    if named in call.state.users:
        if call.state.users[named].deleted:
            raise SlackError("channel_not_found")
        return call.state.dm([named])
    return call.channel()


def _writable(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise SlackError("is_archived")
    if call.state.bot.id not in channel.members:
        raise SlackError("not_in_channel")


def _content(call: Call) -> Json:
    blocks = call.json("blocks", "invalid_blocks_format") or []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    text = call.text("text")
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > LONGEST:
        raise SlackError("msg_too_long")
    try:
        check_blocks(blocks)
    except InvalidError as error:
        raise SlackError("invalid_blocks", response_metadata={"messages": [str(error)]}) from None
    return {"text": text, "blocks": blocks}


def _metadata(call: Call) -> Json | None:
    value: Any = call.json("metadata", "invalid_metadata_format")
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(value.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    return value


def _changed(call: Call, message: Message) -> Json:
    """Slack leaves the time stamp out of a rewritten message."""
    return {key: value for key, value in _shape(call, message).items() if key != "ts"}


def _shape(call: Call, message: Message) -> Json:
    identity = {"app_id": call.identity.app_id, "bot_id": call.identity.bot_id}
    return message_shape(call.state, identity, message, metadata=True)
