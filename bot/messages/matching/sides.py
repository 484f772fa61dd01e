"""What both sides, advisors and facilitators read: the question, its reminder, the publication, the question of fit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.messages.blocks import Block, Message, actions, button, message, prose
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, text

FITS = ("GOOD", "DECIDING", "BAD")


def proposed(*, reader: Reader, ref: str, later: str, **facts: Any) -> Message:
    words = text(reader, "match_proposed", **facts)
    return message(words, *prose(words), _yes_or_no(reader, ref, later))


def reminder(*, reader: Reader, ref: str, later: str, **facts: Any) -> Message:
    words = text(reader, "match_reminder", **facts)
    return message(words, *prose(words), _yes_or_no(reader, ref, later))


def _yes_or_no(reader: Reader, ref: str, later: str) -> Block:
    yes = button(label(reader, "match.agree"), "match.agree", ref, style="primary")
    no = button(label(reader, "match.decline"), "match.decline", ref)
    return actions(yes, no, not_now(reader, later))


def agreed(reader: Reader, ref: str, state: str) -> Message:
    """In place of the question. A yes can be taken back until the match is published."""
    words = text(reader, "match_agreed", state=state)
    back = [] if state == "active" else [actions(button(label(reader, "match.withdraw"), "match.decline", ref))]
    return message(words, *prose(words), *back)


def fell(*, reader: Reader, title: str, number: int, why: str, left: Sequence[str], **then: Any) -> Message:
    """For the facilitators: what fell through, and who is next, or could be."""
    words = text(reader, "match_fell", title=title, number=number, why=why, left=left, **then)
    return message(words, *prose(words), *_next(reader, then))


def _next(reader: Reader, then: dict[str, Any]) -> list[Block]:
    if then["stop"]:
        return [actions(button(label(reader, "match.stop"), "match.stop", str(then["stop"])))]
    if then["ask"]:
        words = label(reader, "match.ask").format(team=then["name"][:50])
        return [actions(button(words, "match.next", then["ask"], style="primary"))]
    return []


def published(*, reader: Reader, part: str, **facts: Any) -> Message:
    words = text(reader, "match_published", part=part, **facts)
    return message(words, *prose(words))


def fit(*, reader: Reader, team: str, other: str, ref: str) -> Message:
    words = text(reader, "match_fit", team=team, other=other)
    return message(words, *prose(words), _fits(reader, ref))


def fit_answered(reader: Reader, other: str, ref: str, fit: str) -> Message:
    """In place of the question; it can be changed."""
    words = text(reader, "match_fit_answered", other=other, fit=label(reader, f"match.fit_{fit}"))
    return message(words, *prose(words), _fits(reader, ref))


def _fits(reader: Reader, ref: str) -> Block:
    return actions(*(button(label(reader, f"match.fit_{name}"), f"match.fit:{name}", f"{ref}.{name}") for name in FITS))


def advice(*, reader: Reader, edition: str, count: int) -> Message:
    words = text(reader, "match_advice", edition=edition, count=count)
    return message(words, *prose(words), actions(button(label(reader, "match.look"), "match.look", style="primary")))


def asked(reader: Reader, title: str, asked: Sequence[Any], now: datetime) -> Message:
    """Who is asked for a place that fell free, and when, each with a way to stop it."""
    words = text(reader, "match_rematch", title=title, asked=asked, now=now)
    stops = [
        button(
            label(reader, "match.stop_one").format(team=one.team[:50]), f"match.stop:{one.pairing}", str(one.pairing)
        )
        for one in asked
    ]
    return message(words, *prose(words), actions(*stops))
