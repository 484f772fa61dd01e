"""Texts in the reader's language: a Jinja template per message, escaped for Slack and nothing else."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.messages import times
from bot.messages.reader import FALLBACK, Reader

FOLDER = Path(__file__).parent
BREAK = re.compile(r"^---$", re.MULTILINE)


def sections(reader: Reader, name: str, /, **context: Any) -> list[str]:
    """The paragraphs of `<locale>/<name>.md.j2`; a line of three dashes parts them.

    What is not translated is English throughout: a French weekday in an English sentence would help nobody.
    """
    locale = reader.locale if (FOLDER / reader.locale / f"{name}.md.j2").exists() else FALLBACK
    template = environment(locale).get_template(f"{name}.md.j2")
    text = template.render(reader=replace(reader, locale=locale), **context).replace("&#39;", "'").replace("&#34;", '"')
    return [part.strip() for part in BREAK.split(text) if part.strip()]


def text(reader: Reader, name: str, /, **context: Any) -> str:
    return "\n".join(sections(reader, name, **context))


def label(reader: Reader, key: str) -> str:
    """A short word for a button, a field or a heading: `[noun] key` in `<locale>/labels.toml`."""
    noun, _, rest = key.partition(".")
    found = _labels(reader.locale).get(noun, {}).get(rest) or _labels(FALLBACK)[noun][rest]
    return str(found)


@cache
def environment(locale: str) -> Environment:
    folders = [FOLDER / locale, FOLDER / FALLBACK]
    jinja = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "mention": lambda user: Markup("<@%s>") % user,
        "channel": lambda channel: Markup("<#%s>") % channel,
        "language": lambda code: str(Locale.parse(locale).languages.get(code, code)),
        "day": times.day,
        "clock": times.clock,
        "moment": times.moment,
        "place": times.place,
        "weekdays": times.weekdays,
        "everywhere": lambda instant: Markup("%s") % Markup(times.everywhere(instant)),  # noqa: S704 - made of a number
        "quote": lambda words: Markup("\n").join(Markup("&gt; ") + line for line in str(words).splitlines()),
    }
    return jinja


@cache
def _labels(locale: str) -> dict[str, dict[str, str]]:
    path = FOLDER / locale / "labels.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
