"""A message as an e-mail: the same words, without Slack's marks."""

import html
import re
from typing import Any

LINK = re.compile(r"<(https?://[^|>]+)\|([^>]+)>")
DATE = re.compile(r"<!date\^[^|>]*\|([^>]+)>")
MARKS = re.compile(r"(?<!\w)[*_~](\S(?:[^*_~\n]*\S)?)[*_~](?!\w)")


def plain_text(payload: dict[str, Any]) -> tuple[str, str]:
    """`(subject, body)`: the first line, and the whole."""
    text = DATE.sub(r"\1", LINK.sub(r"\2 (\1)", payload["text"]))
    body = html.unescape(MARKS.sub(r"\1", text))
    return body.strip().splitlines()[0][:200], body + "\n"
