"""Lineage: what a team did with an insight of another, and the question whether one was meant to be shared."""

from typing import Any

from bot.messages.blocks import Message, View, actions, button, message, modal, option, prose, select, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text

HOW = ("adopted", "adapted", "decided against")
LEVELS = ("edition, no names", "edition, named", "public")


def form(reader: Reader, insight: int, teams: list[tuple[int, str]]) -> View:
    """`teams` are `(id, name)`: the reader's own."""
    whose = [option(name[:75], str(team)) for team, name in teams]
    ways = [option(label(reader, f"insight.how_{how.replace(' ', '_')}"), how) for how in HOW]
    levels = [option(label(reader, f"insight.sharing_{_key(level)}"), level) for level in LEVELS]
    fields = [
        select("team", label(reader, "insight.team"), whose, initial=str(teams[0][0])),
        select("how", label(reader, "insight.how"), ways, initial=HOW[0], kind="radio_buttons"),
        text_input("line", label(reader, "insight.line"), optional=True),
        select("sharing", label(reader, "insight.sharing"), levels, initial=LEVELS[1], kind="radio_buttons"),
    ]
    title, close = label(reader, "insight.used_title"), label(reader, "common.cancel")
    return modal(title, "insight.used", fields, submit=label(reader, "common.send"), close=close, data=str(insight))


def _key(level: str) -> str:
    return level.replace(", ", "_").replace(" ", "_")


def noted(reader: Reader) -> Message:
    return message(text(reader, "lineage_noted"))


def reused(*, reader: Reader, words: str, used: Any) -> Message:
    """`used` has `team` (empty where it is not named), `how` and `line`."""
    return message(text(reader, "lineage_reused", words=words, used=used))


def recalled(*, reader: Reader, number: int, how: str, line: str) -> Message:
    return message(text(reader, "lineage_recalled", number=number, how=how, line=line))


def hidden(reader: Reader, asked: str) -> Message:
    """`asked` is who looks at it; empty where it is the facilitators together."""
    return message(text(reader, "lineage_hidden", asked=asked))


def questioned(*, reader: Reader, insight: int, words: str) -> Message:
    said = text(reader, "lineage_questioned", insight=insight, words=words)
    buttons = actions(
        button(label(reader, "insight.show"), "insight.show", str(insight)),
        button(label(reader, "insight.retract"), "insight.retract", str(insight)),
    )
    return message(said, *prose(said), buttons)


def shown(reader: Reader, insight: int) -> Message:
    return message(text(reader, "lineage_shown", insight=insight))
