"""Thanks: the forms, the message to the thanked, and what their choice changes."""

from collections.abc import Sequence

from bot.messages.blocks import Block, Message, View, actions, button, message, modal, option, prose, select, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, text

WISHES = ("show", "ask", "keep")


def form(reader: Reader, to: Sequence[tuple[str, str]], chosen: str = "") -> View:
    """`to` are `(value, name)`: teams, then people."""
    options = [option(name[:75], value) for value, name in to[:100]]
    fields = [
        select("team", label(reader, "thanks.team"), options, initial=chosen),
        text_input("text", label(reader, "thanks.text"), multiline=True, hint=label(reader, "thanks.hint")),
    ]
    title, close = label(reader, "thanks.title"), label(reader, "common.cancel")
    return modal(title, "thanks.give", fields, submit=label(reader, "common.send"), close=close)


def given(reader: Reader, team: str) -> Message:
    return message(text(reader, "thanks_given", team=team))


def received(*, reader: Reader, given: int, state: str, standing: bool, **facts: object) -> Message:
    """`state` is what an earlier choice made of it; a team may choose once for all (`standing`).

    `facts` are `giver`, `team`, `words`, and `honour` where the secretariat recognises something.
    """
    said = text(reader, "thanks_received", state=state, **facts)
    return message(said, *prose(said), actions(*_choice(reader, given, state), *_always(reader, given, standing)))


def _choice(reader: Reader, given: int, state: str) -> list[Block]:
    allow = button(label(reader, "thanks.allow"), "thanks.allow", str(given), style="primary")
    keep = button(label(reader, "thanks.keep"), "thanks.keep", str(given))
    return [*([allow] if state != "shown" else []), *([keep] if state != "kept" else [])]


def _always(reader: Reader, given: int, standing: bool) -> list[Block]:
    """A team chooses once for all; a person may leave out their name."""
    if standing:
        pack = button(label(reader, "pack.make"), "pack.make")
        return [button(label(reader, "thanks.wish"), "thanks.wish", str(given)), pack]
    return [button(label(reader, "thanks.unnamed"), "thanks.unnamed", str(given))]


def decided(reader: Reader, given: int, giver: str, words: str, shown: bool) -> Message:
    """In place of the question; the other choice stays open."""
    said = text(reader, "thanks_decided", giver=giver, words=words, shown=shown)
    other = "thanks.keep" if shown else "thanks.allow"
    return message(said, *prose(said), actions(button(label(reader, other), other, str(given))))


def wish_form(reader: Reader, team: int, wish: str, named: bool) -> View:
    options = [option(label(reader, f"thanks.wish_{one}"), one) for one in WISHES]
    names = [option(label(reader, f"thanks.named_{one}"), one) for one in ("yes", "no")]
    initial = "yes" if named else "no"
    fields = [
        select("wish", label(reader, "thanks.wish_how"), options, initial=wish, kind="radio_buttons"),
        select("named", label(reader, "thanks.named"), names, initial=initial, kind="radio_buttons"),
    ]
    title, submit = label(reader, "thanks.wish_title"), label(reader, "common.send")
    close = label(reader, "common.cancel")
    return modal(title, "thanks.wish", fields, submit=submit, close=close, data=str(team))


def wished(reader: Reader) -> Message:
    return message(text(reader, "thanks_wished"))


def honour_form(reader: Reader, teams: Sequence[tuple[int, str]]) -> View:
    options = [option(name[:75], str(team)) for team, name in teams[:100]]
    hint = label(reader, "thanks.honour_hint")
    fields = [
        select("team", label(reader, "thanks.honour_team"), options),
        text_input("text", label(reader, "thanks.honour_text"), multiline=True, hint=hint),
    ]
    title, close = label(reader, "thanks.honour_title"), label(reader, "common.cancel")
    return modal(title, "thanks.honour", fields, submit=label(reader, "common.send"), close=close)


def none_refuted(reader: Reader) -> Message:
    return message(text(reader, "thanks_none_refuted"))
