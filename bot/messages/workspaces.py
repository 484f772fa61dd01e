"""Workspaces: the pinned brief, and how far each stands."""

from typing import Any

from bot.messages.blocks import Message, header, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import sections, text


def brief(*, reader: Reader, **facts: Any) -> Message:
    parts = sections(reader, "workspace_brief", **facts)
    heading = (facts["title"] or facts["edition"])[:150]
    return message("\n".join(parts), header(heading), *(block for part in parts for block in prose(part)))


def status(reader: Reader, rooms: list[dict[str, Any]]) -> Message:
    return message(text(reader, "workspace_status", rooms=rooms))


def repairing(reader: Reader) -> Message:
    return message(text(reader, "workspace_repairing"))
