"""Digests: the cohort's week, a workspace's loop, and what a facilitator sees before they go out."""

from collections.abc import Sequence
from typing import Any

from bot.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    divider,
    message,
    modal,
    prose,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, sections, text

MOST = 8
"""Entries of one sort in one digest; how many more there are is said."""


def cohort(
    *,
    reader: Reader,
    opening: str,
    sessions: Sequence[Any],
    insights: Sequence[Any],
    thanks: Sequence[Any],
    gone: bool,
) -> Message:
    """Sessions have `title`, `minutes`, `sittings`; insights `id`, `text`, `team`; thanks `giver`, `team`, `text`.

    `gone`: something that stood in it is shown no longer, or not now.
    """
    head = sections(reader, "digest_cohort", opening=opening, sessions=sessions, gone=gone)
    lines = [(row.id, text(reader, "digest_insight", insight=row)) for row in insights[:MOST]]
    more = max(len(insights) - MOST, 0)
    learned = [text(reader, "digest_learned", more=0), *(line for _, line in lines)] if lines else []
    rest = [text(reader, "digest_learned", more=more)] if more else []
    thanked = [text(reader, "digest_thanks", thanks=thanks[:MOST])] if thanks else []
    said = "\n\n".join([*head, *learned, *rest, *thanked])
    blocks = _paragraphs(head + learned[:1])
    for number, line in lines:
        blocks += [*prose(line), _about(reader, number)]
    return message(said, *blocks, *_paragraphs(rest + thanked), _ways_in(reader))


def _about(reader: Reader, insight: int) -> Block:
    used = button(label(reader, "insight.used"), f"insight.used:{insight}", str(insight))
    meant = button(label(reader, "insight.meant"), f"insight.meant:{insight}", str(insight))
    return actions(used, meant) | {"block_id": f"insight-{insight}"}


def _ways_in(reader: Reader) -> Block:
    return actions(
        button(label(reader, "ask.new"), "ask.new"),
        button(label(reader, "ask.open"), "ask.open"),
        button(label(reader, "insight.title"), "insight.open"),
        button(label(reader, "thanks.title"), "thanks.open"),
        button(label(reader, "advice.ask"), "advice.ask"),
        button(label(reader, "insight.find"), "search.open"),
    )


def workspace(
    *, reader: Reader, loop: int, outcomes: Sequence[Any], silent: Sequence[str], opening: str, card: Any
) -> Message:
    """The learning card of a loop. Outcomes have `team`, `result`, `learned`, `next_step`, `next_on`."""
    about = {"outcomes": outcomes, "silent": silent, "opening": opening, "card": card}
    parts = sections(reader, "digest_workspace", loop=loop, **about)
    edit = button(label(reader, "loop.card"), "loop.card", card.room)
    thank = button(label(reader, "thanks.title"), "thanks.open")
    return message("\n\n".join(parts), *_paragraphs(parts), actions(edit, thank))


def _paragraphs(parts: list[str]) -> list[Block]:
    return [block for part in parts for block in prose(part)]


def previewed(reader: Reader, letters: list[Message]) -> Message:
    """What would be posted now, one after the other."""
    note = text(reader, "digest_previewed", empty=not letters)
    blocks = [block for letter in letters for block in (divider(), *letter["blocks"]) if block["type"] != "actions"]
    return message("\n\n".join([note, *(letter["text"] for letter in letters)]), context(note), *blocks)


def posted(reader: Reader, found: bool, new: int) -> Message:
    return message(text(reader, "digest_posted", found=found, new=new))


def opening_form(reader: Reader, which: str, opening: str) -> View:
    hint = label(reader, "digest.opening_hint")
    field = text_input(
        "opening", label(reader, "digest.opening"), initial=opening, multiline=True, optional=True, hint=hint
    )
    title, submit = label(reader, "digest.opening_title"), label(reader, "common.send")
    return modal(title, "digest.edit", [field], submit=submit, close=label(reader, "common.cancel"), data=which)


def edited(reader: Reader, which: str) -> Message:
    return message(text(reader, "digest_edited", which=which))
