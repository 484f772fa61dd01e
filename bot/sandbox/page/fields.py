"""Interactive elements as form fields: what a person can choose, what is chosen, and what a sent form says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.datastructures import FormData

from bot.sandbox.page.reader import Reader, zone
from bot.sandbox.state import User

Json = dict[str, Any]
INPUTS = {
    "plain_text_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
    "file_input": "file",
}
CHOSEN = ("selected_option", "selected_options", "selected_date", "selected_time", "selected_date_time")
PICKED = ("selected_user", "selected_users", "selected_conversation", "selected_conversations")
STATES = (*CHOSEN, *PICKED, "selected_channel", "selected_channels", "value")
NOT_FIELDS = {"button", "overflow", "image"}


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    description: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Field:
    """`widget` is `input`, `area`, `select`, `radios` or `checks`."""

    widget: str
    type: str
    id: str
    name: str
    groups: list[Group]
    chosen: list[str]
    placeholder: str
    element: Json

    @property
    def value(self) -> str:
        return self.chosen[0] if self.chosen else ""


def name_of(block: Json, element: Json) -> str:
    """Of the form field; unique on its surface."""
    return f"{block.get('block_id', '')}/{element['action_id']}"


def field(block: Json, element: Json, reader: Reader, values: Json | None = None) -> Field:
    """`values` are what the person has given so far, as in a view's state."""
    kind, name = element["type"], name_of(block, element)
    given = (values or {}).get(block.get("block_id", ""), {}).get(element["action_id"])
    chosen = list(_given(given) if given is not None else _initial(element))
    if kind == "datetimepicker":
        chosen = [f"{reader.local(value):%Y-%m-%dT%H:%M}" for value in chosen]
    return Field(
        widget=_widget(element),
        type=INPUTS.get(kind, "text"),
        id=re.sub(r"[^\w-]+", "-", f"field-{name}"),
        name=name,
        groups=list(_groups(element, reader)),
        chosen=chosen,
        placeholder=(element.get("placeholder") or {}).get("text", ""),
        element=element,
    )


def answer(block: Json, element: Json, form: FormData, user: User) -> Any:
    """What the sent form says, as a person at the keyboard would say it."""
    given = [value for value in form.getlist(name_of(block, element)) if isinstance(value, str) and value]
    if _widget(element) == "checks":
        return given
    if given and element["type"] == "datetimepicker":
        return int(datetime.fromisoformat(given[0]).replace(tzinfo=zone(user)).timestamp())
    return given[0] if given else ""


def _widget(element: Json) -> str:
    kind = element["type"]
    if kind == "checkboxes" or kind.startswith("multi_"):
        return "checks"
    if kind == "radio_buttons":
        return "radios"
    if kind.endswith("_select"):
        return "select"
    return "area" if element.get("multiline") or kind == "rich_text_input" else "input"


def _groups(element: Json, reader: Reader) -> Iterator[Group]:
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        people = [user for user in reader.state.users.values() if not user.deleted]
        yield Group("", sorted((Option(user.id, user.real_name) for user in people), key=lambda one: one.words))
    elif kind in {"channels_select", "conversations_select"}:
        yield Group("", list(_conversations(reader, with_all=kind == "conversations_select")))
    elif "option_groups" in element:
        for group in element["option_groups"]:
            yield Group(group["label"]["text"], _options(group["options"]))
    else:
        shown = element.get("options") or element.get("initial_options") or [element.get("initial_option")]
        yield Group("", _options([option for option in shown if option]))


def _conversations(reader: Reader, *, with_all: bool) -> Iterator[Option]:
    for channel in reader.state.channels_of(reader.user.id):
        if with_all or channel.kind == "public":
            yield Option(channel.id, reader.title(channel))


def _options(options: list[Json]) -> list[Option]:
    return [
        Option(one["value"], one["text"]["text"], (one.get("description") or {}).get("text", "")) for one in options
    ]


def _initial(element: Json) -> Iterator[str]:
    keys = [key for key in element if key.startswith("initial_") and key != "initial_value"]
    for key in keys:
        yield from _given({key.replace("initial", "selected"): element[key]})
    if isinstance(element.get("initial_value"), str):
        yield element["initial_value"]


def _given(state: Json) -> Iterator[str]:
    values = [state[key] for key in STATES if state.get(key) is not None]
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            yield str(one["value"] if isinstance(one, dict) else one)
