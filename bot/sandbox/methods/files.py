"""`files`: what is known of a file that somebody shared. Its bytes are fetched from its own address."""

from bot.sandbox.calls import Call, Json, SlackError, method
from bot.sandbox.shapes import file_shape


@method("files.info")
def info(call: Call) -> Json:
    file = call.state.files.get(call.text("file"))
    if file is None:
        raise SlackError("file_not_found")
    channel = call.state.channels[file.channel]
    if channel.kind != "public" and call.state.bot.id not in channel.members:
        raise SlackError("not_visible")
    if call.state.message(channel, file.ts) is None:
        raise SlackError("file_deleted")
    return {"file": file_shape(call.state, file), "comments": []}
