"""Announcements: the form, the preview, what people get, and the correction."""

from typing import Any

from bot.messages import times
from bot.messages.blocks import (
    Message,
    View,
    actions,
    button,
    context,
    message,
    modal,
    prose,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def form(reader: Reader, audience: str) -> View:
    field = text_input("text", label(reader, "announce.text"), multiline=True, hint=label(reader, "announce.hint"))
    title, submit = label(reader, "announce.title"), label(reader, "announce.preview")
    close = label(reader, "common.cancel")
    return modal(title, "announce.draft", [field], submit=submit, close=close, data=audience)


def preview(reader: Reader, announcement: int, audience: str, words: str, outlook: Any) -> View:
    """Nothing has been sent; `outlook` says who would get it and when."""
    value = str(announcement)
    blocks = [
        *prose(_outlook(reader, audience, outlook, sent=False)),
        *prose(text(reader, "announce_message", words=words)),
        actions(
            button(label(reader, "announce.send"), "announce.send", value, style="primary"),
            button(label(reader, "announce.trial"), "announce.trial", value),
        ),
    ]
    return modal(label(reader, "announce.title"), "announce.preview", blocks, submit=None, close=_close(reader))


def _outlook(reader: Reader, audience: str, outlook: Any, *, sent: bool) -> str:
    hours = [times.moment(instant, Reader(reader.locale, zone)) for zone, instant in outlook.examples]
    return text(reader, "announce_outlook", audience=audience, outlook=outlook, hours=hours, sent=sent)


def _close(reader: Reader) -> str:
    return label(reader, "common.close")


def notice(reader: Reader, trial: bool, fresh: bool) -> View:
    """After a button of the preview."""
    words = text(reader, "announce_notice", trial=trial, fresh=fresh)
    return modal(label(reader, "announce.title"), "announce.done", prose(words), submit=None, close=_close(reader))


def announced(*, reader: Reader, words: str) -> Message:
    said = text(reader, "announce_message", words=words)
    return message(said, *prose(said))


def receipt(*, reader: Reader, announcement: int, audience: str, words: str, outlook: Any) -> Message:
    said = _outlook(reader, audience, outlook, sent=True)
    quoted = text(reader, "announce_message", words=words)
    correct = actions(button(label(reader, "announce.correct"), "announce.correct", str(announcement)))
    return message(f"{said}\n\n{quoted}", *prose(said), *prose(quoted), correct)


def correction_form(reader: Reader, announcement: int, words: str) -> View:
    fields = [
        text_input("changed", label(reader, "announce.changed"), hint=label(reader, "announce.changed_hint")),
        text_input("text", label(reader, "announce.corrected"), initial=words, multiline=True),
    ]
    title, submit = label(reader, "announce.correct"), label(reader, "common.send")
    close = label(reader, "common.cancel")
    return modal(title, "announce.correct", fields, submit=submit, close=close, data=str(announcement))


def corrected(*, reader: Reader, changed: str, words: str) -> Message:
    said = text(reader, "announce_correction", changed=changed)
    whole = text(reader, "announce_message", words=words)
    return message(f"{said}\n\n{whole}", *prose(said), *prose(whole), context(text(reader, "announce_stands")))


def correcting(reader: Reader, count: int) -> Message:
    return message(text(reader, "announce_correcting", count=count))
