"""The review itself: the application's answers in full, the rubric, comments; saving, skipping, handing in."""

from collections.abc import Callable, Mapping, Sequence
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
    option,
    prose,
    select,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.reviews import rubric
from bot.messages.reviews.gate import onward
from bot.messages.reviews.places import country, named
from bot.messages.texts import label, text

PAGE_BLOCKS = 60
"""Of answers; the rubric and the rest of the form need the others."""


def form(reader: Reader, desk: Any, page: int = 0) -> View:
    """`desk` has the blind `card`, the `rubric`, the `draft` so far and the `progress`."""
    ref = str(desk.assignment_id)
    pages = pages_of(card(reader, desk.card))
    head = text(reader, "review_form", progress=desk.progress, until=desk.until, pages=len(pages), page=page + 1)
    turning = turn_pages(reader, page, len(pages), lambda words, to: button(words, f"review.page:{to}", f"{ref}.{to}"))
    return modal(
        label(reader, "review.title"),
        "review.form",
        [context(head), *pages[page], *turning, divider(), *_fields(reader, desk), _ways(reader, ref)],
        submit=label(reader, "review.submit"),
        close=label(reader, "common.close"),
        data=f"{ref}.{page}",
    )


def card(reader: Reader, shown: Any) -> list[Block]:
    """The answers: nothing is cut, long texts go on in the next block."""
    title = text(reader, "review_title", card=shown, country=country(reader, shown.country))
    blocks = prose(title)
    for answer in shown.answers:
        words = named(reader, str(answer.value), answer.text)
        blocks += prose(text(reader, "review_answer", name=answer.label, words=words))
    return blocks


def turn_pages(reader: Reader, page: int, count: int, turn: Callable[[str, int], Block]) -> list[Block]:
    """Buttons to the pages before and after, where there are any; `turn` makes one of its words and its page."""
    made = []
    if page > 0:
        made.append(turn(label(reader, "review.back"), page - 1))
    if page + 1 < count:
        made.append(turn(label(reader, "review.read_on"), page + 1))
    return [actions(*made)] if made else []


def pages_of(blocks: Sequence[Block]) -> list[list[Block]]:
    return [list(blocks[start : start + PAGE_BLOCKS]) for start in range(0, len(blocks), PAGE_BLOCKS)] or [[]]


def _fields(reader: Reader, desk: Any) -> list[Block]:
    weights: Mapping[str, int] = desk.rubric.weights
    given: Mapping[str, int] = desk.draft.scores if desk.draft else {}
    found = rubric.criteria(reader, weights)
    return [
        *(rubric.choice(reader, it, weights[it.key], given.get(it.key)) for it in found),
        *_words(reader, desk.draft),
    ]


def _words(reader: Reader, draft: Any) -> list[Block]:
    levels = [option(label(reader, f"review.confidence_{level}"), level) for level in ("1", "2", "3", "4", "5")]
    sure = str(draft.confidence) if draft and draft.confidence else None
    return [
        text_input(
            "comment",
            label(reader, "review.comment"),
            initial=draft.comment if draft else "",
            multiline=True,
            hint=label(reader, "review.comment_hint"),
        ),
        text_input(
            "note",
            label(reader, "review.note"),
            initial=draft.note if draft else "",
            multiline=True,
            optional=True,
            hint=label(reader, "review.note_hint"),
        ),
        select("confidence", label(reader, "review.confidence"), levels, initial=sure, optional=True),
    ]


def _ways(reader: Reader, ref: str) -> Block:
    return actions(
        button(label(reader, "review.save"), "review.save", ref),
        button(label(reader, "review.skip"), "review.skip", ref),
    )


def skip(reader: Reader, ref: str) -> View:
    choices = [option(label(reader, f"review.skip_{key}"), key) for key in ("later", "back")]
    fields = [
        select("how", label(reader, "review.skip_how"), choices, initial="later", kind="radio_buttons"),
        text_input("reason", label(reader, "review.skip_reason")),
    ]
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.cancel")}
    return modal(label(reader, "review.skip_title"), "review.skip", fields, data=ref, **names)


def after(reader: Reader, what: str, progress: Any, assignment_id: int = 0) -> View:
    """`what` is `saved`, `submitted`, `later` or `back`; then the next one, and after one's own the others' reviews."""
    words = text(reader, "review_after", what=what, progress=progress)
    ref = str(assignment_id)
    read = [button(label(reader, "review.others"), "review.others", ref)] if what == "submitted" else []
    again = [button(label(reader, "review.go_back"), "review.open", ref)] if what == "saved" else []
    extra = [actions(*read, *again)] if read or again else []
    blocks = [*prose(words), *onward(reader, progress), *extra]
    return modal(
        label(reader, "review.title"), "review.after", blocks, submit=None, close=label(reader, "common.close")
    )


def others(reader: Reader, found: Sequence[Any]) -> View:
    """Of each its `total`, `scores` and `comment`; no names."""
    blocks = prose(text(reader, "review_others", count=len(found)))
    for number, it in enumerate(found, 1):
        blocks += prose(review(reader, label(reader, "review.another").format(number=number), it))
    return modal(
        label(reader, "review.others"), "review.read", blocks, submit=None, close=label(reader, "common.close")
    )


def review(reader: Reader, who: str, it: Any) -> str:
    scores = [(rubric.name(reader, key), score) for key, score in it.scores.items()]
    return text(reader, "review_given", who=who, it=it, scores=scores)


def noticed(reader: Reader, key: str) -> Message:
    """A short word on what was done: a line of `review_notice`."""
    return message(text(reader, "review_notice", key=key))
