"""The challenge statement: a new version with its reason, and how it changed."""

from typing import Any

from bot.messages.blocks import Message, View, actions, button, message, modal, prose, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def form(reader: Reader, challenge: int, title: str, question: str, context: str) -> View:
    hint = label(reader, "statement.reason_hint")
    fields = [
        text_input("title", label(reader, "statement.title"), initial=title),
        text_input("question", label(reader, "statement.question"), initial=question[:3000], multiline=True),
        text_input(
            "context", label(reader, "statement.context"), initial=context[:3000], multiline=True, optional=True
        ),
        text_input("reason", label(reader, "statement.reason"), multiline=True, hint=hint),
    ]
    name, close = label(reader, "statement.form"), label(reader, "common.cancel")
    return modal(
        name, "statement.keep", fields, submit=label(reader, "statement.keep"), close=close, data=str(challenge)
    )


def changed(*, reader: Reader, challenge: int, **facts: Any) -> Message:
    said = text(reader, "statement_changed", **facts)
    buttons = actions(
        button(label(reader, "statement.history"), "statement.history", str(challenge)),
        button(label(reader, "statement.open"), "statement.open", str(challenge)),
    )
    return message(said, *prose(said), buttons)


def kept(reader: Reader, version: int) -> Message:
    return message(text(reader, "statement_kept", version=version))


def history(reader: Reader, rows: list[dict[str, Any]]) -> Message:
    said = text(reader, "statement_history", rows=rows)
    return message(said)
