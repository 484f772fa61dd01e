"""What is said at once to whoever pressed a button: it stands, it is told, it is over; and the list of open asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.messages.asks import letters
from bot.messages.blocks import Block, Message, actions, button, message, prose
from bot.messages.reader import Reader
from bot.messages.texts import label, text

PAGE = 5


def made(reader: Reader, ask: int, sharing: str, *, alone: bool) -> Message:
    """`alone`: at the first level only facilitators read it."""
    said = text(reader, "ask_made", ask=ask, sharing=sharing, alone=alone)
    close = button(label(reader, "ask.close"), "ask.close", str(ask))
    return message(said, *prose(said), actions(button(label(reader, "ask.open"), "ask.open"), close))


def introduced(reader: Reader, facts: dict[str, Any]) -> Message:
    return letters.accepted(reader=reader, **facts)


def waiting(reader: Reader, ask: int) -> Message:
    """In place of the question: the asker decides whether to say who they are."""
    said = text(reader, "ask_waiting")
    return message(said, *prose(said), actions(button(label(reader, "ask.answer"), "ask.answer", str(ask))))


def declined(reader: Reader) -> Message:
    said = text(reader, "ask_declined")
    return message(said, *prose(said), actions(button(label(reader, "ask.mute"), "ask.mute")))


def muted(reader: Reader) -> Message:
    said = text(reader, "ask_muted")
    return message(said, *prose(said), actions(button(label(reader, "ask.unmute"), "ask.unmute")))


def unmuted(reader: Reader) -> Message:
    return message(text(reader, "ask_unmuted"))


def decided(reader: Reader, helper: Any, times: Sequence[datetime], ask: int, *, yes: bool) -> Message:
    """In place of the question whether the helper may know who asks."""
    if yes:
        return letters.offered(reader=reader, words="", helper=helper, told=True, times=times, ask=ask, route=0)
    return message(text(reader, "ask_kept", helper=helper))


def written(reader: Reader) -> Message:
    return message(text(reader, "ask_written"))


def judged(reader: Reader, *, useful: bool, live: bool) -> Message:
    """A useful answer may be worth telling others."""
    said = text(reader, "ask_judged", useful=useful, live=live)
    tell = button(label(reader, "insight.open"), "insight.open")
    thank = button(label(reader, "thanks.title"), "thanks.open")
    return message(said, *prose(said), *([actions(tell, thank)] if useful else []))


def closed(reader: Reader) -> Message:
    return message(text(reader, "ask_closed"))


def over(reader: Reader) -> Message:
    return message(text(reader, "ask_over", answered=False))


def sent(reader: Reader, to: str) -> Message:
    return message(text(reader, "ask_sent", to=to))


def listed(reader: Reader, rows: Sequence[Any], page: int, *, mine: bool = False, muted: bool = False) -> Message:
    """Open asks, a page at a time; `mine`: the reader's own alone."""
    pages = max((len(rows) + PAGE - 1) // PAGE, 1)
    page = min(max(page, 0), pages - 1)
    shown = rows[page * PAGE : (page + 1) * PAGE]
    head = text(reader, "ask_list", rows=rows, mine=mine, page=page + 1, pages=pages)
    parts, blocks = [head], prose(head)
    for row in shown:
        words = text(reader, "ask_row", ask=row)
        parts.append(words)
        blocks += [*prose(words), _buttons(reader, row)]
    foot = _foot(reader, page, pages, mine=mine, muted=muted)
    return message("\n\n".join(parts), *blocks, *foot)


def _buttons(reader: Reader, row: Any) -> Block:
    found: list[Block] = []
    if row.own:
        found += letters.ending_of(reader, row.id)["elements"]
    elif not row.taken:
        found += letters.helping_buttons(reader, row.id, asked=False)["elements"]
    if row.staff:
        found.append(button(label(reader, "ask.route"), f"ask.route:{row.id}", str(row.id)))
    if not found:
        found.append(button(label(reader, "ask.answer"), f"ask.answer:{row.id}", str(row.id)))
    return actions(*(_named(one, row.id) for one in found))


def _named(element: Block, ask: int) -> Block:
    """Several buttons of one kind in one message have the row's id in their name."""
    plain = element["action_id"].partition(":")[0]
    return {key: value for key, value in element.items() if key != "style"} | {"action_id": f"{plain}:{ask}"}


def _foot(reader: Reader, page: int, pages: int, *, mine: bool, muted: bool) -> list[Block]:
    more = [button(label(reader, "ask.more"), "ask.page", str(page + 1))] if page + 1 < pages and not mine else []
    again = [button(label(reader, "ask.unmute"), "ask.unmute")] if muted else []
    new = [button(label(reader, "ask.new"), "ask.new")]
    return [actions(*more, *new, *again)]
