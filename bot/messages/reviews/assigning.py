"""Giving out reviews: the plan with its reasons, what each reviewer is told, and what the secretariat must see to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.messages.blocks import Block, Message, actions, button, message, prose
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, text

ROWS = 25
"""Rows of a plan in one message; the rest is a page on."""


def working(reader: Reader) -> Message:
    return message(text(reader, "review_working"))


def outline(reader: Reader, plan: Any, page: int = 0) -> Message:
    """Nobody has been told; or why there is no plan, and what would help."""
    rows = plan.rows[page * ROWS : (page + 1) * ROWS]
    pages = -(-len(plan.rows) // ROWS)
    lines = [text(reader, "review_plan_row", row=row, reasons=_reasons(reader, row)) for row in rows]
    unread = [row.response_id for row in plan.rows if row.unread]
    head = text(reader, "review_plan", plan=plan, kind=str(plan.kind), page=page + 1, pages=pages, unread=unread)
    words = "\n".join([head, *lines])
    return message(words, *prose(words), *_choices(reader, plan, page, pages))


def _reasons(reader: Reader, row: Any) -> list[tuple[str, str]]:
    return [(name, ", ".join(label(reader, f"review.reason_{key}") for key in keys)) for name, keys in row.reviewers]


def _choices(reader: Reader, plan: Any, page: int, pages: int) -> list[Block]:
    kind = str(plan.kind)
    found = []
    if plan.rows:
        found.append(button(label(reader, "review.confirm"), "review.confirm", kind, style="primary"))
        found.append(button(label(reader, "review.drop"), "review.drop", kind))
    elif plan.short and plan.short.pairs:
        found.append(button(label(reader, "review.partial"), "review.partial", kind))
    if page + 1 < pages:
        found.append(button(label(reader, "review.read_on"), "review.plan", f"{kind}.{page + 1}"))
    return [actions(*found)] if found else []


def confirmed(reader: Reader, count: int, reviewers: int) -> Message:
    return message(text(reader, "review_confirmed", count=count, reviewers=reviewers))


def dropped(reader: Reader) -> Message:
    return message(text(reader, "review_dropped"))


def changed(reader: Reader, what: str, **facts: Any) -> Message:
    """By hand: `what` is `given`, `had`, `taken` or `not there`."""
    return message(text(reader, "review_changed", what=what, **facts))


def assigned(
    *, reader: Reader, kind: str, open_: int, all_: int, until: datetime | None, extra: bool, later: str
) -> Message:
    words = text(reader, "review_assigned", kind=kind, open=open_, all=all_, until=until, extra=extra)
    return message(words, *prose(words), _next(reader, later))


def welcome(*, reader: Reader, edition: str) -> Message:
    words = text(reader, "review_welcome", edition=edition)
    return message(words, *prose(words), actions(button(label(reader, "review.who"), "review.next", style="primary")))


def reminder(*, reader: Reader, kind: str, open_: int, all_: int, until: datetime | None, later: str) -> Message:
    words = text(reader, "review_reminder", kind=kind, open=open_, all=all_, until=until)
    return message(words, *prose(words), _next(reader, later))


def _next(reader: Reader, later: str) -> Block:
    return actions(
        button(label(reader, "review.next"), "review.next", style="primary"),
        not_now(reader, later),
        button(label(reader, "common.person"), "person.talk"),
    )


def overdue(*, reader: Reader, kind: str, missing: Sequence[tuple[str, int]]) -> Message:
    words = text(reader, "review_overdue", kind=kind, missing=missing)
    return message(words, *prose(words))


def short(*, reader: Reader, kind: str, id: str, team: str, have: int, per: int) -> Message:  # noqa: A002 - a fact's name
    return message(text(reader, "review_short", kind=kind, id=id, team=team, have=have, per=per))
