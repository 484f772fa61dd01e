"""Courtesy: “Not now” under a question, the forms for hours and days away, and what somebody reads of it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from babel.dates import get_day_names

from bot.messages import times
from bot.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    date_input,
    message,
    modal,
    option,
    plain,
    prose,
    select,
    text_input,
)
from bot.messages.kinds import kind_name
from bot.messages.reader import Reader
from bot.messages.texts import label, text

HALVES = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]


def not_now(reader: Reader, later: str) -> Block:
    """The small choices under anything that is asked or reminded of; `later` is the delivery's id."""
    return button(label(reader, "courtesy.open"), "courtesy.open", later)


def form(reader: Reader, later: str, tomorrow: datetime | None, *, again: bool, team: bool) -> View:
    """`tomorrow` is when it would be asked again, `again` whether it may be at all; `team`: a deputy can be asked."""
    choices = [
        *([option(_tomorrow(reader, tomorrow), "tomorrow")] if tomorrow else []),
        *([option(label(reader, "courtesy.day"), "day")] if again else []),
        option(label(reader, "courtesy.away_team" if team else "courtesy.away_alone"), "away"),
        option(label(reader, "courtesy.matter"), "matter"),
        option(label(reader, "courtesy.mute"), "mute"),
    ]
    fields = [
        select("what", label(reader, "courtesy.what"), choices, kind="radio_buttons"),
        date_input("day", label(reader, "courtesy.until"), optional=True),
    ]
    return modal(label(reader, "courtesy.title"), "courtesy.open", fields, data=later, **_names(reader))


def _tomorrow(reader: Reader, at: datetime) -> str:
    return label(reader, "courtesy.tomorrow").format(when=times.moment(at, reader))


def _names(reader: Reader) -> dict[str, str]:
    return {"submit": label(reader, "common.send"), "close": label(reader, "common.cancel")}


def away_form(reader: Reader, today: date) -> View:
    fields = [
        date_input("first", label(reader, "courtesy.first"), initial=today.isoformat()),
        date_input("last", label(reader, "courtesy.last")),
    ]
    return modal(label(reader, "courtesy.away_title"), "courtesy.away", fields, **_names(reader))


def hours_form(reader: Reader, zone: str, given: dict[str, Any]) -> View:
    works, quiet = given["works"], given["quiet"] or (None, None)
    fields = [
        text_input("zone", label(reader, "courtesy.zone"), initial=zone, hint=label(reader, "courtesy.zone_hint")),
        _time(reader, "works_from", works[0]),
        _time(reader, "works_until", works[1]),
        _time(reader, "quiet_from", quiet[0], optional=True),
        _time(reader, "quiet_until", quiet[1], optional=True),
        _weekend(reader, given["weekend"]),
    ]
    return modal(label(reader, "courtesy.hours_title"), "courtesy.hours", fields, **_names(reader))


def _time(reader: Reader, name: str, at: time | None, *, optional: bool = False) -> Block:
    options = [option(half, half) for half in HALVES]
    initial = f"{at:%H:%M}" if at else None
    return select(name, label(reader, f"courtesy.{name}"), options, initial=initial, optional=optional)


def _weekend(reader: Reader, days: Sequence[int] | None) -> Block:
    options = [option(name, str(day)) for day, name in _days(reader).items()]
    chosen = [one for one in options if days and int(one["value"]) in days]
    element: Block = {"type": "multi_static_select", "action_id": "weekend", "options": options}
    return {
        "type": "input",
        "block_id": "weekend",
        "optional": True,
        "label": plain(label(reader, "courtesy.weekend")),
        "hint": plain(label(reader, "courtesy.weekend_hint")),
        "element": element | ({"initial_options": chosen} if chosen else {}),
    }


def _days(reader: Reader) -> dict[int, str]:
    return {day: str(name) for day, name in get_day_names("wide", locale=reader.locale).items()}


def done(reader: Reader, what: str, **facts: Any) -> Message:
    """After any of the choices: what holds now, and where it is undone."""
    words = text(reader, "courtesy_done", what=what, **facts)
    return message(words, *prose(words), actions(button(label(reader, "courtesy.me"), "person.me")))


def zone(*, reader: Reader, known: str, found: str) -> Message:
    words = text(reader, "courtesy_zone", known=known, found=found)
    keep = button(label(reader, "courtesy.keep").format(zone=known), "courtesy.keep")
    return message(
        words, *prose(words), actions(keep, button(label(reader, "courtesy.take").format(zone=found), "courtesy.take"))
    )


def summary(reader: Reader, zone: str, card: dict[str, Any]) -> str:
    """What holds for a person, on their own card."""
    names = _days(reader)
    days = [names[day] for day in card["weekend"]] if card["weekend"] is not None else []
    held = [kind_name(reader, kind) for kind in card["held"]]
    return text(reader, "courtesy_card", zone=zone, days=days, kinds=held, **card)


def choices(reader: Reader, card: dict[str, Any]) -> list[Block]:
    """Everything on the card that can be changed, and all that can be undone."""
    change = actions(
        button(label(reader, "courtesy.hours"), "courtesy.hours"),
        button(label(reader, "courtesy.away"), "courtesy.away"),
    )
    undo = [
        *(_back(reader, one, first, last) for one, first, last in card["away"][:10]),
        *(button(_unmute(reader, until), f"courtesy.unmute:{one}", str(one)) for one, _, until in card["mutes"][:10]),
    ]
    return [change, actions(*undo)] if undo else [change]


def _back(reader: Reader, one: int, first: date, last: date) -> Block:
    words = label(reader, "courtesy.back").format(first=times.day(first, reader), last=times.day(last, reader))
    return button(words, f"courtesy.back:{one}", str(one))


def _unmute(reader: Reader, until: date | None) -> str:
    if until is None:
        return label(reader, "courtesy.unmute_matter")
    return label(reader, "courtesy.unmute").format(until=times.day(until, reader))
