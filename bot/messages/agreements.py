"""The working agreement: its card in the channel, the question to each team, and the form."""

from typing import Any

from bot.messages.blocks import Block, Message, View, actions, button, message, modal, prose, text_input
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, sections, text


def card(*, reader: Reader, workspace: int, **facts: Any) -> Message:
    parts = sections(reader, "agreement_card", **facts)
    buttons = actions(
        _open(reader, workspace), button(label(reader, "agreement.reframe"), "statement.room", str(workspace))
    )
    return message("\n".join(parts), *(block for part in parts for block in prose(part)), buttons)


def changed(*, reader: Reader, workspace: int, **facts: Any) -> Message:
    said = text(reader, "agreement_changed", **facts)
    return message(said, *prose(said), actions(_open(reader, workspace)))


def asked(
    *, reader: Reader, workspace: int, team: str, number: int, title: str, changes: list[str], later: str
) -> Message:
    """To whoever stands for the team; what else a lead may need is beside it."""
    said = text(reader, "agreement_asked", team=team, title=title, changes=changes)
    more = (
        button(label(reader, "team.change"), "team.change", str(number)),
        button(label(reader, "team.withdraw"), "team.withdraw", str(number)),
    )
    return message(said, *prose(said), actions(_open(reader, workspace), not_now(reader, later), *more))


def nudge(*, reader: Reader, workspace: int, team: str, title: str, later: str, **_: Any) -> Message:
    said = text(reader, "agreement_nudge", team=team, title=title)
    return message(said, *prose(said), actions(_open(reader, workspace), not_now(reader, later)))


def _open(reader: Reader, workspace: int) -> Block:
    return button(label(reader, "agreement.open"), "agreement.open", str(workspace), style="primary")


def form(reader: Reader, workspace: int, given: dict[str, str]) -> View:
    def field(name: str, words: str = "", hint: str = "", *, multiline: bool = True, optional: bool = True) -> Block:
        words = words or label(reader, f"agreement.{name}")
        return text_input(name, words, initial=given[name], multiline=multiline, optional=optional, hint=hint)

    team = given["team"]
    fields = [
        field("goals"),
        field("rhythm", hint=label(reader, "agreement.rhythm_hint")),
        field("language", multiline=False),
        field("confidentiality", hint=label(reader, "agreement.confidentiality_hint")),
        field("hours", label(reader, "agreement.hours").format(team=team), multiline=False),
        field("learning", label(reader, "agreement.learning").format(team=team)),
    ]
    title, close = label(reader, "agreement.form"), label(reader, "common.cancel")
    return modal(
        title,
        "agreement.sign",
        fields,
        submit=label(reader, "agreement.sign"),
        close=close,
        data=f"{workspace}.{given['mark']}",
    )


def signed(reader: Reader, team: str, waiting: list[str]) -> Message:
    return message(text(reader, "agreement_signed", team=team, waiting=waiting))


def overview(reader: Reader, rooms: list[dict[str, Any]]) -> Message:
    return message(text(reader, "agreement_overview", rooms=rooms))
