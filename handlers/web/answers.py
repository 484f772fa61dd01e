"""What somebody sent from a page, as Slack would hand it over: only what the form asked, and only its choices."""

from collections.abc import Mapping, Sequence
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]
Sent = Mapping[str, Sequence[str]]
"""Values by field name."""
MANY = {"checkboxes", "multi_static_select"}
ONE = {"static_select", "radio_buttons"}
DAYS = {"datepicker": "selected_date", "timepicker": "selected_time"}
LONGEST = 3000


def state(view: View, sent: Sent) -> dict[str, Any]:
    """The view's `state`."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    values = {block["block_id"]: {block["element"]["action_id"]: _value(block, sent)} for block in inputs}
    return {"values": values}


def _value(block: Block, sent: Sent) -> dict[str, Any]:
    element = block["element"]
    kind, given = element["type"], list(sent.get(block["block_id"], ()))
    if kind in MANY:
        return {"type": kind, "selected_options": [item for item in options(element) if item["value"] in given]}
    first = given[0].replace("\r\n", "\n") if given else ""
    if kind in ONE:
        chosen = next((item for item in options(element) if item["value"] == first), None)
        return {"type": kind, "selected_option": chosen}
    return {"type": kind, DAYS.get(kind, "value"): first or None}


def empty(view: View, sent: Sent) -> list[str]:
    """Needed fields that say nothing: what a browser checks is checked again here."""
    asked = [block for block in view["blocks"] if block["type"] == "input" and not block.get("optional")]
    return [block["block_id"] for block in asked if not _says_something(_value(block, sent))]


def too_long(view: View, sent: Sent) -> dict[str, int]:
    """Most characters of each field that has more."""
    limits = {block["block_id"]: _most(block["element"]) for block in view["blocks"] if block["type"] == "input"}
    return {name: most for name, most in limits.items() if len("".join(sent.get(name, ()))) > most}


def _most(element: Block) -> int:
    return int(element.get("max_length", LONGEST))


def _says_something(value: dict[str, Any]) -> bool:
    return any(part and str(part).strip() for name, part in value.items() if name != "type")


def options(element: Block) -> list[Block]:
    grouped = [item for group in element.get("option_groups", ()) for item in group["options"]]
    return [*element.get("options", ()), *grouped]
