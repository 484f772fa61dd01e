"""A pack for a team's ministry: its preview, what is left out, the words of it, and the page to hand on."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages import times
from bot.messages.blocks import Block, Message, View, actions, button, message, modal, option, plain, prose
from bot.messages.reader import FALLBACK, Reader
from bot.messages.texts import environment, label, text

Parts = Sequence[tuple[str, list[str]]]


def _named(reader: Reader, parts: Parts) -> list[tuple[str, list[str]]]:
    return [(label(reader, f"pack.{section}"), texts) for section, texts in parts]


def preview(reader: Reader, pack: int, left_out: int, parts: Parts, **facts: object) -> Message:
    """`facts` are `team`, `organisation`, `edition`, `day`."""
    said = text(reader, "pack_preview", parts=_named(reader, parts), left_out=left_out, **facts)
    buttons = actions(
        button(label(reader, "pack.approve"), "pack.approve", str(pack), style="primary"),
        button(label(reader, "pack.strike"), "pack.strike", str(pack)),
    )
    return message(said, *prose(said), buttons)


def empty(reader: Reader) -> Message:
    return message(text(reader, "pack_empty"))


def strike_form(reader: Reader, pack: int, items: Sequence[Sequence[str]], struck: Sequence[str]) -> View:
    """Of each item its key, section and text."""
    options = [
        option(_short(f"{label(reader, f'pack.{section}')}: {words}"), key) for key, section, words in items[:100]
    ]
    element: Block = {"type": "multi_static_select", "action_id": "struck", "options": options}
    chosen = [item for item in options if item["value"] in struck]
    element |= {"initial_options": chosen} if chosen else {}
    title_ = plain(label(reader, "pack.struck"))
    field: Block = {"type": "input", "block_id": "struck", "label": title_, "element": element, "optional": True}
    title, submit = label(reader, "pack.strike_title"), label(reader, "common.send")
    close = label(reader, "common.cancel")
    return modal(title, "pack.strike", [field], submit=submit, close=close, data=str(pack))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 75 else f"{line[:74]}…"


def approved(reader: Reader) -> Message:
    return message(text(reader, "pack_approved"))


def ready(*, reader: Reader, parts: Parts, **facts: object) -> Message:
    """The whole of it as text, so that a mail is enough."""
    said = text(reader, "pack_ready", parts=_named(reader, parts), **facts)
    return message(said, *prose(said))


def page(*, reader: Reader, day: datetime, parts: Parts, **facts: object) -> str:
    """One HTML file that needs nothing else, for the screen and for paper; every text is escaped."""
    template = environment(FALLBACK).get_template("pack_page.html.j2")
    return template.render(day=times.day(day, reader), year=day.year, parts=_named(reader, parts), **facts)
