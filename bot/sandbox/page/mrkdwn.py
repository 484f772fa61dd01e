"""Slack's markup as HTML: what it means is marked up, everything else is escaped."""

import re
from collections.abc import Callable
from html import unescape
from itertools import groupby

from markupsafe import Markup, escape

from bot.sandbox.page.dates import told
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.reader import Reader

FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<control>(?:[@#!]|\w+:)[^<>\n]+)>"
    r"|(?<![\w*])\*(?=\S)(?P<strong>[^*\n]+)(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=\S)(?P<em>(?:[^_\n]|(?<=\w)_(?=\w))+)(?<=\S)_(?!\w)"
    r"|(?<![\w~])~(?=\S)(?P<s>[^~\n]+)(?<=\S)~(?![\w~])"
    r"|:(?P<emoji>[a-z0-9_+'-]+):"
)
LINES = (
    ("quote", re.compile(r"(?:&gt;|>)\s?(.*)")),
    ("bullets", re.compile(r"\s*[•◦\-*]\s+(.*)")),
    ("numbers", re.compile(r"\s*\d{1,3}[.)]\s+(.*)")),
)
SAFE = ("http://", "https://", "mailto:", "tel:")
BROADCASTS = {"here": "@here", "channel": "@channel", "everyone": "@everyone"}
MARKDOWN = (
    (re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE), r"*\1*"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"*\2*"),
    (re.compile(r"~~(.+?)~~"), r"~\1~"),
    (re.compile(r"!?\[([^\]]+)\]\(([^)\s]+)\)"), r"<\2|\1>"),
)


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Paragraphs, quotes, lists and preformatted text."""
    parts = FENCE.split(text)
    return Markup("").join(
        Markup("<pre>%s</pre>") % unescape(part) if number % 2 else _lines(part, reader)
        for number, part in enumerate(parts)
    )


def markdown(text: str, reader: Reader) -> Markup:
    """What common Markdown shares with Slack's markup."""
    for pattern, replacement in MARKDOWN:
        text = pattern.sub(replacement, text)
    return mrkdwn(text, reader)


def plain(text: str, *, with_emoji: bool = True) -> Markup:
    """A `plain_text` object: words, line breaks and emoji only."""
    words = re.sub(r":([a-z0-9_+'-]+):", lambda found: emoji(found[1]), text) if with_emoji else text
    return Markup("<br>").join(unescape(line) for line in words.split("\n"))


def inline(text: str, reader: Reader) -> Markup:
    parts, end = [], 0
    for found in INLINE.finditer(text):
        parts += [_words(text[end : found.start()]), _marked(found, reader)]
        end = found.end()
    return Markup("").join([*parts, _words(text[end:])])


def snippet(text: str, reader: Reader, most: int = 90) -> str:
    """The first words, without marks."""
    words = " ".join(Markup(str(mrkdwn(text, reader)).replace("<", " <")).striptags().split())  # noqa: S704 - escaped
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]}…"


def link(url: str, words: Markup | str) -> Markup:
    """Only where it leads to the web, to mail or to a telephone."""
    if not url.lower().startswith(SAFE):
        return escape(words)
    return Markup('<a href="%s" target="_blank" rel="noopener noreferrer">%s</a>') % (url, words)


def person(user_id: str, reader: Reader) -> Markup:
    own = " own" if user_id == reader.user.id else ""
    return Markup('<span class="mention%s">@%s</span>') % (own, reader.person(user_id))


def channel(channel_id: str, reader: Reader) -> Markup:
    found = reader.channel(channel_id)
    if found is None:
        return Markup('<span class="mention">a private channel</span>')
    if reader.user.id not in found.members:
        return Markup('<span class="mention">#%s</span>') % found.name
    return Markup('<a class="mention" href="%s">#%s</a>') % (reader.address(found.id), reader.title(found))


def _lines(text: str, reader: Reader) -> Markup:
    lines = [_kind(line) for line in text.strip("\n").split("\n")] if text.strip() else []
    groups = groupby(lines, key=lambda pair: pair[0])
    return Markup("").join(WRITERS[kind]([inline(words, reader) for _, words in group]) for kind, group in groups)


def _kind(line: str) -> tuple[str, str]:
    for kind, pattern in LINES:
        if found := pattern.fullmatch(line):
            return kind, found[1]
    return ("words", line) if line.strip() else ("nothing", "")


def _list(name: str) -> Callable[[list[Markup]], Markup]:
    return lambda items: (
        Markup(f"<{name}>") + Markup("").join(Markup("<li>%s</li>") % item for item in items) + Markup(f"</{name}>")  # noqa: S704 - the name is ours
    )


WRITERS: dict[str, Callable[[list[Markup]], Markup]] = {
    "words": lambda lines: Markup("<p>%s</p>") % Markup("<br>").join(lines),
    "quote": lambda lines: Markup("<blockquote>%s</blockquote>") % Markup("<br>").join(lines),
    "bullets": _list("ul"),
    "numbers": _list("ol"),
    "nothing": lambda _lines: Markup(""),
}


def _marked(found: re.Match[str], reader: Reader) -> Markup:
    kind, words = next((name, value) for name, value in found.groupdict().items() if value is not None)
    if kind == "code":
        return Markup("<code>%s</code>") % unescape(words)
    if kind == "control":
        return _control(words, reader)
    if kind == "emoji":
        return escape(emoji(words))
    return Markup(f"<{kind}>%s</{kind}>") % inline(words, reader)  # noqa: S704 - the name is one of ours


def _control(words: str, reader: Reader) -> Markup:
    """What stands between `<` and `>`."""
    target, _, label = words.partition("|")
    match target[:1]:
        case "@":
            return person(target[1:], reader)
        case "#":
            return channel(target[1:], reader)
        case "!":
            return _special(target[1:], label, reader)
    return link(unescape(target), _words(label or target.removeprefix("mailto:")))


def _special(target: str, label: str, reader: Reader) -> Markup:
    if not target.startswith("date^"):
        return Markup('<span class="mention">%s</span>') % (BROADCASTS.get(target) or label or f"@{target}")
    _, seconds, template, *url = [*target.split("^", 3), ""]
    if not re.fullmatch(r"\d{1,11}", seconds):
        return _words(label)
    moment = Markup('<time datetime="%s">%s</time>') % (
        reader.local(seconds).isoformat(),
        told(seconds, unescape(template), reader),
    )
    return link(unescape(url[0]), moment) if url[0] else moment


def _words(text: str) -> Markup:
    return escape(unescape(text))


def text_object(item: dict[str, str], reader: Reader) -> Markup:
    if item.get("type") == "plain_text":
        return plain(item["text"], with_emoji=bool(item.get("emoji", True)))
    return mrkdwn(item["text"], reader)
