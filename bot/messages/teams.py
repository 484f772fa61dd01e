"""Teams: as facilitators see them, who joins and leaves, and when one withdraws."""

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
    select,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, text

CHANGES = ("add", "deputy", "lead", "leave")
CREDITS = ("named", "without name", "none")


def card(reader: Reader, team: dict[str, Any]) -> Message:
    said = text(reader, "team_card", team=team)
    number = str(team["number"])
    buttons = actions(
        button(label(reader, "team.change_theirs"), "team.change", number),
        button(label(reader, "team.withdraw_theirs"), "team.withdraw", number),
    )
    return message(said, *prose(said), buttons)


def changed(reader: Reader, name: str, what: str) -> Message:
    return message(text(reader, "team_changed", name=name, what=what))


# Its people


def form(reader: Reader, team: int, people: list[tuple[int, str, str]]) -> View:
    """`people` are `(id, name, part)`."""
    whats = [option(label(reader, f"team.what_{what}"), what) for what in CHANGES]
    known = [option(f"{name}, {part}"[:75], str(person)) for person, name, part in people]
    there = [select("person", label(reader, "team.person"), known, optional=True)] if known else []
    fields = [
        select("what", label(reader, "team.what"), whats, kind="radio_buttons"),
        *there,
        text_input("name", label(reader, "team.name"), optional=True),
        text_input("email", label(reader, "team.email"), optional=True),
        text_input("organisation", label(reader, "team.organisation"), optional=True),
    ]
    title, close = label(reader, "team.form"), label(reader, "common.cancel")
    return modal(title, "team.change", fields, submit=label(reader, "common.send"), close=close, data=str(team))


def leave_form(reader: Reader, team: int, name: str) -> View:
    """Nothing to fill in: it is confirmed."""
    said = prose(text(reader, "team_leave", name=name))
    submit, close = label(reader, "team.leave"), label(reader, "common.cancel")
    return modal(label(reader, "team.leave_form"), "team.leave", said, submit=submit, close=close, data=str(team))


def told(*, reader: Reader, **facts: Any) -> Message:
    return message(text(reader, "team_told", **facts))


def lead(*, reader: Reader, number: int, workspace: int, team: str, by: str, promised: list[Any], **_: Any) -> Message:
    said = text(reader, "team_lead", team=team, by=by, promised=promised)
    agreement = [button(label(reader, "agreement.open"), "agreement.open", str(workspace))] if workspace else []
    buttons = actions(
        button(label(reader, "team.change"), "team.change", str(number)),
        *agreement,
        button(label(reader, "team.withdraw"), "team.withdraw", str(number)),
    )
    return message(said, *prose(said), buttons)


# It withdraws


def withdraw_form(reader: Reader, team: int) -> View:
    ways = [option(_credit(reader, way), way) for way in CREDITS]
    fields = [
        text_input("reason", label(reader, "team.reason"), hint=label(reader, "team.reason_hint"), multiline=True),
        select("credit", label(reader, "team.credit"), ways, kind="radio_buttons", optional=True),
    ]
    title, close = label(reader, "team.withdraw_form"), label(reader, "common.cancel")
    return modal(title, "team.withdraw", fields, submit=label(reader, "common.send"), close=close, data=str(team))


def _credit(reader: Reader, way: str) -> str:
    return label(reader, f"team.credit_{way.replace(' ', '_')}")


def leaving(*, reader: Reader, withdrawal: int, **facts: Any) -> Message:
    said = text(reader, "team_leaving", **facts)
    return message(said, *prose(said), _decide(reader, withdrawal))


def confirming(reader: Reader, withdrawal: int, **facts: Any) -> Message:
    said = text(reader, "team_confirming", **facts)
    return message(said, *prose(said), _decide(reader, withdrawal))


def _decide(reader: Reader, withdrawal: int) -> Block:
    return actions(
        button(label(reader, "team.confirm"), "team.confirm", str(withdrawal), style="danger"),
        button(label(reader, "team.stay"), "team.stay", str(withdrawal)),
    )


def withdrawn(reader: Reader, team: str) -> Message:
    return message(text(reader, "team_withdrawn", team=team))


def stays(reader: Reader, team: str) -> Message:
    return message(text(reader, "team_stays", team=team))


def asked(reader: Reader, team: str) -> Message:
    return message(text(reader, "team_asked", team=team))


def left(*, reader: Reader, team: str, owner: str, returned: list[str]) -> Message:
    return message(text(reader, "team_left", team=team, owner=owner, returned=returned))


def credit(*, reader: Reader, withdrawal: int, team: str) -> Message:
    said = text(reader, "team_credit", team=team)
    return message(said, *prose(said), _credits(reader, withdrawal))


def credited(reader: Reader, withdrawal: int, team: str, way: str) -> Message:
    """In place of the question; it may be chosen anew."""
    said = text(reader, "team_credited", team=team, credit=way)
    return message(said, *prose(said), _credits(reader, withdrawal))


def _credits(reader: Reader, withdrawal: int) -> Block:
    return actions(
        *(
            button(_credit(reader, way), f"team.credit:{place}", f"{withdrawal}.{place}")
            for place, way in enumerate(CREDITS)
        )
    )
