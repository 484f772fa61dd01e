"""Insights: the form, the question to each team concerned, what was found, and what was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    message,
    modal,
    option,
    prose,
    section,
    select,
    several,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, text

LEVELS = ("edition, no names", "edition, named", "public")
SHOWN = 10


@dataclass(frozen=True)
class Draft:
    """What the form starts with."""

    text: str = ""
    mark: str = ""
    hints: tuple[str, ...] = ()
    """Words that may tell whose it is: the form warns of them, and sent again it goes on."""
    team: str = ""
    sharing: str = LEVELS[0]
    concerned: tuple[str, ...] = ()


def form(reader: Reader, teams: list[tuple[int, str]], others: list[tuple[int, str]], draft: Draft) -> View:
    """`(id, name)` of those for whom the reader may propose, and of the others, whom it may concern."""
    whose = [option(name[:75], str(team)) for team, name in teams]
    levels = [option(level(reader, value), value) for value in LEVELS]
    hint = label(reader, "insight.hint")
    first = draft.team or (str(teams[0][0]) if len(teams) == 1 else None)
    fields = prose(text(reader, "insight_hints", hints=draft.hints)) if draft.hints else []
    fields += [
        select("team", label(reader, "insight.team"), whose, initial=first),
        text_input("text", label(reader, "insight.text"), initial=draft.text, multiline=True, hint=hint),
        select("sharing", label(reader, "insight.sharing"), levels, initial=draft.sharing, kind="radio_buttons"),
        *_concerned(reader, others, draft),
    ]
    data = "|".join([draft.mark, *draft.hints])[:3000]
    title, close = label(reader, "insight.title"), label(reader, "common.cancel")
    return modal(title, "insight.propose", fields, submit=label(reader, "common.send"), close=close, data=data)


def _concerned(reader: Reader, others: list[tuple[int, str]], draft: Draft) -> list[Block]:
    options = [option(name[:75], str(team)) for team, name in others[:100]]
    if not options:
        return []
    words, hint = label(reader, "insight.concerned"), label(reader, "insight.concerned_hint")
    chosen = [item for item in options if item["value"] in draft.concerned]
    return [several("concerned", words, options, initial=chosen, hint=hint)]


def level(reader: Reader, sharing: str) -> str:
    return label(reader, f"insight.sharing_{sharing.replace(', ', '_').replace(' ', '_')}")


def proposed(reader: Reader, insight: int, released: bool, asked: list[str]) -> Message:
    return message(text(reader, "insight_proposed", insight=insight, released=released, asked=asked))


def asked(*, reader: Reader, ref: str, author: str, team: str, words: str, sharing: str, hints: list[str]) -> Message:
    """`ref` is `insight.team`; `hints` are words that may tell who wrote it."""
    who = level(reader, sharing)
    said = text(reader, "insight_asked", author=author, team=team, words=words, level=who, hints=hints)
    return message(said, *prose(said), _choice(reader, ref))


def _choice(reader: Reader, ref: str) -> Block:
    return actions(
        button(label(reader, "insight.allow"), "insight.allow", ref, style="primary"),
        button(label(reader, "insight.wish"), "insight.wish", ref),
        button(label(reader, "insight.keep"), "insight.keep", ref),
    )


def answered(reader: Reader, insight: int, words: str, state: str, allowed: bool) -> Message:
    """In place of the question. What was allowed can be taken back."""
    said = text(reader, "insight_answered", insight=insight, words=words, state=state, allowed=allowed)
    retract = button(label(reader, "insight.retract"), "insight.retract", str(insight))
    return message(said, *prose(said), *([actions(retract)] if allowed else []))


def retracted(reader: Reader, insight: int) -> Message:
    return message(text(reader, "insight_retracted", insight=insight))


def marked(*, reader: Reader, mark: int, room: str, written: datetime, post: bool) -> Message:
    """`post`: it is a post of the bot with the words of the reader's team."""
    said = text(reader, "insight_marked", room=room, written=written, post=post)
    buttons = actions(
        button(label(reader, "insight.allow"), "insight.write", str(mark), style="primary"),
        button(label(reader, "insight.keep"), "insight.unmark", str(mark)),
    )
    return message(said, *prose(said), buttons)


def marking(reader: Reader, emoji: str) -> Message:
    return message(text(reader, "insight_marking", emoji=emoji))


def unmarked(reader: Reader) -> Message:
    return message(text(reader, "insight_unmarked"))


def asking(reader: Reader) -> Message:
    return message(text(reader, "insight_asking"))


def waiting(reader: Reader, rows: Sequence[Any]) -> Message:
    """Of each row `id`, `text`, `sharing`, `teams`; with buttons where `team_id`, the reader's own, is asked."""
    said = text(reader, "insight_waiting", rows=rows[:SHOWN], more=max(len(rows) - SHOWN, 0))
    blocks: list[Block] = []
    for row in rows[:SHOWN]:
        words = text(reader, "insight_waiting_row", row=row, level=level(reader, str(row.sharing)))
        blocks.append(section(words))
        if row.team_id:
            blocks.append(_choice(reader, f"{row.id}.{row.team_id}") | {"block_id": f"insight-{row.id}-{row.team_id}"})
    return message(said, *(blocks or prose(said)))


def wish_form(reader: Reader, ref: str) -> View:
    fields = [text_input("wish", label(reader, "insight.wish_text"), multiline=True)]
    title, close = label(reader, "insight.wish"), label(reader, "common.cancel")
    return modal(title, "insight.wish", fields, submit=label(reader, "common.send"), close=close, data=ref)


def wishing(reader: Reader) -> Message:
    return message(text(reader, "insight_wishing"))


def wished(*, reader: Reader, insight: int, team: str, wish: str, words: str) -> Message:
    said = text(reader, "insight_wished", team=team, wish=wish, words=words)
    change = button(label(reader, "insight.change"), "insight.change", str(insight), style="primary")
    return message(said, *prose(said), actions(change))


def change_form(reader: Reader, insight: int, words: str) -> View:
    hint = label(reader, "insight.hint")
    fields = [text_input("text", label(reader, "insight.text"), initial=words, multiline=True, hint=hint)]
    title, close = label(reader, "insight.change"), label(reader, "common.cancel")
    return modal(title, "insight.change", fields, submit=label(reader, "common.send"), close=close, data=str(insight))


def changed(reader: Reader) -> Message:
    return message(text(reader, "insight_changed"))


def corrected(*, reader: Reader) -> Message:
    """Under the post in which it stood; it repeats nothing of it."""
    return message(text(reader, "insight_corrected"))
