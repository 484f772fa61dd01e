"""The board and what is behind each of its rows, for the secretariat alone."""

from collections.abc import Sequence
from typing import Any

from bot.messages.blocks import Block, Message, View, actions, button, context, divider, message, modal, prose, section
from bot.messages.reader import Reader
from bot.messages.reviews import form, rubric
from bot.messages.reviews.places import country
from bot.messages.texts import label, text

ROWS = 20
SHOWN = 8
"""Of a balance, the largest shares; the others are counted."""


def board(reader: Reader, found: Any, page: int = 0) -> Message:
    kind, pages = str(found.kind), max(-(-len(found.lines) // ROWS), 1)
    page = min(max(page, 0), pages - 1)
    lines = found.lines[page * ROWS : (page + 1) * ROWS]
    head = text(reader, "call_board", kind=kind, counts=found.counts, page=page + 1, pages=pages, places=found.places)
    shares = _balance(reader, found.balance)
    rows = [_row(reader, line) for line in lines]
    read = label(reader, "review.read")
    blocks = [
        section(words, button(read, "call.read", str(it.submission_id))) for words, it in zip(rows, lines, strict=True)
    ]
    more = [button(label(reader, "review.read_on"), "call.board", f"{kind}.{page + 1}")] if page + 1 < pages else []
    turning = [actions(*more)] if more else []
    whole = "\n".join([head, *rows, shares])
    return message(whole, *prose(head), *blocks, *([context(shares)] if shares else []), *turning)


def _row(reader: Reader, line: Any) -> str:
    tally = line.tally
    return text(
        reader,
        "call_board_row",
        line=line,
        tally=tally,
        apart=rubric.names(reader, tally.apart),
        below=rubric.names(reader, tally.below),
    )


def _balance(reader: Reader, balance: Any) -> str:
    named = {name: [(_share(reader, name, it.name), it) for it in shares] for name, shares in balance.items()}
    return text(reader, "call_balance", balance=named, shown=SHOWN)


def _share(reader: Reader, name: str, value: str) -> str:
    return country(reader, value) if name in {"country", "region"} else value


def file(reader: Reader, found: Any, page: int = 0) -> View:
    """The raw text in full with what was said of it: figures first, then the answers."""
    ref, tally = str(found.submission_id), found.tally
    means = [(rubric.name(reader, key), mean, tally.spreads[key]) for key, mean in tally.means.items()]
    names = {"apart": rubric.names(reader, tally.apart), "below": rubric.names(reader, tally.below)}
    head = prose(text(reader, "call_file", file=found, tally=tally, means=means, **names))
    given = [block for it in found.given for block in prose(_given(reader, it))]
    pages = form.pages_of([*head, *given, divider(), *form.card(reader, found.card)])
    turning = form.turn_pages(
        reader, page, len(pages), lambda words, to: button(words, f"call.read:{to}", f"{ref}.{to}")
    )
    return modal(
        label(reader, "review.file"),
        "call.read",
        [*pages[page], *turning, *_ways(reader, found, ref)],
        submit=None,
        close=label(reader, "common.close"),
    )


def _given(reader: Reader, it: Any) -> str:
    words = form.review(reader, it.reviewer, it)
    return "\n".join([words, text(reader, "call_file_note", it=it)]).strip()


def _ways(reader: Reader, found: Any, ref: str) -> list[Block]:
    decide = button(label(reader, "call.decide"), "call.decide", ref, style="primary")
    talk = [button(label(reader, "review.discuss"), "review.discuss", ref)] if len(found.given) > 1 else []
    return [actions(decide, *talk)]


def severity(reader: Reader, kind: str, found: Sequence[Any]) -> Message:
    words = text(reader, "review_severity", kind=kind, found=found)
    return message(words, *prose(words))
