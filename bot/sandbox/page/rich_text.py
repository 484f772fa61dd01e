"""Rich text, Slack's structured kind of message, as HTML."""

from typing import Any

from markupsafe import Markup, escape

from bot.sandbox.page import mrkdwn
from bot.sandbox.page.dates import told
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.reader import Reader

Json = dict[str, Any]
STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code", "underline": "u"}
DEEPEST = 4


def rich_text(elements: list[Json], reader: Reader) -> Markup:
    return Markup("").join(_part(item, reader) for item in elements)


def _part(item: Json, reader: Reader) -> Markup:
    match item.get("type"):
        case "rich_text_list":
            return _list(item, reader)
        case "rich_text_quote":
            return Markup("<blockquote>%s</blockquote>") % _inside(item, reader)
        case "rich_text_preformatted":
            return Markup("<pre>%s</pre>") % _inside(item, reader, breaks=False)
        case _:
            return Markup("<p>%s</p>") % _inside(item, reader)


def _list(item: Json, reader: Reader) -> Markup:
    ordered = item.get("style") == "ordered"
    tag, first = ("ol", int(item.get("offset", 0)) + 1) if ordered else ("ul", 0)
    start = Markup(' start="%d"') % first if first > 1 else ""
    rows = Markup("").join(Markup("<li>%s</li>") % _inside(row, reader) for row in item["elements"])
    indent = min(int(item.get("indent", 0)), DEEPEST)
    return Markup('<%s class="indent-%d"%s>%s</%s>') % (Markup(tag), indent, start, rows, Markup(tag))  # noqa: S704


def _inside(item: Json, reader: Reader, *, breaks: bool = True) -> Markup:
    words = Markup("").join(_styled(part, reader) for part in item.get("elements", []))
    return Markup(words.strip("\n").replace("\n", Markup("<br>"))) if breaks else words  # noqa: S704 - escaped above


def _styled(part: Json, reader: Reader) -> Markup:
    words = _element(part, reader)
    for style, tag in STYLES.items():
        if (part.get("style") or {}).get(style):
            words = Markup("<%s>%s</%s>") % (Markup(tag), words, Markup(tag))  # noqa: S704 - one of ours
    return words


def _element(part: Json, reader: Reader) -> Markup:
    match part.get("type"):
        case "link":
            return mrkdwn.link(part["url"], part.get("text") or part["url"])
        case "emoji":
            return escape(emoji(part["name"]))
        case "user":
            return mrkdwn.person(part["user_id"], reader)
        case "channel":
            return mrkdwn.channel(part["channel_id"], reader)
        case "broadcast" | "usergroup":
            return Markup('<span class="mention">@%s</span>') % (part.get("range") or part.get("usergroup_id"))
        case "date":
            return escape(told(part["timestamp"], part.get("format", "{date_long} {time}"), reader))
        case "color":
            return Markup("<code>%s</code>") % str(part["value"])
        case _:
            return escape(str(part.get("text", "")))
