"""Before anything confidential: who the reader is, and whether they have a conflict."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages.blocks import Block, View, actions, button, modal, option, plain, prose, text_input
from bot.messages.reader import Reader
from bot.messages.reviews.places import by_region, country, languages
from bot.messages.texts import label, text

CODES = """
am ar az bg bn bs ca cs cy da de el en es et fa fi fr ga he hi hr hu hy id is it ja ka kk km ko lo lt lv mi mk mn
ms mt my nb ne nl nn pl ps pt qu ro ru si sk sl so sq sr sv sw ta th tl tr uk ur uz vi zh zu
"""
LANGUAGES = CODES.split()
"""Languages in which applications come, or may."""


def profile(reader: Reader, known: Any, countries: Mapping[str, str], ref: str = "") -> View:
    """`known` is what teams and address tell: a start that the reader corrects. `ref` is what they were about."""
    return modal(
        label(reader, "review.profile"),
        "review.profile",
        [*prose(text(reader, "review_profile")), *_who(reader, known, countries)],
        submit=label(reader, "review.go_on"),
        close=label(reader, "common.cancel"),
        data=ref,
    )


def _who(reader: Reader, known: Any, countries: Mapping[str, str]) -> list[Block]:
    def words(key: str, start: str, *, optional: bool = False) -> Block:
        hint = label(reader, f"review.{key}_hint")
        return text_input(key, label(reader, f"review.{key}"), initial=start, hint=hint, optional=optional)

    return [
        words("organisation", next(iter(known.organisations), "")),
        _country(reader, known.country, countries),
        _languages(reader, known.languages),
        words("knows", "; ".join(known.knows), optional=True),
    ]


def _country(reader: Reader, code: str, countries: Mapping[str, str]) -> Block:
    groups = [
        {"label": plain(region), "options": [option(name, value) for name, value in listed]}
        for region, listed in by_region(reader, countries).items()
    ]
    first = {"initial_option": option(country(reader, code), code)} if code else {}
    return _choice(reader, "country", {"type": "static_select", "option_groups": groups} | first)


def _languages(reader: Reader, codes: Sequence[str]) -> Block:
    every = sorted({*LANGUAGES, *codes}, key=lambda code: languages(reader, [code]))
    first = {"initial_options": [option(languages(reader, [code]), code) for code in codes]} if codes else {}
    options = [option(languages(reader, [code]), code) for code in every]
    return _choice(reader, "languages", {"type": "multi_static_select", "options": options} | first)


def _choice(reader: Reader, key: str, element: Block) -> Block:
    block = {"type": "input", "block_id": key, "label": plain(label(reader, f"review.{key}"))}
    return block | {"element": element | {"action_id": key}, "hint": plain(label(reader, f"review.{key}_hint"))}


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
