"""The forms of asks: a question, an answer, how it ended, and whom to send it to by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages.blocks import Block, View, date_input, modal, option, prose, select, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text

WANTED = ("link", "ten minutes", "document", "critical reading")
LEVELS = ("workspace", "edition, no names", "edition, named")
MOST = 100
"""Options in one list."""


def form(
    reader: Reader, teams: Mapping[int, str], given: Mapping[str, str], *, alone: bool, hints: Sequence[str] = ()
) -> View:
    """`given` is what the fields start with, `ask` among them where one is said anew; `alone`: there is no workspace
    whose other teams could read it; `hints` are words that may tell who asks without a name."""
    fields = [*_whose(reader, teams, given), *_words(reader, given), _who_sees(reader, given, alone=alone)]
    sure = [_sure(reader, hints)] if hints else []
    return modal(
        label(reader, "ask.title"),
        "ask.new",
        [*sure, *fields],
        submit=label(reader, "common.send"),
        close=label(reader, "common.cancel"),
        data=given.get("ask", ""),
    )


def _whose(reader: Reader, teams: Mapping[int, str], given: Mapping[str, str]) -> list[Block]:
    if len(teams) < 2:
        return []
    options = [option(name[:75], str(team)) for team, name in list(teams.items())[:MOST]]
    return [select("team", label(reader, "ask.team"), options, initial=given.get("team"))]


def _words(reader: Reader, given: Mapping[str, str]) -> list[Block]:
    helps = [option(_wanted(reader, value), value) for value in WANTED]
    return [
        text_input("text", label(reader, "ask.text"), initial=given.get("text", "")),
        text_input("tried", label(reader, "ask.tried"), initial=given.get("tried", ""), multiline=True, optional=True),
        select("wanted", label(reader, "ask.wanted"), helps, initial=given.get("wanted"), optional=True),
        date_input("due_on", label(reader, "ask.due_on"), initial=given.get("due_on", ""), optional=True),
        text_input(
            "themes",
            label(reader, "ask.themes"),
            initial=given.get("themes", ""),
            optional=True,
            hint=label(reader, "ask.themes_hint"),
        ),
    ]


def _wanted(reader: Reader, value: str) -> str:
    return label(reader, f"ask.wanted_{value.replace(' ', '_')}")


def _who_sees(reader: Reader, given: Mapping[str, str], *, alone: bool) -> Block:
    names = {value: label(reader, f"ask.sharing_{value.replace(', ', '_').replace(' ', '_')}") for value in LEVELS}
    if alone:
        names["workspace"] = label(reader, "ask.sharing_alone")
    options = [option(name, value) for value, name in names.items()]
    return select(
        "sharing",
        label(reader, "ask.sharing"),
        options,
        initial=given.get("sharing") or "edition, no names",
        kind="radio_buttons",
        hint=label(reader, "ask.sharing_hint"),
    )


def _sure(reader: Reader, hints: Sequence[str]) -> Block:
    options = [option(label(reader, "ask.sure_yes"), "yes"), option(label(reader, "ask.sure_no"), "no")]
    asked = label(reader, "ask.sure").format(words=", ".join(hints))
    return select("sure", asked, options, initial="no", kind="radio_buttons")


def answer(reader: Reader, shown: Any) -> View:
    """`shown` has the ask's `id`, `text` and what else its reader may know."""
    options = [option(label(reader, f"ask.read_{value}"), level) for value, level in _READ.items()]
    fields = [
        *prose(text(reader, "ask_answering", ask=shown)),
        text_input("text", label(reader, "ask.answer_text"), multiline=True),
        select("sharing", label(reader, "ask.read"), options, initial="workspace", kind="radio_buttons"),
    ]
    close = label(reader, "common.cancel")
    title, send = label(reader, "ask.answer_title"), label(reader, "common.send")
    return modal(title, "ask.answer", fields, submit=send, close=close, data=str(shown.id))


_READ = {"asker": "workspace", "unnamed": "edition, no names", "named": "edition, named"}


def settle(reader: Reader, shown: Any, helpers: Mapping[int, str]) -> View:
    """`helpers` are those who offered or wrote, by person."""
    options = [option(name[:75], str(person)) for person, name in list(helpers.items())[: MOST - 1]]
    options.append(option(label(reader, "ask.helper_other"), "other"))
    useful = [option(label(reader, "ask.yes"), "yes"), option(label(reader, "ask.no"), "no")]
    fields = [
        *prose(text(reader, "ask_settling", ask=shown)),
        select("helper", label(reader, "ask.helper"), options, initial=options[0]["value"]),
        select("useful", label(reader, "ask.useful"), useful, kind="radio_buttons"),
        text_input("lesson", label(reader, "ask.lesson"), multiline=True, optional=True),
    ]
    close = label(reader, "common.cancel")
    title, send = label(reader, "ask.settle"), label(reader, "common.send")
    return modal(title, "ask.settle", fields, submit=send, close=close, data=str(shown.id))


def route(reader: Reader, shown: Any, targets: Sequence[Any]) -> View:
    """`targets` have `value` and `name`; a modal without any says so."""
    words = prose(text(reader, "ask_routing", ask=shown, nobody=not targets))
    options = [option(target.name[:75], target.value) for target in targets[:MOST]]
    to = [select("to", label(reader, "ask.to"), options)] if options else []
    return modal(
        label(reader, "ask.route_title"),
        "ask.route",
        [*words, *to],
        submit=label(reader, "common.send") if to else None,
        close=label(reader, "common.close"),
        data=str(shown.id),
    )
