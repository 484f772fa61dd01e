"""`files`: what is known of a file that somebody shared, and files of the app. Bytes have addresses of their own."""

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


@method("files.getUploadURLExternal")
def place(call: Call) -> Json:
    if not call.text("length").isdigit() or call.text("length") == "0":
        raise SlackError("missing_argument")
    with call.state.lock:
        file_id = f"F8{len(call.state.uploads) + 1:08d}"
        call.state.uploads[file_id] = (call.text("filename"), b"")
    return {"upload_url": f"{call.state.site}upload/{file_id}", "file_id": file_id}


@method("files.completeUploadExternal")
def complete(call: Call) -> Json:
    """Shared in the channel, where the app is in it; a second completion finds no upload."""
    channel = call.state.channels.get(call.text("channel_id"))
    if channel is None:
        raise SlackError("channel_not_found")
    if call.state.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    wanted = call.json("files", "invalid_arguments")
    names = [str(item.get("id")) for item in wanted if isinstance(item, dict)] if isinstance(wanted, list) else []
    if not names or any(not call.state.uploads.get(name, ("", b""))[1] for name in names):
        raise SlackError("file_not_found")
    made = []
    for file_id in names:
        name, data = call.state.uploads[file_id]
        call.state.uploads[file_id] = (name, b"")
        made.append(call.state.add_file(channel, call.state.bot.id, name, data, call.text("initial_comment"), file_id))
    return {"files": [file_shape(call.state, file) for file in made]}
