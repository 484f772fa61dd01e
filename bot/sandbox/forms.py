"""Fields of forms: finding them, filling them as a person would, and what Slack itself checks before it sends."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.calls import Json
from bot.sandbox.state import View

Found = tuple[Json, Json]
"""A block and the element in it."""
REQUIRED = "Please complete this required field."
PICKED = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
ONE = {"static_select", "external_select", "radio_buttons", "overflow"}
MANY = {"multi_static_select", "multi_external_select", "checkboxes"}


def elements(blocks: list[Json]) -> Iterator[Found]:
    for number, block in enumerate(blocks):
        block.setdefault("block_id", f"b{number}")
        inside = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        yield from ((block, item) for item in inside if isinstance(item, dict) and "action_id" in item)


def element(blocks: list[Json], what: str) -> Found | None:
    """By action id (also without what follows its colon), block id, or the words that a person reads."""
    for block, item in elements(blocks):
        words = {item["action_id"], block["block_id"], _words(item.get("text")), _words(block.get("label"))}
        if what in words:
            return block, item
    return next((pair for pair in elements(blocks) if pair[1]["action_id"].partition(":")[0] == what), None)


def fill(view: View, name: str, value: Any) -> None:
    found = element(view.payload["blocks"], name)
    if found is None:
        raise KeyError(f"the form has no field {name!r}")
    block, item = found
    view.values.setdefault(block["block_id"], {})[item["action_id"]] = answer(item, value)


def answer(item: Json, value: Any) -> Json:
    """What Slack reports for an element that was given this value."""
    kind = item["type"]
    if kind in ONE:
        return {"type": kind, "selected_option": _option(item, value) if value else None}
    if kind in MANY:
        return {"type": kind, "selected_options": [_option(item, each) for each in value]}
    if kind in PICKED:
        return {"type": kind, PICKED[kind]: value}
    return {"type": kind, "value": str(value) if value not in (None, "") else None}


def complete(view: View) -> dict[str, str]:
    """Fill in what the form started with; what Slack would not send, by block."""
    problems = {}
    for block, item in elements(view.payload["blocks"]):
        if block["type"] != "input":
            continue
        given = view.values.setdefault(block["block_id"], {})
        state = given.setdefault(item["action_id"], _initial(item))
        if problem := _problem(block, item, state):
            problems[block["block_id"]] = problem
    return problems


def _problem(block: Json, item: Json, state: Json) -> str | None:
    empty = not any(value for key, value in state.items() if key != "type")
    if empty:
        return None if block.get("optional") else REQUIRED
    limit = item.get("max_length")
    if limit and len(state.get("value") or "") > limit:
        return f"Please enter at most {limit} characters."
    return None


def _initial(item: Json) -> Json:
    kind = item["type"]
    if kind in ONE:
        return {"type": kind, "selected_option": item.get("initial_option")}
    if kind in MANY:
        return {"type": kind, "selected_options": item.get("initial_options", [])}
    if kind in PICKED:
        key = PICKED[kind]
        return {"type": kind, key: item.get(key.replace("selected", "initial"))}
    return {"type": kind, "value": item.get("initial_value")}


def _option(item: Json, value: str) -> Json:
    groups = [group["options"] for group in item.get("option_groups", [])]
    for option in [*item.get("options", []), *(each for group in groups for each in group)]:
        if value in {option["value"], _words(option["text"])}:
            return dict(option)
    raise KeyError(f"{item['action_id']} has no choice {value!r}")


def _words(text: Any) -> str | None:
    return text.get("text") if isinstance(text, dict) else None
