"""Disagreements: the list, the invitation, the comments, the lead's note."""

from collections.abc import Sequence
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
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.reviews import form, rubric
from bot.messages.texts import label, text

ROWS = 40


def disagreements(reader: Reader, kind: str, found: Sequence[Any]) -> Message:
    """The widest apart first; each with the way to open its discussion."""
    rows = [text(reader, "review_apart_row", it=it, apart=rubric.names(reader, it.tally.apart)) for it in found[:ROWS]]
    head = text(reader, "review_apart", kind=kind, count=len(found), more=max(len(found) - ROWS, 0))
    open_ = label(reader, "review.discuss")
    blocks = [
        section(words, button(open_, "review.discuss", str(it.submission_id)) if not it.lead else None)
        for words, it in zip(rows, found, strict=False)
    ]
    return message("\n".join([head, *rows]), *prose(head), *blocks)


def lead_form(reader: Reader, ref: str, people: Sequence[tuple[int, str]]) -> View:
    """Who leads: one of its reviewers, or somebody who runs the edition."""
    choices = [option(name[:75], str(person_id)) for person_id, name in people[:100]]
    return modal(
        label(reader, "review.discuss"),
        "review.lead",
        [*prose(text(reader, "review_lead")), select("lead", label(reader, "review.lead"), choices)],
        submit=label(reader, "common.send"),
        close=label(reader, "common.cancel"),
        data=ref,
    )


def opened(reader: Reader, lead: str, people: int) -> Message:
    return message(text(reader, "review_opened", lead=lead, people=people))


def invitation(*, reader: Reader, talk: Any) -> Message:
    words = text(reader, "review_discussion", talk=talk, apart=rubric.names(reader, talk.tally.apart))
    return message(words, *prose(words), _ways(reader, talk))


def commented(*, reader: Reader, talk: Any, author: str, words: str) -> Message:
    said = text(reader, "review_commented", talk=talk, author=author, words=words)
    return message(said, *prose(said), _ways(reader, talk))


def _ways(reader: Reader, talk: Any) -> Block:
    ref = str(talk.id)
    found = [button(label(reader, "review.talk"), "review.talk", ref, style="primary")]
    if talk.assignment_id:
        found.append(button(label(reader, "review.revise"), "review.revise", str(talk.assignment_id)))
    if talk.leads:
        found.append(button(label(reader, "review.agree"), "review.agree", ref))
    return actions(*found)


def talk(reader: Reader, shown: Any, page: int | None = None) -> View:
    """Everything said so far, the newest page first, and the box for one's own comment."""
    blocks = prose(text(reader, "review_talk", talk=shown, apart=rubric.names(reader, shown.tally.apart)))
    for number, it in enumerate(shown.reviews, 1):
        blocks += prose(form.review(reader, label(reader, "review.nth").format(number=number), it))
    for author, words in shown.comments:
        blocks += prose(text(reader, "review_comment", author=author, words=words))
    ref, pages = str(shown.id), form.pages_of(blocks)
    page = len(pages) - 1 if page is None else page
    turning = form.turn_pages(
        reader, page, len(pages), lambda words, to: button(words, f"review.talk:{to}", f"{ref}.{to}")
    )
    field = text_input("text", label(reader, "review.say"), multiline=True, hint=label(reader, "review.say_hint"))
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.close")}
    return modal(label(reader, "review.discussion"), "review.talk", [*pages[page], *turning, field], data=ref, **names)


def agree(reader: Reader, shown: Any) -> View:
    field = text_input(
        "text",
        label(reader, "review.consensus"),
        initial=shown.consensus,
        multiline=True,
        hint=label(reader, "review.consensus_hint"),
    )
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.cancel")}
    return modal(label(reader, "review.agree"), "review.agree", [field], data=str(shown.id), **names)
