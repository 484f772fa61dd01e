"""Notes from a facilitator: the draft to edit, and what its reader gets."""

from bot.messages.blocks import Message, View, message, modal, prose, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def form(reader: Reader, *, about: str, kind: str, team: str, to: str) -> View:
    """`about` is the team's id, and the signal's where there is one."""
    field = text_input("text", label(reader, "note.text"), initial=drafted(reader, kind), multiline=True)
    said = prose(text(reader, "note_form", team=team, to=to, kind=kind))
    close, send = label(reader, "common.cancel"), label(reader, "common.send")
    return modal(label(reader, "note.title"), "note.write", [*said, field], submit=send, close=close, data=about)


def drafted(reader: Reader, kind: str) -> str:
    return text(reader, "signal_draft", kind=kind)


def sent(reader: Reader, to: str) -> Message:
    return message(text(reader, "note_sent", to=to))


def written(*, reader: Reader, by: str, user: str | None, email: str, words: str) -> Message:
    return message(text(reader, "note_written", by=by, user=user, email=email, words=words))
