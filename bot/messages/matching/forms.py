"""The forms of matchmaking: the rules, an exclusion, a no, and what advisors declare and say."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages.blocks import Block, View, modal, option, plain, prose, select, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text

MOST = 100
"""Options of one select."""
FILLINGS = ("exact", "at_most", "all_or_nothing")
YES_OR_NO = ("distinct_providers", "distinct_challenges", "cross_border", "shared_language")


def rules(reader: Reader, now: Mapping[str, Any]) -> View:
    """Starts with the rules that stand; places, capacities and teams are lines that a person can read and edit."""
    fillings = [option(label(reader, f"match.filling_{name}"), name) for name in FILLINGS]
    filled, hours = now["filled"], now["least_hours"]
    fields = [
        select("filling", label(reader, "match.filling"), fillings, initial=str(now["filling"]), kind="radio_buttons"),
        _line(reader, "filled", "" if filled is None else str(filled)),
        *(_yes_or_no(reader, name, bool(now[name])) for name in YES_OR_NO),
        _line(reader, "least_hours", str(hours)),
        _lines(reader, "asynchronous", now["asynchronous"]),
        _lines(reader, "wanted", [f"{number}: {count}" for number, count in now["wanted"].items()]),
        _lines(reader, "capacity", [f"{name}: {count}" for name, count in now["capacity"].items()]),
        _line(reader, "answer_days", str(now["answer_days"])),
        text_input("reason", label(reader, "match.reason")),
    ]
    return _modal(reader, "match.rule", "match.rule", fields)


def _line(reader: Reader, name: str, initial: str) -> Block:
    hint = label(reader, f"match.{name}_hint")
    return text_input(name, label(reader, f"match.{name}"), initial=initial, optional=True, hint=hint)


def _lines(reader: Reader, name: str, initial: Sequence[str]) -> Block:
    hint = label(reader, f"match.{name}_hint")
    start = "\n".join(initial)
    return text_input(name, label(reader, f"match.{name}"), initial=start, multiline=True, optional=True, hint=hint)


def _yes_or_no(reader: Reader, name: str, yes: bool) -> Block:
    choices = [option(label(reader, "match.yes"), "yes"), option(label(reader, "match.no"), "no")]
    return select(name, label(reader, f"match.{name}"), choices, initial="yes" if yes else "no", kind="radio_buttons")


def exclude(reader: Reader, team: str, number: int, value: str) -> View:
    words = text(reader, "match_excluding", team=team, number=number)
    fields = [*prose(words), text_input("reason", label(reader, "match.reason"))]
    return _modal(reader, "match.exclude", "match.exclude", fields, value)


def relax(reader: Reader, change: str, value: str) -> View:
    words = text(reader, "match_relaxing", change=change)
    fields = [*prose(words), text_input("reason", label(reader, "match.reason"))]
    return _modal(reader, "match.relax_title", "match.relax", fields, value)


def decline(reader: Reader, other: str, title: str, value: str) -> View:
    words = text(reader, "match_declining", other=other, title=title)
    reason = text_input("reason", label(reader, "match.why_not"), multiline=True, optional=True)
    return _modal(reader, "match.decline", "match.decline", [*prose(words), reason], value)


def declare(reader: Reader, teams: Sequence[tuple[int, str]], before: Sequence[int]) -> View:
    """Several selects where there are more teams than one can hold."""
    chunks = [teams[start : start + MOST] for start in range(0, len(teams), MOST)]
    fields = [_conflicts(reader, place, chunk, before) for place, chunk in enumerate(chunks)]
    words = text(reader, "match_declaring")
    return _modal(reader, "match.look", "match.declare", [*prose(words), *fields])


def _conflicts(reader: Reader, place: int, teams: Sequence[tuple[int, str]], before: Sequence[int]) -> Block:
    choices = [option(name[:75], str(team)) for team, name in teams]
    element: Block = {"type": "multi_static_select", "action_id": f"conflicts_{place}", "options": choices}
    if chosen := [choice for choice in choices if int(choice["value"]) in before]:
        element["initial_options"] = chosen
    words = label(reader, "match.conflicts")
    return {
        "type": "input",
        "block_id": f"conflicts_{place}",
        "label": plain(words),
        "element": element,
        "optional": True,
    }


def comment(reader: Reader, pairs: Sequence[Any]) -> View:
    """The pairs in words, then one field for the pair and one for the comment."""
    words = text(reader, "match_commenting", pairs=pairs)
    if not pairs:
        return _modal(reader, "match.look", "match.comment", prose(words), submit=False)
    choices = [option(f"{one.number}: {one.team}"[:75], f"{one.challenge}.{one.team_id}") for one in pairs]
    groups = [
        {"label": plain(f"{start + 1} …"), "options": choices[start : start + MOST]}
        for start in range(0, len(choices), MOST)
    ]
    chosen: Block = {"type": "static_select", "action_id": "pair"}
    chosen |= {"option_groups": groups} if len(groups) > 1 else {"options": choices}
    fields = [
        {"type": "input", "block_id": "pair", "label": plain(label(reader, "match.pair")), "element": chosen},
        text_input("text", label(reader, "match.comment"), multiline=True),
    ]
    return _modal(reader, "match.look", "match.comment", [*prose(words), *fields])


def _modal(
    reader: Reader, title: str, callback: str, blocks: Sequence[Block], data: str = "", *, submit: bool = True
) -> View:
    send, close = label(reader, "common.send"), label(reader, "common.cancel")
    return modal(label(reader, title), callback, blocks, submit=send if submit else None, close=close, data=data)
