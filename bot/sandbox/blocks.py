"""Block Kit's rules, strictly: what breaks one is refused with Slack's own error code and the place of the fault."""

from collections.abc import Callable
from typing import Any

Json = Any
Check = Callable[[Json, str], None]


class InvalidError(Exception):
    """`where` is a JSON pointer."""

    def __init__(self, why: str, where: str) -> None:
        super().__init__(f"[ERROR] {why} [json-pointer:{where}]")


def _fail(condition: bool, why: str, where: str) -> None:
    if condition:
        raise InvalidError(why, where)


def string(most: int, least: int = 0) -> Check:
    def check(value: Json, where: str) -> None:
        _fail(not isinstance(value, str), "must be a string", where)
        _fail(len(value) > most, f"must be less than {most + 1} characters", where)
        _fail(len(value) < least, f"must be more than {least - 1} characters", where)

    return check


def text(most: int, *, plain: bool = False) -> Check:
    def check(value: Json, where: str) -> None:
        _fail(not isinstance(value, dict), "must be a text object", where)
        kinds = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
        _fail(value.get("type") not in kinds, f"must be one of {sorted(kinds)}", f"{where}/type")
        _fail(bool(value.keys() - {"type", "text", "emoji", "verbatim"}), "has an unknown key", where)
        string(most, 1)(value.get("text"), f"{where}/text")

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    def check(value: Json, where: str) -> None:
        _fail(not isinstance(value, list), "must be an array", where)
        _fail(not least <= len(value) <= most, f"must have {least} to {most} items", where)
        for number, item in enumerate(value):
            each(item, f"{where}/{number}")

    return check


def one_of(*values: Json) -> Check:
    return lambda value, where: _fail(value not in values, f"must be one of {list(values)}", where)


def shape(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    known = required | (optional or {})

    def check(value: Json, where: str) -> None:
        _fail(not isinstance(value, dict), "must be an object", where)
        _fail(bool(missing := required.keys() - value.keys()), f"missing {sorted(missing)}", where)
        _fail(bool(extra := value.keys() - known.keys() - {"type"}), f"unknown {sorted(extra)}", where)
        for key, part in value.items():
            if key != "type":
                known[key](part, f"{where}/{key}")

    return check


def typed(table: "dict[str, Check]", names: tuple[str, ...] | None = None) -> Check:
    def check(value: Json, where: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        _fail(kind not in (names or tuple(table)), f"unsupported type: {kind}", where)
        table[str(kind)](value, where)

    return check


def anything(_value: Json, _where: str) -> None:
    return None


def boolean(value: Json, where: str) -> None:
    _fail(not isinstance(value, bool), "must be true or false", where)


def whole(least: int, most: int) -> Check:
    def check(value: Json, where: str) -> None:
        _fail(not isinstance(value, int) or not least <= value <= most, f"must be from {least} to {most}", where)

    return check


ID = string(255)
OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75), "url": string(3000)})
OPTIONS = items(OPTION, 100)
GROUPS = items(shape({"label": text(75, plain=True), "options": OPTIONS}), 100)
CONFIRM = shape(
    {"title": text(100, plain=True), "text": text(300), "confirm": text(30, plain=True), "deny": text(30, plain=True)},
    {"style": one_of("primary", "danger")},
)
COMMON: dict[str, Check] = {"action_id": ID, "focus_on_load": boolean}
PLACEHOLDER: dict[str, Check] = COMMON | {"placeholder": text(150, plain=True)}
DISPATCH: dict[str, Check] = {"dispatch_action_config": anything}
SELECT: dict[str, Check] = PLACEHOLDER | {"confirm": CONFIRM}
MULTI: dict[str, Check] = SELECT | {"max_selected_items": whole(1, 100)}
STATIC: dict[str, Check] = {"options": OPTIONS, "option_groups": GROUPS}
TYPED_TEXT: dict[str, Check] = PLACEHOLDER | DISPATCH | {"initial_value": string(3000)}


def _picker(kind: str, initial: Check) -> dict[str, Check]:
    return {
        f"{kind}_select": shape({}, SELECT | {f"initial_{kind.rstrip('s')}": initial, "filter": anything}),
        f"multi_{kind}_select": shape({}, MULTI | {f"initial_{kind}": items(initial, 100), "filter": anything}),
    }


ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": text(75, plain=True)},
        COMMON
        | {"url": string(3000), "value": string(2000), "style": one_of("primary", "danger"), "confirm": CONFIRM}
        | {"accessibility_label": string(75)},
    ),
    "static_select": shape({}, SELECT | STATIC | {"initial_option": OPTION}),
    "multi_static_select": shape({}, MULTI | STATIC | {"initial_options": OPTIONS}),
    "external_select": shape({}, SELECT | {"initial_option": OPTION, "min_query_length": whole(0, 100)}),
    "multi_external_select": shape({}, MULTI | {"initial_options": OPTIONS, "min_query_length": whole(0, 100)}),
    **_picker("users", ID),
    **_picker("conversations", ID),
    **_picker("channels", ID),
    "overflow": shape({"options": items(OPTION, 5)}, COMMON | {"confirm": CONFIRM}),
    "radio_buttons": shape({"options": items(OPTION, 10)}, COMMON | {"initial_option": OPTION, "confirm": CONFIRM}),
    "checkboxes": shape(
        {"options": items(OPTION, 10)}, COMMON | {"initial_options": items(OPTION, 10), "confirm": CONFIRM}
    ),
    "datepicker": shape({}, SELECT | {"initial_date": string(10, 10)}),
    "timepicker": shape({}, SELECT | {"initial_time": string(5, 5), "timezone": string(100)}),
    "datetimepicker": shape(
        {}, COMMON | {"initial_date_time": whole(1_000_000_000, 9_999_999_999), "confirm": CONFIRM}
    ),
    "plain_text_input": shape(
        {}, TYPED_TEXT | {"multiline": boolean, "min_length": whole(0, 3000), "max_length": whole(1, 3000)}
    ),
    "email_text_input": shape({}, TYPED_TEXT),
    "url_text_input": shape({}, TYPED_TEXT),
    "number_input": shape(
        {"is_decimal_allowed": boolean}, TYPED_TEXT | {"min_value": string(32), "max_value": string(32)}
    ),
    "rich_text_input": shape({}, PLACEHOLDER | DISPATCH | {"initial_value": anything}),
    "file_input": shape({}, COMMON | {"filetypes": items(string(32), 100), "max_files": whole(1, 10)}),
    "image": shape({"alt_text": string(2000)}, {"image_url": string(3000), "slack_file": anything}),
}
SECTION_ELEMENTS = tuple(kind for kind in ELEMENTS if not kind.endswith("_input"))
ACTION_ELEMENTS = tuple(kind for kind in SECTION_ELEMENTS if kind != "image" and not kind.startswith("multi_"))
INPUT_ELEMENTS = tuple(kind for kind in ELEMENTS if kind not in {"button", "overflow", "image"})
CONTEXT: dict[str, Check] = {"image": ELEMENTS["image"], "mrkdwn": text(3000), "plain_text": text(3000)}
CELL = typed({"raw_text": shape({"text": string(3000)}), "rich_text": shape({"elements": anything}, {"block_id": ID})})
BLOCK_ID: dict[str, Check] = {"block_id": ID}

BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        BLOCK_ID
        | {"text": text(3000), "fields": items(text(2000), 10), "expand": boolean}
        | {"accessory": typed(ELEMENTS, SECTION_ELEMENTS)},
    ),
    "header": shape({"text": text(150, plain=True)}, BLOCK_ID | {"level": whole(1, 4)}),
    "context": shape({"elements": items(typed(CONTEXT), 10)}, BLOCK_ID),
    "divider": shape({}, BLOCK_ID),
    "actions": shape({"elements": items(typed(ELEMENTS, ACTION_ELEMENTS), 25)}, BLOCK_ID),
    "input": shape(
        {"label": text(2000, plain=True), "element": typed(ELEMENTS, INPUT_ELEMENTS)},
        BLOCK_ID | {"hint": text(2000, plain=True), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": shape(
        {"alt_text": string(2000)},
        BLOCK_ID | {"image_url": string(3000), "slack_file": anything, "title": text(2000, plain=True)},
    ),
    "rich_text": shape({"elements": items(anything, 100, 0)}, BLOCK_ID),
    "markdown": shape({"text": string(12_000)}, BLOCK_ID),
    "table": shape({"rows": items(items(CELL, 20), 100)}, BLOCK_ID | {"column_settings": anything}),
}
MOST = {"message": 50, "modal": 100, "home": 100}
NOT_ON = {"message": (), "modal": ("markdown", "table"), "home": ("markdown",)}


def check_blocks(value: Json, surface: str = "message", where: str = "/blocks") -> None:
    """Raises `InvalidError`."""
    allowed = tuple(kind for kind in BLOCKS if kind not in NOT_ON[surface])
    items(typed(BLOCKS, allowed), MOST[surface], 0)(value, where)
    for number, block in enumerate(value):
        if block["type"] == "section":
            _fail(not block.keys() & {"text", "fields"}, "must have text or fields", f"{where}/{number}")
    ids = [block["block_id"] for block in value if "block_id" in block]
    _fail(len(ids) != len(set(ids)), "block_id must be unique", where)
    _fail(sum(block["type"] == "table" for block in value) > 1, "only one table", where)
    _check_action_ids(value, where)


def _check_action_ids(blocks: Json, where: str) -> None:
    for number, block in enumerate(blocks):
        inside = block.get("elements") if block["type"] == "actions" else []
        ids = [element["action_id"] for element in inside or [] if "action_id" in element]
        _fail(len(ids) != len(set(ids)), "action_id must be unique in its block", f"{where}/{number}")


VIEW: dict[str, Check] = {
    "blocks": anything,
    "title": text(24, plain=True),
    "submit": text(24, plain=True),
    "close": text(24, plain=True),
    "callback_id": ID,
    "private_metadata": string(3000),
    "external_id": ID,
    "clear_on_close": boolean,
    "notify_on_close": boolean,
    "submit_disabled": boolean,
}
HOME = {key: VIEW[key] for key in ("blocks", "callback_id", "private_metadata", "external_id")}


def check_view(view: Json, kind: str) -> None:
    """`kind` is `modal` or `home`."""
    _fail(not isinstance(view, dict) or view.get("type") != kind, f"must be of type {kind}", "/view/type")
    required = {key: VIEW[key] for key in (("blocks", "title") if kind == "modal" else ("blocks",))}
    shape(required, VIEW if kind == "modal" else HOME)(view, "/view")
    check_blocks(view["blocks"], kind, "/view/blocks")
    inputs = any(block["type"] == "input" for block in view["blocks"])
    _fail(kind == "modal" and inputs and "submit" not in view, "submit is needed with input blocks", "/view/submit")
