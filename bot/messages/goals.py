"""Goals: the question to an owner, the one reminder, the form."""

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
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, text

OUTCOMES = ("adopted", "adapted", "rejected")


def ask(*, reader: Reader, team: str, moment: str, goal: str, ref: str, later: str) -> Message:
    return _asked(reader, "goal_ask", ref, later, team=team, moment=moment, goal=goal)


def nudge(*, reader: Reader, team: str, moment: str, goal: str, ref: str, later: str) -> Message:
    return _asked(reader, "goal_nudge", ref, later, team=team, moment=moment, goal=goal)


def _asked(reader: Reader, name: str, ref: str, later: str, **about: str) -> Message:
    words = text(reader, name, **about)
    state = button(label(reader, "goal.state"), "goal.state", ref)
    return message(words, *prose(words), actions(state, not_now(reader, later)))


def form(reader: Reader, ref: str, moment: str, given: dict[str, str]) -> View:
    """At the close also what became of it, and who keeps it."""
    standings = [option(label(reader, f"goal.standing_{number}"), str(number)) for number in range(11)]
    fields = [
        _words(reader, "text", given),
        select("standing", label(reader, "goal.standing"), standings, initial=given.get("standing")),
        _words(reader, "line", given, optional=True),
    ]
    ending = _ending(reader, given) if moment == "close" else []
    submit, close = label(reader, "common.send"), label(reader, "common.cancel")
    return modal(label(reader, "goal.title"), "goal.state", [*fields, *ending], submit=submit, close=close, data=ref)


def _ending(reader: Reader, given: dict[str, str]) -> list[Block]:
    outcomes = [option(label(reader, f"goal.outcome_{value}"), value) for value in OUTCOMES]
    return [
        select("outcome", label(reader, "goal.outcome"), outcomes, initial=given.get("outcome"), kind="radio_buttons"),
        _words(reader, "how", given, optional=True),
        _words(reader, "keeper", given, optional=True),
    ]


def _words(reader: Reader, name: str, given: dict[str, str], *, optional: bool = False) -> Block:
    name_there = label(reader, f"goal.{name}")
    return text_input(name, name_there, initial=given.get(name, ""), multiline=True, optional=optional)


def stated(reader: Reader) -> Message:
    return message(text(reader, "goal_stated"))
