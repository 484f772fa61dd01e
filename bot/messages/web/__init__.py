"""Pages for whoever has no Slack: a message or a modal as HTML, which works without scripts."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from bot.messages.reader import Reader
from bot.messages.texts import label

Block = dict[str, Any]
FOLDER = Path(__file__).parent
KINDS = {"datepicker": "date", "timepicker": "time", "number_input": "number", "email_text_input": "email"}
MARK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])")
QUOTE = "&gt; "


def form(
    reader: Reader,
    view: Mapping[str, Any],
    *,
    action: str,
    token: str,
    wrong: Mapping[str, str] | None = None,
    given: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """A modal. `given` is what was sent before, where something in it is wrong; else its own start values."""
    blocks = view["blocks"]
    submit = view["submit"]["text"] if view.get("submit") else ""
    return _page(
        reader,
        title=view["title"]["text"],
        blocks=blocks,
        values=given if given is not None else initial(blocks),
        wrong=wrong or {},
        submit=submit,
        token=token,
        action=action,
    )


def said(reader: Reader, message: Mapping[str, Any], *, action: str, token: str) -> str:
    """A message, with its buttons."""
    title = label(reader, "common.notice")
    return _page(
        reader, title=title, blocks=message["blocks"], values={}, wrong={}, submit="", token=token, action=action
    )


def presses(blocks: Sequence[Block]) -> list[tuple[str, str, str]]:
    """Every button, in the order of the page, as `(label, action, value)`; each choice of an overflow is one."""
    return [press for block in blocks for part in _pressable(block) for press in _presses(part)]


def _pressable(block: Block) -> list[Block]:
    elements: list[Block] = block.get("elements", []) if block["type"] == "actions" else []
    return [*elements, *([block["accessory"]] if block.get("accessory") else [])]


def _presses(part: Block) -> list[tuple[str, str, str]]:
    if part["type"] == "overflow":
        return [(item["text"]["text"], part["action_id"], item["value"]) for item in part["options"]]
    if part["type"] != "button" or part.get("url"):
        return []
    return [(part["text"]["text"], part["action_id"], part.get("value", ""))]


def initial(blocks: Sequence[Block]) -> dict[str, list[str]]:
    return {block["block_id"]: _initial(block["element"]) for block in blocks if block["type"] == "input"}


def _initial(element: Block) -> list[str]:
    if element.get("initial_option"):
        return [element["initial_option"]["value"]]
    if element.get("initial_options"):
        return [item["value"] for item in element["initial_options"]]
    names = ("initial_value", "initial_date", "initial_time")
    return [str(element[name]) for name in names if element.get(name)]


def _page(reader: Reader, **context: Any) -> str:
    numbers = {press: number for number, press in enumerate(presses(context["blocks"]))}

    def pressed(part: Block) -> Markup:
        return Markup("").join(_button(words, numbers[words, action, value]) for words, action, value in _presses(part))

    words = {name: label(reader, f"web.{name}") for name in ("wrong", "optional", "choose", "foot")}
    css = Markup((FOLDER / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    template = _environment().get_template("page.html.j2")
    return template.render(reader=reader, words=words, css=css, pressed=pressed, kinds=KINDS, **context)


def _button(words: str, number: int) -> Markup:
    return Markup('<button type="submit" name="press" value="{}" formnovalidate>{}</button>').format(number, words)


def shown(text: Mapping[str, str]) -> Markup:
    """A text object. Slack's marks become HTML; whatever else it holds is escaped."""
    if text["type"] == "plain_text":
        return escape(text["text"])
    lines = [_line(line) for line in text["text"].split("\n")]
    return Markup("").join(lines)


def _line(line: str) -> Markup:
    wrap = "<blockquote>{}</blockquote>" if line.startswith(QUOTE) else "<p>{}</p>"
    parts = MARK.split(line.removeprefix(QUOTE))
    words = [_words(part) for part in parts[::3]]
    marks = [*(_mark(*pair) for pair in zip(parts[1::3], parts[2::3], strict=True)), Markup("")]
    inside = Markup("").join(piece for pair in zip(words, marks, strict=True) for piece in pair)
    return Markup(wrap).format(inside) if inside.strip() else Markup("")  # noqa: S704 - one of the two above


def _words(text: str) -> Markup:
    return Markup(BOLD.sub(r"<strong>\1</strong>", str(escape(unescape(text)))))  # noqa: S704 - escaped before


def _mark(target: str, words: str | None) -> Markup:
    """A link, or the words that stand for a date, a person or a channel."""
    if target.startswith(("https://", "http://")):
        link = Markup('<a href="{}" rel="noopener noreferrer">{}</a>')
        return link.format(unescape(target), unescape(words or target))
    return escape(unescape(words or ""))


@cache
def _environment() -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {"shown": shown, "choices": choices}
    return jinja


def choices(element: Block) -> list[Block]:
    grouped = [item for group in element.get("option_groups", ()) for item in group["options"]]
    return [*element.get("options", ()), *grouped]
