"""Reading Slack's payloads, which are maps of whatever somebody sent: nothing is taken for granted."""

from typing import Any

Body = dict[str, Any]


def user(body: Body) -> str:
    """Who acts: the id, wherever this kind of payload carries it."""
    event = body.get("event") or {}
    found = body.get("user_id") or _id(body.get("user")) or _id(event.get("user")) or event.get("user_id")
    return str(found or "")


def _id(value: Any) -> str | None:
    return value.get("id") if isinstance(value, dict) else value


def place(body: Body) -> tuple[str | None, str | None]:
    """The channel, and the message's `ts`, in which something was pressed or typed."""
    container = body.get("container") or {}
    channel = _id(body.get("channel")) or container.get("channel_id") or body.get("channel_id")
    message = body.get("message") or {}
    return channel, container.get("message_ts") or message.get("ts")


def thread(body: Body) -> str | None:
    return (body.get("message") or {}).get("thread_ts")


def in_modal(body: Body) -> bool:
    return (body.get("view") or {}).get("type") == "modal"


def at_home(body: Body) -> bool:
    """On the app's own tab, which is shown anew after a press."""
    return (body.get("view") or {}).get("type") == "home"


def chosen(action: Body) -> str:
    """A button's value, a select's choice, a date: as text."""
    option = action.get("selected_option") or {}
    keys = ("value", "selected_date", "selected_time", "selected_user", "selected_conversation", "selected_channel")
    found = option.get("value") or next((action[key] for key in keys if action.get(key)), "")
    return str(found)


def fields(view: Body) -> dict[str, str]:
    """A modal's answers by field name; an empty field is an empty text."""
    values = (view.get("state") or {}).get("values") or {}
    answers = {}
    for block, elements in values.items():
        for element in elements.values():
            several = element.get("selected_options")
            answers[block] = ",".join(item["value"] for item in several) if several is not None else chosen(element)
    return answers
