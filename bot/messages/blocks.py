"""A few builders of Slack's blocks. Limits are checked in one place, which raises and never cuts silently."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.messages.limits import check_message, check_view

Block = dict[str, Any]
Message = dict[str, Any]
View = dict[str, Any]
SECTION = 3000


def message(text: str, *blocks: Block) -> Message:
    """`text` is what a screen reader and a notification say: it must say the same as the blocks."""
    return check_message({"text": text, "blocks": list(blocks) or prose(text)})


def modal(
    title: str, callback: str, blocks: Iterable[Block], *, submit: str | None, close: str, data: str = ""
) -> View:
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title),
        "close": plain(close),
        "private_metadata": data,
        "blocks": list(blocks),
    }
    return check_view(view | ({"submit": plain(submit)} if submit else {}))


def home(blocks: Iterable[Block]) -> View:
    return check_view({"type": "home", "blocks": list(blocks)})


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | ({"accessory": accessory} if accessory else {})


def prose(text: str) -> list[Block]:
    """Text of any length as sections that fit, broken between lines, then between words."""
    return [section(part) for part in _pieces(text, SECTION)]


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text)]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(label: str, action: str, value: str = "", style: str | None = None) -> Block:
    """`action` names the handler; `value` carries ids only."""
    block: Block = {"type": "button", "text": plain(label), "action_id": action}
    return block | ({"value": value} if value else {}) | ({"style": style} if style else {})


def link(label: str, action: str, url: str) -> Block:
    return {"type": "button", "text": plain(label), "action_id": action, "url": url}


def option(label: str, value: str) -> Block:
    return {"text": plain(label), "value": value}


def text_input(
    name: str, label: str, *, initial: str = "", multiline: bool = False, optional: bool = False, hint: str = ""
) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "multiline": multiline, "max_length": SECTION}
    return _field(name, label, element | ({"initial_value": initial} if initial else {}), optional, hint)


def select(
    name: str,
    label: str,
    options: Sequence[Block],
    *,
    initial: str | None = None,
    optional: bool = False,
    kind: str = "static_select",
    hint: str = "",
) -> Block:
    """`kind` may be `radio_buttons` where all choices should be seen at once."""
    element: Block = {"type": kind, "action_id": name, "options": list(options)}
    chosen = next((item for item in options if item["value"] == initial), None)
    return _field(name, label, element | ({"initial_option": chosen} if chosen else {}), optional, hint)


def several(name: str, label: str, options: Sequence[Block], *, initial: Sequence[Block] = (), hint: str = "") -> Block:
    """Any number of them, none too; `initial` are options."""
    element: Block = {"type": "multi_static_select", "action_id": name, "options": list(options)}
    return _field(name, label, element | ({"initial_options": list(initial)} if initial else {}), True, hint)


def date_input(name: str, label: str, *, initial: str = "", optional: bool = False, hint: str = "") -> Block:
    element: Block = {"type": "datepicker", "action_id": name}
    return _field(name, label, element | ({"initial_date": initial} if initial else {}), optional, hint)


def _field(name: str, label: str, element: Block, optional: bool, hint: str) -> Block:
    block: Block = {"type": "input", "block_id": name, "label": plain(label), "element": element, "optional": optional}
    return block | ({"hint": plain(hint)} if hint else {})


def _pieces(text: str, size: int) -> list[str]:
    pieces = []
    rest = text
    while len(rest) > size:
        cut = max(rest.rfind("\n", 0, size), rest.rfind(" ", 0, size))
        cut = cut if cut > 0 else size
        pieces.append(rest[:cut])
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces
