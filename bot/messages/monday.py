"""The facilitators' Monday: each thing that wants a person, with the one button for it and a draft behind."""

from collections.abc import Sequence
from typing import Any

from bot.messages.blocks import Block, Message, button, divider, message, prose, section
from bot.messages.kinds import kind_name
from bot.messages.reader import Reader
from bot.messages.texts import label, text

IN_MESSAGE, AT_HOME = 4, 9
"""Lines of a group that have their own button; the others are named in one line."""
GROUPS = ("first", "asked", "late", "rooms", "undelivered", "overdue", "quiet")
NAMED = ("away", "due")
"""Groups in which there is nothing to do."""


def board(*, reader: Reader, board: Any, opening: str = "") -> Message:
    """`board` has `loop`, `calm` and a list for each group."""
    parts = _parts(reader, board, opening, IN_MESSAGE)
    return message("\n".join(words for words, _ in parts), *(block for _, blocks in parts for block in blocks))


def at_home(reader: Reader, board: Any) -> list[Block]:
    return [block for _, blocks in _parts(reader, board, "", AT_HOME) for block in blocks]


def _parts(reader: Reader, board: Any, opening: str, most: int) -> list[tuple[str, list[Block]]]:
    head = text(reader, "monday_board", board=board, opening=opening)
    parts = [(head, prose(head)), *([("", [divider()])] if not board.calm else [])]
    for group in GROUPS:
        parts += _group(reader, group, getattr(board, group), most)
    for group in NAMED:
        if rows := getattr(board, group):
            words = text(reader, "monday_named", group=group, rows=rows[:30], more=len(rows[30:]))
            parts.append((words, prose(words)))
    return parts


def _group(reader: Reader, group: str, rows: Sequence[Any], most: int) -> list[tuple[str, list[Block]]]:
    if not rows:
        return []
    head = text(reader, "monday_group", group=group, count=len(rows))
    shown = [_row(reader, group, row) for row in rows[:most]]
    rest = text(reader, "monday_rest", group=group, rows=rows[most:]) if rows[most:] else ""
    return [(head, prose(head)), *shown, *([(rest, prose(rest))] if rest else [])]


def _row(reader: Reader, group: str, row: Any) -> tuple[str, list[Block]]:
    kind = kind_name(reader, row.kind) if group == "undelivered" else ""
    words = text(reader, "monday_row", group=group, row=row, kind=kind)
    return words, [section(words, _act(reader, group, row))]


def _act(reader: Reader, group: str, row: Any) -> Block | None:
    """The one thing to do."""
    if group == "first":
        return button(label(reader, "monday.write"), f"note.signal:{row.id}", str(row.id))
    if group == "rooms":
        return button(label(reader, "monday.repair"), "workspace.repair")
    if group == "undelivered":
        again = button(label(reader, "monday.again"), f"monday.again:{row.id}", row.id)
        return again if row.can_repeat else None
    if group == "asked":
        return button(label(reader, "monday.asks"), "ask.open")
    about = {"late": "late", "quiet": "quiet", "overdue": "commitments late"}[group]
    return button(label(reader, "monday.write"), f"note.team:{row.team_id}", f"{row.team_id} {about}")


def sent_again(reader: Reader, done: bool) -> Message:
    return message(text(reader, "monday_again", done=done))
