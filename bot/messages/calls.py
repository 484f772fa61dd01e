"""Calls: their life and their submissions for facilitators, and what an applicant is told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from babel import Locale

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
    select,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, sections, text

SHOWN = 45
"""Blocks of a message that leave room for its buttons."""
PAGE = 90
LISTED = 200
OUTCOMES = ("select", "reserve", "cohort", "decline", "ineligible", "duplicate", "withdraw", "receive")


def done(reader: Reader, count: int, outcome: str) -> Message:
    return message(text(reader, "call_done", count=count, outcome=outcome))


# The call itself


def state(reader: Reader, kind: str, state: str, at: datetime | None, zone: str, options: Any = None) -> Message:
    """`at` is the deadline, `zone` where it was set; `options` are a solution call's challenges (`number`, `title`)."""
    there = Reader(reader.locale, zone)
    return message(text(reader, "call_state", kind=kind, state=state, at=at, there=there, options=options))


def secret(reader: Reader, until: datetime) -> Message:
    return message(text(reader, "call_secret", until=until))


def embargoed(reader: Reader, kind: str, at: datetime, zone: str) -> Message:
    return message(text(reader, "call_embargoed", kind=kind, at=at, there=Reader(reader.locale, zone)))


def places(reader: Reader, kind: str, found: Any) -> Message:
    """`found` has `planned`, `now`, `filled`, `reasons`."""
    return message(text(reader, "call_places", kind=kind, places=found))


def funnel(reader: Reader, kind: str, stages: Sequence[Any], found: Any) -> Message:
    """Of each stage `state`, `count` and `reasons` as `(reason, count)`."""
    total = sum(stage.count for stage in stages)
    return message(text(reader, "call_funnel", kind=kind, total=total, stages=stages, places=found))


# Decisions


def accepted(reader: Reader, number: str, team: str, state: str) -> Message:
    return message(text(reader, "call_accepted", id=number, team=team, state=state))


def card(reader: Reader, facts: Mapping[str, Any]) -> Message:
    """One submission: its answers, where they fit, and every decision; the row as it came is one press away."""
    about, *answers, decisions = [prose(part) for part in sections(reader, "call_card", card=facts)]
    said = [block for part in answers for block in part]
    fits = len(about) + len(said) + len(decisions) <= SHOWN
    blocks = [*about, *(said if fits else []), *decisions[-SHOWN + len(about) :]]
    number = str(facts["row"])
    more = button(label(reader, "call.answers"), "call.answers", number)
    row = button(label(reader, "call.raw"), "call.raw", number)
    decide = button(label(reader, "call.decide"), "call.decide", number, style="primary")
    words = "\n".join(block["text"]["text"] for block in blocks)
    return message(words, *blocks, actions(decide, *([] if fits else [more]), row))


def cells(reader: Reader, rows: Sequence[tuple[str, str]], action: str, number: str, page: int = 0) -> View:
    """Texts of any length in a modal, in pages; `action` and `number` (of the submission) lead to the next one."""
    pages = _pages(prose(text(reader, "call_raw", cells=rows)))
    shown = list(pages[page])
    if page + 1 < len(pages):
        shown.append(actions(button(label(reader, "call.page"), action, f"{number}.{page + 1}")))
    return modal(label(reader, "call.raw"), "notice", shown, submit=None, close=label(reader, "common.close"))


def _pages(blocks: list[Block]) -> list[list[Block]]:
    return [blocks[start : start + PAGE] for start in range(0, len(blocks), PAGE)] or [prose("–")]


def form(reader: Reader, number: int, language: str, draft: Mapping[str, str]) -> View:
    """The decision on one submission, by its row id; `language` is the one in which the applicant is written to."""
    outcomes = [option(label(reader, f"call.outcome_{name}"), name) for name in OUTCOMES]
    wanted = label(reader, "call.words").replace("{language}", language_name(reader, language))
    hint = label(reader, "call.words_hint")
    fields = [
        select("outcome", label(reader, "call.outcome"), outcomes, initial=draft.get("outcome")),
        text_input("reason", label(reader, "call.reason"), initial=draft.get("reason", ""), multiline=True),
        text_input("words", wanted, initial=draft.get("words", ""), multiline=True, optional=True, hint=hint),
    ]
    title, close = label(reader, "call.form"), label(reader, "common.cancel")
    return modal(title, "call.decide", fields, submit=label(reader, "common.send"), close=close, data=str(number))


def language_name(reader: Reader, code: str) -> str:
    return str(Locale.parse(reader.locale).languages.get(code, code))


def decided_one(reader: Reader, team: str, outcome: str) -> Message:
    return message(text(reader, "call_decided_one", team=team, outcome=outcome))


# Letters


def decided(*, reader: Reader, submission: int, by_mail: bool, **facts: Any) -> Message:
    """The letter: `team`, `title`, `outcome`, `words`, `kind`, and the `secretariat` as `(name, e-mail)`.

    A reader by mail has no buttons and is told whom to write to.
    """
    said = text(reader, "call_decided", by_mail=by_mail, **facts)
    person = button(label(reader, "common.person"), "person.talk")
    offered = facts["outcome"] == "cohort offered"
    return message(said, *prose(said), actions(*(_answers(reader, submission) if offered else []), person))


def _answers(reader: Reader, submission: int) -> list[Block]:
    return [
        button(label(reader, "call.accept"), "call.accept", str(submission), style="primary"),
        button(label(reader, "call.decline"), "call.decline", str(submission)),
    ]


def answered(reader: Reader, team: str, accepted: bool) -> Message:
    said = text(reader, "call_answered", team=team, accepted=accepted)
    return message(said, *prose(said), actions(button(label(reader, "common.person"), "person.talk")))


def notified(reader: Reader, kind: str, count: int, found: Any, later: bool) -> Message:
    """`found` has `at`, `again` and `unreachable`."""
    facts = {"at": found.at, "again": found.again, "unreachable": found.unreachable}
    return message(text(reader, "call_notified", kind=kind, count=count, later=later, **facts))


def incomplete(reader: Reader, kind: str, undecided: list[str], wordless: list[str]) -> Message:
    return message(text(reader, "call_incomplete", kind=kind, undecided=undecided, wordless=wordless))


def letters(reader: Reader, kind: str, rows: Sequence[Any]) -> Message:
    """Of each row `id`, `team`, `to`, `state`, `at` and `problem`; those in trouble come first."""
    counts = dict(Counter(row.state for row in rows))
    trouble = sum(bool(row.problem) for row in rows)
    facts = {"letters": rows[:LISTED], "more": max(len(rows) - LISTED, 0), "counts": counts, "trouble": trouble}
    return message(text(reader, "call_letters", kind=kind, **facts))
