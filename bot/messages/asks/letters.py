"""What askers and helpers are told: once each, and in the names that they may know."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.messages import times as clocks
from bot.messages.blocks import Block, Message, actions, button, message, prose
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, text


def routed(*, reader: Reader, ask: Any, why: str, detail: str, until: datetime) -> Message:
    """`ask` as its reader may see it; `until` is when others are asked."""
    said = text(reader, "ask_routed", ask=ask, why=why, detail=detail, until=until)
    return message(said, *prose(said), helping_buttons(reader, ask.id, asked=True))


def helping_buttons(reader: Reader, ask: int, *, asked: bool) -> Block:
    can = button(label(reader, "ask.help"), "ask.help", str(ask), style="primary")
    write = button(label(reader, "ask.answer"), "ask.answer", str(ask))
    return actions(can, write, *([button(label(reader, "ask.not_me"), "ask.decline", str(ask))] if asked else []))


def over(*, reader: Reader, answered: bool) -> Message:
    return message(text(reader, "ask_over", answered=answered))


def found(*, reader: Reader, words: str, hits: Sequence[Any], ask: int) -> Message:
    """Of each hit its `title`, `text` and `team`."""
    return _with(text(reader, "ask_found", words=words, hits=hits), ending_of(reader, ask))


def held(*, reader: Reader, words: str, names: Sequence[str], ask: int) -> Message:
    change = actions(button(label(reader, "ask.change"), "ask.change", str(ask), style="primary"))
    return _with(text(reader, "ask_held", words=words, names=names), change)


def offered(
    *, reader: Reader, words: str, helper: Any, told: bool, times: Sequence[datetime], ask: int, route: int
) -> Message:
    """`told`: the helper knows who asks. If not, this asks for it."""
    hours = _hours(reader, times, helper.zone)
    said = text(reader, "ask_offered", words=words, helper=helper, told=told, hours=hours)
    if told:
        return _with(said, ending_of(reader, ask))
    yes = button(label(reader, "ask.accept"), "ask.accept", str(route), style="primary")
    return _with(said, actions(yes, button(label(reader, "ask.refuse"), "ask.refuse", str(route))))


def accepted(*, reader: Reader, words: str, asker: Any, times: Sequence[datetime], ask: int) -> Message:
    said = text(reader, "ask_accepted", words=words, asker=asker, hours=_hours(reader, times, asker.zone))
    return _with(said, actions(button(label(reader, "ask.answer"), "ask.answer", str(ask))))


def answered(*, reader: Reader, words: str, answer: str, by: str, ref: int) -> Message:
    yes = button(label(reader, "ask.useful_yes"), "ask.useful", str(ref), style="primary")
    no = button(label(reader, "ask.useful_no"), "ask.useless", str(ref))
    thank = [button(label(reader, "thanks.title"), "thanks.open")] if by else []
    return _with(text(reader, "ask_answered", words=words, answer=answer, by=by), actions(yes, no, *thank))


def outcome(*, reader: Reader, words: str, by: str, useful: bool | None, refused: bool, answered: bool) -> Message:
    said = text(reader, "ask_outcome", words=words, by=by, useful=useful, refused=refused, answered=answered)
    return message(said)


def check(*, reader: Reader, words: str, by: Sequence[str], ask: int, later: str) -> Message:
    return _with(text(reader, "ask_check", words=words, by=by), ending_of(reader, ask, not_now(reader, later)))


def expired(*, reader: Reader, words: str, due_on: date, ask: int) -> Message:
    again = actions(button(label(reader, "ask.again"), "ask.again", str(ask)))
    return _with(text(reader, "ask_expired", words=words, due_on=due_on), again)


def raised(*, reader: Reader, by: str, words: str, ask: int) -> Message:
    send_on = button(label(reader, "ask.route"), "ask.route", str(ask), style="primary")
    answer = button(label(reader, "ask.answer"), "ask.answer", str(ask))
    return _with(text(reader, "ask_raised", by=by, words=words), actions(send_on, answer))


def ending_of(reader: Reader, ask: int, *more: Block) -> Block:
    done = button(label(reader, "ask.settle"), "ask.settle", str(ask))
    return actions(done, button(label(reader, "ask.close"), "ask.close", str(ask)), *more)


def _with(said: str, buttons: Block) -> Message:
    return message(said, *prose(said), buttons)


def _hours(reader: Reader, times: Sequence[datetime], zone: str) -> list[tuple[str, str]]:
    """Each time as the reader's clock shows it, and as the other's does."""
    there = replace(reader, zone=zone)
    return [(clocks.moment(at, reader), clocks.moment(at, there)) for at in times]
