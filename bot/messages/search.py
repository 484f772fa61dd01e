"""Search: one field, and what was found, a page at a time."""

from collections.abc import Sequence
from typing import Any

from bot.messages.blocks import Block, Message, View, actions, button, message, modal, prose, section, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def form(reader: Reader) -> View:
    fields = [text_input("words", label(reader, "search.words"), hint=label(reader, "search.hint"))]
    title, close = label(reader, "search.title"), label(reader, "common.cancel")
    return modal(title, "search.find", fields, submit=label(reader, "search.open"), close=close)


def found(reader: Reader, words: str, rows: Sequence[Any], following: str) -> Message:
    """`following` is the value that asks for the next page; empty where this is the last one."""
    said = text(reader, "search_found", words=words, rows=rows, empty=not rows, more=bool(following))
    blocks: list[Block] = prose(text(reader, "search_head", words=words, empty=not rows))
    for row in rows:
        blocks.append(section(text(reader, "search_row", row=row)))
        if buttons := _buttons(reader, row):
            blocks.append(actions(*buttons) | {"block_id": f"found-{row.hit.kind}-{row.hit.id}"})
    if following:
        blocks.append(actions(button(label(reader, "search.more"), "search.more", following)))
    return message(said, *blocks)


def _buttons(reader: Reader, row: Any) -> list[Block]:
    ref, buttons = str(row.hit.id), []
    if row.usable:
        buttons.append(button(label(reader, "insight.used"), f"insight.used:{ref}", ref))
    if row.released:
        buttons.append(button(label(reader, "insight.meant"), f"insight.meant:{ref}", ref))
    if row.changeable:
        buttons.append(button(label(reader, "resource.edit"), f"resource.edit:{ref}", ref))
        buttons.append(button(label(reader, "resource.remove"), f"resource.remove:{ref}", ref))
    return buttons
