"""What advisors read: the shortlist, one submission with a summary of its scores, and the box for their comment."""

from collections.abc import Sequence
from typing import Any

from bot.messages.blocks import Message, View, button, divider, message, modal, prose, section, text_input
from bot.messages.reader import Reader
from bot.messages.reviews import form, rubric
from bot.messages.reviews.places import country
from bot.messages.texts import label, text

ROWS = 45


def shortlist(reader: Reader, kind: str, found: Sequence[Any]) -> Message:
    rows = [text(reader, "shortlist_row", it=it, country=country(reader, it.country)) for it in found[:ROWS]]
    head = text(reader, "shortlist", kind=kind, count=len(found), more=max(len(found) - ROWS, 0))
    open_ = label(reader, "review.read")
    blocks = [
        section(words, None if it.conflict else button(open_, "advise.open", str(it.submission_id)))
        for words, it in zip(rows, found, strict=False)
    ]
    return message("\n".join([head, *rows]), *prose(head), *blocks)


def chosen(reader: Reader, count: int) -> Message:
    return message(text(reader, "shortlist_chosen", count=count))


def barred(reader: Reader) -> View:
    """Of one's own organisation."""
    return _closed(reader, blocked=True)


def aside(reader: Reader) -> View:
    """A conflict was declared."""
    return _closed(reader, blocked=False)


def _closed(reader: Reader, *, blocked: bool) -> View:
    words = prose(text(reader, "review_aside", blocked=blocked, progress=None))
    return modal(
        label(reader, "review.advise"), "advise.shown", words, submit=None, close=label(reader, "common.close")
    )


def summary(reader: Reader, shown: Any, page: int = 0) -> View:
    """Means and spreads, without anybody's name; then the answers; then the reader's own comment."""
    tally = shown.tally
    means = [(rubric.name(reader, key), mean) for key, mean in tally.means.items()]
    head = prose(text(reader, "shortlist_summary", tally=tally, means=means, apart=rubric.names(reader, tally.apart)))
    field = text_input(
        "text",
        label(reader, "review.advice"),
        initial=shown.comment,
        multiline=True,
        hint=label(reader, "review.advice_hint"),
    )
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.close")}
    ref = str(shown.submission_id)
    pages = form.pages_of([*head, divider(), *form.card(reader, shown.card)])
    turning = form.turn_pages(
        reader, page, len(pages), lambda words, to: button(words, f"advise.open:{to}", f"{ref}.{to}")
    )
    blocks = [*pages[page], *turning, field]
    return modal(label(reader, "review.advise"), "advise.comment", blocks, data=ref, **names)


def thanks(reader: Reader) -> Message:
    return message(text(reader, "shortlist_thanks"))
