"""A team's account: the question with its draft, the form, the thanks, and what the team keeps."""

from collections.abc import Mapping
from typing import Any

from bot.messages.blocks import Message, View, actions, button, message, modal, option, prose, select, text_input
from bot.messages.reader import Reader
from bot.messages.texts import label, sections, text

FIELDS = ("expectations", "tried", "learned", "pains", "assessment", "gave")
LEVELS = ("workspace", "edition, no names", "edition, named", "public")


def asked(*, reader: Reader, team: str, number: int) -> Message:
    said = text(reader, "account_asked", team=team)
    return message(said, *prose(said), actions(button(label(reader, "account.open"), "account.open", str(number))))


def form(reader: Reader, team: int, given: Mapping[str, str], sharing: str) -> View:
    levels = [option(label(reader, f"account.sharing_{_key(level)}"), level) for level in LEVELS]
    ready = [option(label(reader, f"account.approve_{way}"), way) for way in ("yes", "no")]
    hints = {"gave": label(reader, "account.gave_hint")}
    fields = [
        text_input(
            name,
            label(reader, f"account.{name}"),
            initial=given[name],
            multiline=True,
            optional=True,
            hint=hints.get(name, ""),
        )
        for name in FIELDS
    ]
    fields += [
        select("sharing", label(reader, "account.sharing"), levels, initial=sharing, kind="radio_buttons"),
        select("approve", label(reader, "account.approve"), ready, initial="no", kind="radio_buttons"),
    ]
    title, close = label(reader, "account.form"), label(reader, "common.cancel")
    return modal(title, "account.save", fields, submit=label(reader, "common.send"), close=close, data=str(team))


def _key(level: str) -> str:
    return level.replace(", ", "_").replace(" ", "_")


def saved(reader: Reader, approved: bool, thanked: bool) -> Message:
    return message(text(reader, "account_saved", approved=approved, thanked=thanked))


def thanks(*, reader: Reader, team: str, gave: str) -> Message:
    said = text(reader, "account_thanks", team=team, gave=gave)
    return message(said)


def kept(*, reader: Reader, number: int, **facts: Any) -> Message:
    """The whole, to keep: it may be copied and forwarded like any message."""
    words = facts.pop("words")
    parts = [(label(reader, f"account.{name}"), words[name]) for name in FIELDS]
    found = sections(reader, "account_kept", parts=parts[:-1], gave=words["gave"], **facts)
    change = actions(button(label(reader, "account.open"), "account.open", str(number)))
    return message("\n\n".join(found), *(block for part in found for block in prose(part)), change)
