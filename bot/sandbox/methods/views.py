"""`views`: modals in a stack of at most three, and each person's Home."""

import json
from typing import Any

from bot.sandbox.blocks import InvalidError, check_view
from bot.sandbox.calls import Call, Json, SlackError, method
from bot.sandbox.shapes import view_shape
from bot.sandbox.state import View

DEEPEST = 3
LARGEST = 250_000


@method("views.open")
def open_modal(call: Call) -> Json:
    payload = checked(call, "modal")
    user = call.triggers(call.text("trigger_id"))
    view = call.state.new_view(user, payload)
    call.state.modals[user] = [view]
    return _answer(call, view)


@method("views.push")
def push(call: Call) -> Json:
    payload = checked(call, "modal")
    user = call.triggers(call.text("trigger_id"))
    stack = call.state.modals.get(user) or []
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    view = call.state.new_view(user, payload, stack[-1] if stack else None)
    call.state.modals[user] = [*stack, view]
    return _answer(call, view)


@method("views.update")
def update(call: Call) -> Json:
    payload = checked(call, "modal")
    found = find(call, call.text("view_id"), call.text("external_id"))
    if call.text("hash") and call.text("hash") != found.hash:
        raise SlackError("hash_conflict")
    found.payload, found.hash = payload, call.state.new_hash()
    return _answer(call, found)


@method("views.publish")
def publish(call: Call) -> Json:
    payload = checked(call, "home")
    user = call.user("user_id", error="invalid_arguments")
    home = call.state.homes.get(user.id) or call.state.new_view(user.id, payload)
    home.payload, home.hash = payload, call.state.new_hash()
    call.state.homes[user.id] = home
    return _answer(call, home)


def checked(call: Call, kind: str) -> Json:
    view: Any = call.json("view", "invalid_arguments")
    try:
        check_view(view, kind)
    except InvalidError as error:
        raise SlackError("invalid_arguments", response_metadata={"messages": [str(error)]}) from None
    if len(json.dumps(view)) > LARGEST:
        raise SlackError("view_too_large")
    return dict(view)


def find(call: Call, view_id: str, external_id: str = "") -> View:
    for stack in call.state.modals.values():
        for view in stack:
            if view.id == view_id or (external_id and view.payload.get("external_id") == external_id):
                return view
    raise SlackError("not_found")


def _answer(call: Call, view: View) -> Json:
    call.state.changed()
    return {"view": view_shape(call.state, call.identity.app_id, view)}
