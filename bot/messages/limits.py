"""Slack's limits on messages and views, checked before anything leaves: raises, and never cuts silently."""

from collections.abc import Iterator
from typing import Any

TEXT = 40_000
BLOCKS = {"message": 50, "modal": 100, "home": 100}
VIEW_TEXTS = {"title": 24, "submit": 24, "close": 24}
LENGTHS = {
    ("section", "text"): 3000,
    ("header", "text"): 150,
    ("button", "text"): 75,
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("image", "alt_text"): 2000,
}
ITEMS = {("actions", "elements"): 25, ("context", "elements"): 10, ("section", "fields"): 10}
OPTIONS = {"radio_buttons": 10, "checkboxes": 10, "overflow": 5}


class TooLongError(ValueError):
    """Names the block, its part and the limit."""


def check_message(message: dict[str, Any]) -> dict[str, Any]:
    _within("message text", len(message["text"]), TEXT)
    _within("message blocks", len(message["blocks"]), BLOCKS["message"])
    _check_blocks(message["blocks"])
    return message


def check_view(view: dict[str, Any]) -> dict[str, Any]:
    for part, limit in VIEW_TEXTS.items():
        _within(f"view {part}", len(view.get(part, {}).get("text", "")), limit)
    _within("view private_metadata", len(view.get("private_metadata", "")), 3000)
    _within("view blocks", len(view["blocks"]), BLOCKS[view["type"]])
    _check_blocks(view["blocks"])
    return view


def _check_blocks(blocks: list[dict[str, Any]]) -> None:
    for part in _parts(blocks):
        kind = part["type"]
        for (owner, key), limit in LENGTHS.items():
            if owner == kind and key in part:
                _within(f"{kind} {key}", len(_text(part[key])), limit)
        for (owner, key), limit in ITEMS.items():
            if owner == kind:
                _within(f"{kind} {key}", len(part.get(key, ())), limit)
        _check_options(part)


def _check_options(part: dict[str, Any]) -> None:
    options = part.get("options", [])
    _within(f"{part['type']} options", len(options), OPTIONS.get(part["type"], 100))
    for option in options:
        _within(f"{part['type']} option text", len(_text(option["text"])), 75)
        _within(f"{part['type']} option value", len(option["value"]), 150)


def _parts(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every block and every element in it."""
    for item in items:
        yield item
        nested = [item.get("accessory"), item.get("element"), *item.get("elements", ())]
        yield from _parts([part for part in nested if isinstance(part, dict) and "type" in part])


def _text(value: Any) -> str:
    return str(value["text"]) if isinstance(value, dict) else str(value)


def _within(what: str, size: int, limit: int) -> None:
    if size > limit:
        raise TooLongError(f"{what}: {size} is over Slack's limit of {limit}")
