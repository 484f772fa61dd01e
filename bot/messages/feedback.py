"""Feedback: asked once, under a minute, with one honest sentence about who can read it."""

from typing import Any

from bot.messages.blocks import (
    Message,
    View,
    actions,
    button,
    context,
    message,
    modal,
    option,
    prose,
    select,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def ask(*, reader: Reader, session: int, title: str) -> Message:
    words = text(reader, "feedback_ask", title=title)
    return message(
        words,
        *prose(words),
        actions(button(label(reader, "feedback.answer"), "feedback.answer", str(session), "primary")),
    )


def form(reader: Reader, session: int) -> View:
    grades = [option(label(reader, f"feedback.useful_{grade}"), str(grade)) for grade in range(1, 6)]
    fields = [
        select("useful", label(reader, "feedback.useful"), grades),
        *(
            text_input(key, label(reader, f"feedback.{key}"), optional=True)
            for key in ("will_try", "contact", "change")
        ),
        context(text(reader, "feedback_note")),
    ]
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.cancel")}
    return modal(label(reader, "feedback.form"), "feedback.answer", fields, data=str(session), **names)


def thanks(reader: Reader) -> Message:
    return message(text(reader, "feedback_thanks"))


def again(reader: Reader) -> Message:
    return message(text(reader, "feedback_again"))


def results(reader: Reader, facts: dict[str, Any]) -> Message:
    return message(text(reader, "feedback_results", **facts))


def asked(reader: Reader, count: int) -> Message:
    return message(text(reader, "session_told", count=count))
