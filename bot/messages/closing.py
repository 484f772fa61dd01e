"""The close of a workspace: what is missing, the question about its channel, and the end."""

from typing import Any

from bot.messages.blocks import Block, Message, View, actions, button, message, modal, prose, section, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def begun(reader: Reader, workspace: int, **facts: Any) -> Message:
    said = text(reader, "closing_begun", **facts)
    close = [actions(button(label(reader, "closing.close"), "closing.close", str(workspace)))]
    return message(said, *prose(said), *(close if not facts["closed"] else []))


def form(reader: Reader, workspace: int, lacks: list[Any]) -> View:
    said = text(reader, "closing_lacks", lacks=lacks)
    hint = label(reader, "closing.reason_hint")
    why = [text_input("reason", label(reader, "closing.reason"), hint=hint)] if lacks else []
    title, cancel = label(reader, "closing.form"), label(reader, "common.cancel")
    blocks = [*(section(part["text"]["text"]) for part in prose(said)), *why]
    return modal(title, "closing.close", blocks, submit=label(reader, "common.send"), close=cancel, data=str(workspace))


def asked(*, reader: Reader, ref: str, **facts: Any) -> Message:
    """`ref` is `closing.team`."""
    said = text(reader, "closing_asked", **facts)
    return message(said, *prose(said), _choice(reader, ref))


def voted(reader: Reader, ref: str, team: str, keep_open: bool) -> Message:
    said = text(reader, "closing_voted", team=team, keep_open=keep_open)
    return message(said, *prose(said), _choice(reader, ref))


def _choice(reader: Reader, ref: str) -> Block:
    return actions(
        button(label(reader, "closing.keep"), "closing.keep", ref),
        button(label(reader, "closing.archive"), "closing.archive", ref),
    )


def done(reader: Reader, title: str, keep_open: bool) -> Message:
    return message(text(reader, "closing_done", title=title, keep_open=keep_open))


def closed(*, reader: Reader, title: str, teams: list[str], keep_open: bool) -> Message:
    return message(text(reader, "workspace_closed", title=title, teams=teams, keep_open=keep_open))
