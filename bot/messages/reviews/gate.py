"""Before anything confidential: who the reader is, and whether they have a conflict."""

from typing import Any

from bot.messages.blocks import Block, View, actions, button, modal, prose, text_input
from bot.messages.reader import Reader
from bot.messages.reviews.places import country
from bot.messages.texts import label, text


def profile(reader: Reader, known: Any, ref: str = "") -> View:
    """`known` is what teams and address tell: a start that the reader corrects. `ref` is what they were about."""
    start = {
        "organisation": next(iter(known.organisations), ""),
        "country": country(reader, known.country),
        "languages": ", ".join(known.languages),
        "knows": "; ".join(known.knows),
    }
    fields = [
        text_input(
            key,
            label(reader, f"review.{key}"),
            initial=value,
            hint=label(reader, f"review.{key}_hint"),
            optional=key == "knows",
            multiline=key == "knows",
        )
        for key, value in start.items()
    ]
    return modal(
        label(reader, "review.profile"),
        "review.profile",
        [*prose(text(reader, "review_profile")), *fields],
        submit=label(reader, "review.go_on"),
        close=label(reader, "common.cancel"),
        data=ref,
    )


def gate(reader: Reader, shown: Any, ref: str, noun: str = "review") -> View:
    """`shown` has nothing confidential; `noun` is `review` or `advise`, whose handlers the buttons name."""
    words = text(reader, "review_gate", gate=shown, country=country(reader, shown.country))
    if noun == "review":
        choices = [
            button(label(reader, "review.clear"), "review.clear", ref, style="primary"),
            button(label(reader, "review.conflict"), "review.conflict", ref),
        ]
    else:
        choices = [
            button(label(reader, "review.clear"), "advise.clear", ref, style="primary"),
            button(label(reader, "review.conflict"), "advise.conflict", ref),
        ]
    return _plain(reader, "review.gate", [*prose(words), actions(*choices)])


def conflict(reader: Reader, ref: str, noun: str = "review") -> View:
    field = text_input("reason", label(reader, "review.conflict_reason"), hint=label(reader, "review.conflict_hint"))
    return modal(
        label(reader, "review.conflict_title"),
        f"{noun}.conflict",
        [field],
        submit=label(reader, "review.declare"),
        close=label(reader, "common.cancel"),
        data=ref,
    )


def stepped_aside(reader: Reader, progress: Any, *, blocked: bool) -> View:
    """A conflict was declared, or noticed: nothing is shown, and the next one waits."""
    words = text(reader, "review_aside", blocked=blocked, progress=progress)
    return _plain(reader, "review.title", [*prose(words), *onward(reader, progress)])


def done(reader: Reader, progress: Any) -> View:
    """Nothing waits."""
    return _plain(reader, "review.title", prose(text(reader, "review_done", progress=progress)))


def onward(reader: Reader, progress: Any) -> list[Block]:
    """The way to the next one, if there is one."""
    more = progress.done < progress.all
    return [actions(button(label(reader, "review.next"), "review.next", style="primary"))] if more else []


def _plain(reader: Reader, title: str, blocks: list[Block]) -> View:
    return modal(label(reader, title), "review.shown", blocks, submit=None, close=label(reader, "common.close"))
