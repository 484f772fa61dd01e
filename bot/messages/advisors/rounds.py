"""A critical-friend round: how it is set up, each of its steps, and what is taken from it."""

from collections.abc import Sequence
from datetime import datetime

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
from bot.messages.reader import Reader
from bot.messages.texts import label, text

Names = Sequence[tuple[int, str]]


def team_form(reader: Reader, teams: Names) -> View:
    field = select("team", label(reader, "round.team"), _options(teams))
    title, submit = label(reader, "round.title"), label(reader, "common.send")
    return modal(title, "round.team", [field], submit=submit, close=label(reader, "common.cancel"))


def form(reader: Reader, team: int, members: Names, friends: Names, own_room: bool) -> View:
    rooms = ("own", "cohort") if own_room else ("cohort",)
    where = [option(label(reader, f"round.room_{one}"), one) for one in rooms]
    several: Block = {"type": "multi_static_select", "action_id": "friends", "options": _options(friends)}
    names = plain(label(reader, "round.friends"))
    fields = [
        text_input("topic", label(reader, "round.topic"), hint=label(reader, "round.topic_hint")),
        select("presenter", label(reader, "round.presenter"), _options(members), initial=str(members[0][0])),
        {"type": "input", "block_id": "friends", "label": names, "element": several, "optional": False},
        select("room", label(reader, "round.room"), where, initial=rooms[0], hint=label(reader, "round.room_hint")),
        date_input("day", label(reader, "round.day"), optional=True, hint=label(reader, "round.day_hint")),
        text_input("time", label(reader, "round.time"), optional=True),
    ]
    title, submit = label(reader, "round.title"), label(reader, "common.send")
    close = label(reader, "common.cancel")
    return modal(title, "round.start", fields, submit=submit, close=close, data=str(team))


def _options(names: Names) -> list[Block]:
    return [option(name[:75], str(one)) for one, name in names[:100]]


def started(reader: Reader, round_id: int, starts_at: datetime, by_day: bool, friends: int, room: str) -> Message:
    said = text(reader, "round_started", starts_at=starts_at, by_day=by_day, friends=friends, room=room)
    return message(said, *prose(said), actions(*_hold(reader, round_id)))


def _hold(reader: Reader, round_id: int) -> list[Block]:
    return [
        button(label(reader, "round.pause"), "round.pause", str(round_id)),
        button(label(reader, "round.cancel"), "round.cancel", str(round_id)),
    ]


def nowhere(reader: Reader) -> Message:
    return message(text(reader, "round_nowhere"))


def invited(
    *, reader: Reader, round_id: int, topic: str, team: str, presenter: str, starts_at: datetime, by_day: bool
) -> Message:
    said = text(
        reader, "round_invited", topic=topic, team=team, presenter=presenter, starts_at=starts_at, by_day=by_day
    )
    buttons = actions(
        button(label(reader, "round.come"), "round.come", str(round_id), style="primary"),
        button(label(reader, "round.not_this_time"), "round.decline", str(round_id)),
    )
    return message(said, *prose(said), buttons)


def answered(reader: Reader, comes: bool) -> Message:
    return message(text(reader, "round_answered", comes=comes))


def step(*, reader: Reader, round_id: int, position: int, last: bool, step: str, **facts: object) -> Message:
    """`facts` are `topic`, `team`, `presenter`, `until`."""
    name = label(reader, f"round.{step}")
    said = text(reader, "round_step", position=position, last=last, step=step, name=name, **facts)
    buttons = _closing(reader, round_id) if last else _running(reader, round_id, position)
    return message(said, *prose(said), actions(*buttons))


def _running(reader: Reader, round_id: int, position: int) -> list[Block]:
    return [
        button(label(reader, "round.say"), "round.say", str(round_id)),
        button(label(reader, "round.next"), "round.next", f"{round_id}.{position}"),
        *_hold(reader, round_id),
    ]


def _closing(reader: Reader, round_id: int) -> list[Block]:
    return [
        button(label(reader, "round.take"), "round.take", str(round_id), style="primary"),
        button(label(reader, "round.say"), "round.say", str(round_id)),
    ]


def told(
    *,
    reader: Reader,
    round_id: int,
    position: int,
    last: bool,
    step: str,
    said: Sequence[tuple[str, str]],
    **facts: object,
) -> Message:
    name = label(reader, f"round.{step}")
    words = text(reader, "round_told", position=position, last=last, step=step, name=name, said=said, **facts)
    return message(words, *prose(words), actions(button(label(reader, "round.say"), "round.say", str(round_id))))


def say_form(reader: Reader, round_id: int) -> View:
    field = text_input("text", label(reader, "round.say_text"), multiline=True, hint=label(reader, "round.say_hint"))
    title, submit = label(reader, "round.say_title"), label(reader, "common.send")
    close = label(reader, "common.cancel")
    return modal(title, "round.say", [field], submit=submit, close=close, data=str(round_id))


def said(reader: Reader) -> Message:
    return message(text(reader, "round_said"))


def word(*, reader: Reader, name: str, words: str) -> Message:
    shown = text(reader, "round_word", name=name, words=words)
    return message(shown, *prose(shown))


def not_now(reader: Reader) -> Message:
    return message(text(reader, "round_not_now"))


def changed(reader: Reader, what: str, round_id: int) -> Message:
    """`what` is `pause`, `resume`, `cancel` or `next`."""
    shown = text(reader, "round_changed", what=what)
    again = actions(button(label(reader, "round.resume"), "round.resume", str(round_id), style="primary"))
    return message(shown, *prose(shown), *([again] if what == "pause" else []))


def moved(*, reader: Reader, topic: str, starts_at: datetime, by_day: bool) -> Message:
    return message(text(reader, "round_moved", topic=topic, starts_at=starts_at, by_day=by_day))


def cancelled(*, reader: Reader, topic: str, team: str) -> Message:
    return message(text(reader, "round_cancelled", topic=topic, team=team))


def take_form(reader: Reader, round_id: int, taken: str) -> View:
    hint = label(reader, "round.take_hint")
    fields = [
        text_input("text", label(reader, "round.take_text"), initial=taken, multiline=True, hint=hint),
        text_input("promise", label(reader, "round.promise"), optional=True),
        date_input("due", label(reader, "round.due"), optional=True),
    ]
    title, submit = label(reader, "round.take_title"), label(reader, "common.send")
    close = label(reader, "common.cancel")
    return modal(title, "round.take", fields, submit=submit, close=close, data=str(round_id))


def closed(*, reader: Reader, presenter: str, taken: str) -> Message:
    shown = text(reader, "round_closed", presenter=presenter, taken=taken)
    return message(shown, *prose(shown))


def taken(reader: Reader) -> Message:
    shown = text(reader, "round_taken")
    return message(shown, *prose(shown), actions(button(label(reader, "insight.open"), "insight.open")))
