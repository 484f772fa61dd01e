"""Office hours: what advisors offer, what teams book, and what each side is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.messages import times
from bot.messages.advisors.asking import Parts, allowed, heading
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
    prose,
    select,
    several,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, text

SHOWN = 10
THEME = 150
"""No value of a choice is longer in Slack."""


def desk(reader: Reader, rows: Sequence[tuple[int, datetime, int, str]]) -> Message:
    """An advisor's own: of each slot its id, start, minutes and who has booked it."""
    said = text(
        reader,
        "advisor_desk",
        rows=[(at, minutes, team) for _, at, minutes, team in rows[:SHOWN]],
        more=max(len(rows) - SHOWN, 0),
    )
    off = [
        button(_when(reader, "slot.withdraw", at), f"slot.withdraw:{slot}", str(slot))
        for slot, at, _, _ in rows[:SHOWN]
    ]
    own = [
        button(label(reader, "advisor.offer"), "advisor.offer", style="primary"),
        button(label(reader, "advisor.settings"), "advisor.settings"),
        button(label(reader, "advisor.leave"), "advisor.leave"),
    ]
    return message(said, *prose(said), actions(*own, *off))


def _when(reader: Reader, key: str, at: datetime) -> str:
    return label(reader, key).format(when=f"{times.day(at, reader)}, {times.clock(at, reader)}")[:75]


def offer_form(reader: Reader) -> View:
    zone = label(reader, "advisor.zone_hint").format(zone=reader.zone)
    fields = [
        date_input("day", label(reader, "advisor.day")),
        text_input("starts", label(reader, "advisor.starts"), hint=zone),
        text_input("ends", label(reader, "advisor.ends")),
        text_input("minutes", label(reader, "advisor.minutes"), initial="30"),
        date_input("weekly", label(reader, "advisor.weekly"), optional=True, hint=label(reader, "advisor.weekly_hint")),
    ]
    title, submit = label(reader, "advisor.offer_title"), label(reader, "common.send")
    return modal(title, "advisor.offer", fields, submit=submit, close=label(reader, "common.cancel"))


def offered(reader: Reader, count: int, first: datetime) -> Message:
    return message(text(reader, "advisor_offered", count=count, first=first))


def settings_form(
    reader: Reader, known: Sequence[str], themes: Sequence[str], languages: Sequence[str], more: bool
) -> View:
    """`known` are the edition's themes; what else somebody advises on they write themselves."""
    often = [option(label(reader, f"advisor.often_{one}"), one) for one in ("month", "more")]
    chosen = "more" if more else "month"
    others = [theme for theme in themes if theme not in known]
    fields = [
        *_known(reader, known, themes),
        text_input("themes", label(reader, "advisor.themes"), initial=", ".join(others), optional=True),
        text_input("languages", label(reader, "advisor.languages"), initial=", ".join(languages), optional=True),
        select("often", label(reader, "advisor.often"), often, initial=chosen, kind="radio_buttons"),
    ]
    title, submit = label(reader, "advisor.settings_title"), label(reader, "common.send")
    return modal(title, "advisor.settings", fields, submit=submit, close=label(reader, "common.cancel"))


def _known(reader: Reader, known: Sequence[str], themes: Sequence[str]) -> list[Block]:
    options = [option(theme[:75], theme) for theme in known if len(theme) <= THEME][:100]
    if not options:
        return []
    return [
        several(
            "chosen", label(reader, "advisor.chosen"), options, initial=[it for it in options if it["value"] in themes]
        )
    ]


def leave_form(reader: Reader) -> View:
    title, close = label(reader, "advisor.leave"), label(reader, "common.cancel")
    words = prose(text(reader, "advisor_leave"))
    return modal(title, "advisor.leave", words, submit=label(reader, "advisor.leave_confirm"), close=close)


def left(reader: Reader, name: str) -> Message:
    """`name` is empty where it is the reader."""
    return message(text(reader, "advisor_left", name=name))


def saved(reader: Reader) -> Message:
    return message(text(reader, "advisor_saved"))


def free(reader: Reader, team: int, rows: Sequence[Any], mine: Sequence[tuple[int, datetime, str]]) -> Message:
    """Of each free slot `id`, `at`, `minutes`, `name`, `humane`; of each booking its id, start and advisor."""
    booked = [(at, name) for _, at, name in mine]
    said = text(reader, "slot_list", rows=rows[:SHOWN], mine=booked)
    book = [
        button(_when(reader, "slot.book", row.at), f"slot.book:{row.id}", f"{row.id}.{team}") for row in rows[:SHOWN]
    ]
    off = [button(label(reader, "slot.cancel"), f"slot.cancel:{one}", str(one)) for one, _, _ in mine[:5]]
    return message(said, *prose(said), *([actions(*book, *off)] if book or off else []))


def team_form(reader: Reader, teams: Sequence[tuple[int, str]]) -> View:
    """For whom somebody books who has several teams, or runs the edition."""
    field = select("team", label(reader, "slot.team"), [option(name[:75], str(one)) for one, name in teams[:100]])
    title, submit = label(reader, "slot.book_title"), label(reader, "common.send")
    return modal(title, "slot.team", [field], submit=submit, close=label(reader, "common.cancel"))


def book_form(reader: Reader, slot_and_team: str, parts: Sequence[Any]) -> View:
    """With the brief, as the team may let the advisor read it beforehand."""
    shown = text(
        reader,
        "advisor_brief",
        parts=[(heading(reader, part.key), part.text) for part in parts],
        links="",
    )
    question = text_input("question", label(reader, "slot.question"), multiline=True)
    title, submit = label(reader, "slot.book_title"), label(reader, "common.send")
    blocks = [question, *prose(shown), *allowed(reader, parts)]
    return modal(title, "slot.book", blocks, submit=submit, close=label(reader, "common.cancel"), data=slot_and_team)


def yours(reader: Reader, advisor: str, starts_at: datetime) -> Message:
    return message(text(reader, "slot_yours", advisor=advisor, starts_at=starts_at))


def taken(reader: Reader) -> Message:
    said = text(reader, "slot_taken")
    return message(said, *prose(said), actions(button(label(reader, "slot.list"), "slot.list")))


def freed(reader: Reader) -> Message:
    return message(text(reader, "slot_freed"))


def booked(*, reader: Reader, booking: int, **facts: Any) -> Message:
    return _booking(reader, booking, facts, reminder=False)


def reminder(*, reader: Reader, booking: int, **facts: Any) -> Message:
    return _booking(reader, booking, facts, reminder=True)


def _booking(reader: Reader, booking: int, facts: dict[str, Any], *, reminder: bool) -> Message:
    """`facts` are `with_`, `starts_at`, `minutes`, `question`, `brief`."""
    brief: Parts = facts.pop("brief")
    parts = [(heading(reader, key), words) for key, words in brief]
    said = text(reader, "slot_booked", reminder=reminder, parts=parts, links="", **facts)
    return message(said, *prose(said), actions(button(label(reader, "slot.cancel"), "slot.cancel", str(booking))))


def cancelled(*, reader: Reader, with_: str, starts_at: datetime, advisor: bool) -> Message:
    said = text(reader, "slot_cancelled", with_=with_, starts_at=starts_at, advisor=advisor)
    other = [] if advisor else [actions(button(label(reader, "slot.list"), "slot.list"))]
    return message(said, *prose(said), *other)


def after(*, reader: Reader, booking: int, team: str, question: str) -> Message:
    said = text(reader, "slot_after", team=team, question=question)
    write = button(label(reader, "slot.write"), "slot.write", str(booking), style="primary")
    return message(said, *prose(said), actions(write))
