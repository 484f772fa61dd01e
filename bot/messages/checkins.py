"""Check-ins: the question, the one reminder, the form, and the card that the workspace sees."""

from datetime import date, datetime
from typing import Any

from bot.messages import times
from bot.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    date_input,
    message,
    modal,
    option,
    prose,
    select,
    text_input,
)
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, sections, text

RESULTS = ("supported", "mixed", "refuted", "unclear", "stopped", "nothing yet")
SHARING = ("workspace", "edition, no names", "edition, named", "public")


def ask(*, reader: Reader, loop: int, team: str, until: datetime, ref: str, later: str) -> Message:
    words = text(reader, "checkin_ask", loop=loop, team=team, until=until)
    return message(words, *prose(words), _buttons(reader, ref, later))


def nudge(*, reader: Reader, loop: int, team: str, until: datetime, ref: str, later: str) -> Message:
    words = text(reader, "checkin_nudge", loop=loop, team=team, until=until)
    return message(words, *prose(words), _buttons(reader, ref, later))


def _buttons(reader: Reader, ref: str, later: str) -> Block:
    return actions(
        button(label(reader, "checkin.answer"), "checkin.answer", ref, style="primary"),
        not_now(reader, later),
        button(label(reader, "checkin.skip"), "checkin.skip", ref),
        button(label(reader, "common.person"), "person.talk", ref),
    )


def form(reader: Reader, loop: int, ref: str, given: dict[str, str], partners: dict[int, str]) -> View:
    """`given` is what the fields start with; `ref` is `loop.team`; `partners` get a private light each."""
    name = label(reader, "checkin.title").format(loop=loop)
    return modal(
        name,
        "checkin.answer",
        [*_fields(reader, given), *_lights(reader, partners)],
        submit=label(reader, "common.send"),
        close=label(reader, "common.cancel"),
        data=ref,
    )


def _fields(reader: Reader, given: dict[str, str]) -> list[Block]:
    def words(key: str, hint: str = "") -> Block:
        name = label(reader, f"checkin.{key}")
        return text_input(key, name, initial=given.get(key, ""), multiline=True, optional=True, hint=hint)

    def choices(key: str, values: tuple[str, ...], *, optional: bool = False, hint: str = "") -> Block:
        options = [option(_choice(reader, key, value), value) for value in values]
        name = label(reader, f"checkin.{key}")
        return select(key, name, options, initial=given.get(key), optional=optional, hint=hint)

    needed, before = label(reader, "checkin.needed"), given.get("confidence_before", "")
    last_time = label(reader, "checkin.confidence_before").format(value=before) if before else ""
    return [
        words("hypothesis", hint=needed),
        words("tried", hint=needed),
        words("observed"),
        words("learned"),
        choices("result", RESULTS),
        choices("confidence", ("1", "2", "3", "4", "5"), optional=True, hint=last_time),
        words("help_wanted"),
        words("next_step"),
        date_input("next_on", label(reader, "checkin.next_on"), initial=given.get("next_on", ""), optional=True),
        choices("sharing", SHARING),
    ]


def _choice(reader: Reader, key: str, value: str) -> str:
    return label(reader, f"checkin.{key}_{value.replace(', ', '_').replace(' ', '_')}")


def _lights(reader: Reader, partners: dict[int, str]) -> list[Block]:
    options = [option(label(reader, f"checkin.light_{light}"), light) for light in ("green", "amber", "red")]
    asked = [
        select(f"light_{team}", label(reader, "checkin.light").format(team=name), options, optional=True)
        for team, name in partners.items()
    ]
    line = text_input("light_line", label(reader, "checkin.light_line"), optional=True)
    return [*asked, line] if asked else []


def skip_form(reader: Reader, ref: str) -> View:
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.cancel")}
    field = text_input("reason", label(reader, "checkin.reason"), optional=True)
    return modal(label(reader, "checkin.skip_title"), "checkin.skip", [field], data=ref, **names)


def skipped(reader: Reader) -> Message:
    return message(text(reader, "checkin_skipped"))


def asked(reader: Reader, now: datetime, times: dict[str, datetime], already: list[str]) -> Message:
    """`times` are when each team is asked; `already` are those that were asked the same day."""
    at_once = [team for team, at in times.items() if at <= now]
    later = {team: at for team, at in times.items() if at > now}
    return message(text(reader, "checkin_asked", at_once=at_once, later=later, already=already))


def thanks(reader: Reader, until: datetime) -> Message:
    return message(text(reader, "checkin_thanks", until=until))


def card(
    *, reader: Reader, team: str, loop: int, ref: str, result: str, next_on: date | None, **answer: Any
) -> Message:
    when = times.day(next_on, reader) if next_on else ""
    outcome = _choice(reader, "result", result)
    parts = sections(reader, "checkin_card", team=team, loop=loop, result=outcome, next_on=when, **answer)
    blocks = [block for part in parts[:-1] for block in prose(part)]
    amend = actions(
        button(label(reader, "checkin.amend"), "checkin.answer", ref),
        button(label(reader, "ask.new"), "ask.new"),
        button(label(reader, "thanks.title"), "thanks.open", f"team-{ref.partition('.')[2]}"),
    )
    return message("\n".join(parts), *blocks, context(parts[-1]), amend)
