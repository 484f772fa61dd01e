"""Workspaces: the pinned brief and the canvas, the welcome, how each room stands, and who lacks what."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from bot.messages.blocks import Block, Message, actions, button, header, message, prose, section
from bot.messages.reader import Reader
from bot.messages.texts import label, sections, text

PAGE = 15
MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~!])")
"""What means something in a canvas."""


def brief(*, reader: Reader, **facts: Any) -> Message:
    parts = sections(reader, "workspace_brief", **facts)
    heading = (facts["title"] or facts["edition"])[:150]
    return message("\n".join(parts), header(heading), *(block for part in parts for block in prose(part)))


def canvas(*, reader: Reader, **facts: Any) -> str:
    """Markdown, in which nothing that somebody wrote means more than it says."""
    return unescape(text(reader, "workspace_canvas", **_plain(facts)))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return MARKDOWN.sub(r"\\\1", " ".join(value.split()))
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def welcome(*, reader: Reader, ref: str, **facts: Any) -> Message:
    words = text(reader, "workspace_welcome", **facts)
    return message(words, *prose(words), actions(button(label(reader, "workspace.accept"), "workspace.accept", ref)))


def accepted(reader: Reader, edition: str) -> Message:
    return message(text(reader, "workspace_accepted", edition=edition))


def joined(*, reader: Reader, **facts: Any) -> Message:
    return message(text(reader, "workspace_joined", **facts))


def status(reader: Reader, rooms: Sequence[Any]) -> Message:
    parts = [(room, text(reader, "workspace_status", room=room)) for room in rooms]
    if not parts:
        return message(text(reader, "workspace_none"))
    blocks = [block for room, words in parts for block in [*prose(words), *_ways_out(reader, room)]]
    lacking = button(label(reader, "workspace.access"), "workspace.access")
    repairing = button(label(reader, "workspace.repair"), "workspace.repair")
    return message("\n".join(words for _, words in parts), *blocks, actions(lacking, repairing))


def _ways_out(reader: Reader, room: Any) -> list[Block]:
    ways = []
    if room.gone:
        ways.append(button(label(reader, "workspace.remake"), "workspace.remake", str(room.id)))
    if room.closed:
        ways.append(button(label(reader, "workspace.reopen"), "workspace.reopen", str(room.id)))
    return [actions(*ways)] if ways else []


def repairing(reader: Reader) -> Message:
    return message(text(reader, "workspace_repairing"))


def changed(reader: Reader, what: str, name: str) -> Message:
    """`what`: `remade`, `reopened`, `connected`, or `not_needed`."""
    return message(text(reader, "workspace_changed", what=what, name=name))


def access(reader: Reader, overview: Any, page: int) -> Message:
    """Who lacks what, a page at a time; the counts stand at its head."""
    pages = max(1, -(-len(overview.lacking) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = overview.lacking[page * PAGE : (page + 1) * PAGE]
    head = text(reader, "workspace_access", overview=overview, page=page + 1, pages=pages)
    lines = [(row, text(reader, "workspace_lacks", row=row)) for row in rows]
    blocks = [section(words, _connect(reader, row)) for row, words in lines]
    more = button(label(reader, "workspace.more"), "workspace.access", str(page + 1))
    return message(
        "\n".join([head, *(words for _, words in lines)]),
        *prose(head),
        *blocks,
        *([actions(more)] if page + 1 < pages else []),
    )


def _connect(reader: Reader, row: Any) -> Block | None:
    if row.seat is None:
        return None
    return button(label(reader, "workspace.connect"), f"workspace.connect:{row.seat}", str(row.seat))
