"""The facilitators' Monday: each thing that wants a person, with the one action in words."""

from typing import Any

from bot.messages.blocks import Message, divider, message, prose
from bot.messages.kinds import kind_name
from bot.messages.reader import Reader
from bot.messages.texts import sections

MOST = 12


def board(*, reader: Reader, board: Any, opening: str = "") -> Message:
    """`board` has `loop`, `due`, `late`, `quiet`, `signals`, `rooms`, `undelivered` and `calm`."""
    lost = [(kind_name(reader, row.kind), row.to, row.reason) for row in board.undelivered]
    parts = sections(reader, "monday_board", board=board, opening=opening, lost=lost, most=MOST)
    blocks = [block for part in parts for block in prose(part)]
    return message("\n\n".join(parts), blocks[0], *([divider()] if len(blocks) > 1 else []), *blocks[1:])
