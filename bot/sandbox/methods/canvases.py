"""`canvases`: the one canvas that a channel can have, as Markdown."""

from bot.sandbox.calls import Call, Json, SlackError, method


@method("conversations.canvases.create")
def create(call: Call) -> Json:
    channel = call.channel("channel_id", inside=True)
    if channel.canvas:
        raise SlackError("channel_canvas_already_exists")
    content = call.json("document_content", "canvas_creation_failed") or {}
    channel.canvas = f"F{len(call.state.canvases) + 1:09d}CANVAS"
    call.state.canvases[channel.canvas] = str(content.get("markdown", ""))
    call.state.changed()
    return {"canvas_id": channel.canvas}


@method("canvases.edit")
def edit(call: Call) -> Json:
    """Of the operations only the replacing of the whole is known here."""
    if call.text("canvas_id") not in call.state.canvases:
        raise SlackError("canvas_not_found")
    changes = call.json("changes", "canvas_editing_failed")
    if len(changes) != 1 or changes[0].get("operation") != "replace" or "section_id" in changes[0]:
        raise SlackError("canvas_editing_failed")
    call.state.canvases[call.text("canvas_id")] = str(changes[0]["document_content"]["markdown"])
    call.state.changed()
    return {}
