"""Blocks as HTML: one macro a kind, and what each needs to know of who looks and where."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_environment
from markupsafe import Markup

from bot.sandbox.page import fields, mrkdwn, reader, rich_text
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.reader import Reader, Where

Json = dict[str, Any]
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Surface:
    """What blocks stand on: `kind` is `message`, `modal` or `home`; `ts` is the message's."""

    kind: str
    where: Where
    reader: Reader
    channel: str = ""
    ts: str = ""
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def field(self, block: Json, element: Json) -> fields.Field:
        return fields.field(block, element, self.reader, self.values)

    @property
    def prefix(self) -> str:
        """Keeps ids apart where the same field is on the page twice."""
        return f"{self.kind}-{self.ts.replace('.', '-')}-" if self.ts else f"{self.kind}-"


@pass_environment
def blocks(jinja: Environment, given: list[Json], surface: Surface) -> Markup:
    module: Any = jinja.get_template("blocks.html").module
    return Markup("").join(module.block(item, surface) for item in given)


def environment() -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "blocks": blocks,
        "mrkdwn": mrkdwn.mrkdwn,
        "inline": mrkdwn.inline,
        "markdown": mrkdwn.markdown,
        "text_object": mrkdwn.text_object,
        "rich_text": rich_text.rich_text,
        "snippet": mrkdwn.snippet,
        "emoji": emoji,
        "clock": reader.clock,
        "day": reader.day,
        "instant": reader.instant,
        "initials": reader.initials,
        "hue": reader.hue,
    }
    jinja.filters |= filters
    return jinja
