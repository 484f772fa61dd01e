"""The suggestion and its reasons, pairs and non-pairs, two drafts side by side; in pages that Slack takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages.blocks import Block, Message, actions, button, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import label, text

RELAXATIONS, LISTED = 5, 30
SHORT = (
    "match_advising",
    "match_asked",
    "match_begun",
    "match_commented",
    "match_comments",
    "match_declined",
    "match_ended",
    "match_fits",
    "match_noted",
    "match_ranked",
    "match_stopped",
)


def said(reader: Reader, name: str, **facts: Any) -> Message:
    """One of the short answers: `name` is what stands after `match_`."""
    words = text(reader, next(short for short in SHORT if short == f"match_{name}"), **facts)
    return message(words, *prose(words))


def ruled(reader: Reader, changed: Sequence[str]) -> Message:
    words = text(reader, "match_ruled", changed=changed)
    return message(words, *prose(words), actions(_button(reader, "solve")))


def working(reader: Reader) -> Message:
    return message(text(reader, "match_working"))


def board(reader: Reader, board: Any) -> Message:
    """The suggestion as it stands: each pair with its reasons and its weakest point, and what can be done now."""
    head = text(reader, "match_plan", board=board, listed=LISTED)
    if not board.draft and not board.pairs:
        return message(head, *prose(head), actions(_button(reader, "solve")))
    rows = [text(reader, "match_pair", pair=pair) for pair in board.pairs]
    blocks = [*prose(head), *_protecting(reader, board.draft)]
    for pair, words in zip(board.pairs, rows, strict=True):
        blocks += [*prose(words), _pair_buttons(reader, pair)]
    blocks += _pages(reader, "match.page", "", board.page, board.pages)
    return message("\n".join([head, *rows]), *blocks, _next_steps(reader, board))


def _protecting(reader: Reader, draft: Mapping[str, Any]) -> list[Block]:
    if not draft or not draft["safe"]:
        return []
    return [actions(button(label(reader, "match.protect"), "match.protect", str(draft["number"])))]


def _pair_buttons(reader: Reader, pair: Any) -> Block:
    cell = f"{pair.challenge}.{pair.team_id}"
    pin = "unpin" if pair.pinned else "pin"
    keep = button(label(reader, f"match.{pin}"), f"match.keep:{cell}", f"{cell}.{pin}")
    rest = [
        button(label(reader, "match.exclude"), f"match.exclude:{cell}", cell),
        button(label(reader, "match.why"), f"match.why:{cell}", f"{pair.challenge}.0"),
    ]
    return actions(keep, *rest)


def _next_steps(reader: Reader, board: Any) -> Block:
    """Ask both sides while something is suggested; publish once all have agreed."""
    states = {pair.state for pair in board.pairs}
    first = [_button(reader, "propose", style="primary")] if "suggested" in states else []
    last = [_button(reader, "publish", style="primary")] if states == {"agreed"} else []
    return actions(*first, *last, _button(reader, "solve"), _button(reader, "rule"), _button(reader, "drafts"))


def _button(reader: Reader, name: str, style: str | None = None) -> Block:
    match name:
        case "propose":
            return button(label(reader, "match.propose"), "match.propose", "", style)
        case "publish":
            return button(label(reader, "match.publish"), "match.publish", "", style)
        case "rule":
            return button(label(reader, "match.rule"), "match.rule", "", style)
        case "drafts":
            return button(label(reader, "match.drafts"), "match.drafts", "", style)
    return button(label(reader, "match.solve"), "match.solve", "", style)


def _pages(reader: Reader, action: str, about: str, page: int, pages: int) -> list[Block]:
    """`about` stands before the page's number in the value."""
    found = []
    if page > 0:
        found.append(_page_button(reader, "match.earlier", action, f"{about}{page - 1}"))
    if page + 1 < pages:
        found.append(_page_button(reader, "match.more", action, f"{about}{page + 1}"))
    return [actions(*found)] if found else []


def _page_button(reader: Reader, words: str, action: str, value: str) -> Block:
    if action == "match.page":
        return button(label(reader, words), f"match.page:{value}", value)
    return button(label(reader, words), f"match.why:{value}", value)


def rows(reader: Reader, heading: str, rows: Sequence[Any], about: str, page: tuple[int, int]) -> Message:
    """Pairs and non-pairs of one challenge or one team; `page` is its number and how many there are."""
    head = text(reader, "match_rows", heading=heading, page=page[0] + 1, pages=page[1])
    lines = [text(reader, "match_row", row=row) for row in rows]
    blocks = [*prose(head)]
    for row, line in zip(rows, lines, strict=True):
        blocks += [*prose(line), *_row_buttons(reader, row)]
    return message("\n".join([head, *lines]), *blocks, *_pages(reader, "match.why", about, *page))


def _row_buttons(reader: Reader, row: Any) -> list[Block]:
    if row.reserve or row.impossible or row.team_id is None:
        return []
    cell = f"{row.challenge}.{row.team_id}"
    keep = button(label(reader, "match.pin"), f"match.keep:{cell}", f"{cell}.pin")
    return [actions(keep, button(label(reader, "match.exclude"), f"match.exclude:{cell}", cell))]


def infeasible(reader: Reader, draft: Any) -> Message:
    """What contradicts what, how far one can get, and the cheapest ways out as buttons."""
    ways = draft["relaxations"][:RELAXATIONS]
    words = text(reader, "match_infeasible", draft=draft, ways=ways)
    buttons = [
        button(label(reader, "match.relax").format(way=place + 1), f"match.relax:{place}", f"{draft['number']}.{place}")
        for place, way in enumerate(ways)
        if way["can"]
    ]
    extra = [_button(reader, "rule"), _button(reader, "drafts")]
    return message(words, *prose(words), actions(*buttons, *extra))


def compared(reader: Reader, found: Any) -> Message:
    words = text(reader, "match_compared", it=found, listed=LISTED)
    sides = [side for side in (found.one, found.other) if not side.infeasible]
    return message(words, *prose(words), *([actions(*(_use(reader, side.number) for side in sides))] if sides else []))


def _use(reader: Reader, number: int) -> Block:
    return button(label(reader, "match.use").format(draft=number), f"match.use:{number}", str(number))


def drafts(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> Message:
    """The newest first; each of the last can be used."""
    shown = list(reversed(rows))
    words = text(reader, "match_drafts", rows=shown, listed=LISTED)
    usable = [row["number"] for row in shown if not row["why"] and not row["used"]][:5]
    return message(words, *prose(words), *([actions(*(_use(reader, number) for number in usable))] if usable else []))
