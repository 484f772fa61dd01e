"""Check-ins: the question, the one reminder, the form, and the card that the workspace sees."""

from collections.abc import Iterator, Mapping, Sequence
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

CHOICES = {
    "result": ("supported", "mixed", "refuted", "unclear", "stopped", "nothing yet"),
    "confidence": ("1", "2", "3", "4", "5"),
    "help_from": ("partner", "other workspaces", "advisor", "facilitator"),
    "course": ("continue", "change", "stop"),
    "statement_changed": ("no", "yes"),
    "sharing": ("workspace", "edition, no names", "edition, named", "public"),
}


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


def form(
    reader: Reader,
    loop: int,
    data: str,
    given: Mapping[str, str],
    *,
    partners: Mapping[int, str],
    thanked: Mapping[int, str],
    told: Sequence[Any],
) -> View:
    """`given` is what the fields start with, `data` what is handed back with them; `partners` get a private light each.

    `told` says whose words these are: its parts have `what`, `by`, `at`, and `fields` that differ.
    """
    fields = [*_fields(reader, given), *_closing(reader, given, thanked), *_lights(reader, given, partners)]
    notes = [context(text(reader, "checkin_told", what=one.what, by=one.by, at=one.at)) for one in told]
    shown = (block for one in fields for block in (_numbered(one, data), *_theirs(reader, one, told)))
    draft = any(one.what == "draft" for one in told)
    view = modal(
        label(reader, "checkin.title").format(loop=loop),
        "checkin.answer",
        [*notes, *shown, *_keeping(reader, data, draft=draft)],
        submit=label(reader, "common.send"),
        close=label(reader, "common.close"),
        data=data,
    )
    return view | {"notify_on_close": True}


def _numbered(block: Block, data: str) -> Block:
    """Slack keeps what was typed in a field of the same name when a view is replaced: another version, another name."""
    if block["type"] == "input":
        block["element"]["action_id"] = f"{block['block_id']}:{data}"
    return block


def _theirs(reader: Reader, block: Block, told: Sequence[Any]) -> Iterator[Block]:
    """What others wrote where this field holds something else."""
    for one in told:
        name = block.get("block_id", "")
        if name in one.fields:
            yield from prose(text(reader, "checkin_theirs", by=one.by, words=_said(reader, name, one.fields[name])))


def _said(reader: Reader, name: str, value: str) -> str:
    return _choice(reader, name, value) if value and name in CHOICES else value


def _keeping(reader: Reader, data: str, *, draft: bool) -> list[Block]:
    save = button(label(reader, "checkin.save"), "checkin.save", data)
    discard = button(label(reader, "checkin.discard"), "checkin.discard", data)
    return [context(label(reader, "checkin.save_hint")), actions(save, *([discard] if draft else []))]


def _fields(reader: Reader, given: Mapping[str, str]) -> list[Block]:
    needed, before = label(reader, "checkin.needed"), given.get("confidence_before", "")
    last_time = label(reader, "checkin.confidence_before").format(value=before) if before else ""
    return [
        _words(reader, given, "hypothesis", hint=needed),
        _words(reader, given, "tried", hint=label(reader, "checkin.tried_hint")),
        _words(reader, given, "observed"),
        _words(reader, given, "learned"),
        _chosen(reader, given, "result", optional=False),
        _chosen(reader, given, "confidence", hint=last_time),
        _words(reader, given, "help_wanted"),
        _chosen(reader, given, "help_from", hint=label(reader, "checkin.help_from_hint")),
        _words(reader, given, "next_step"),
        text_input("next_by", label(reader, "checkin.next_by"), initial=given.get("next_by", ""), optional=True),
        date_input("next_on", label(reader, "checkin.next_on"), initial=given.get("next_on", ""), optional=True),
        _chosen(reader, given, "sharing", optional=False),
    ]


def _closing(reader: Reader, given: Mapping[str, str], thanked: Mapping[int, str]) -> list[Block]:
    fields = [
        context(label(reader, "checkin.close_of_loop")),
        _chosen(reader, given, "course"),
        _chosen(reader, given, "statement_changed"),
    ]
    if not thanked:
        return fields
    options = [option(name[:75], str(team)) for team, name in thanked.items()]
    hint, to = label(reader, "checkin.thank_hint"), given.get("thank_to")
    return [
        *fields,
        select("thank_to", label(reader, "checkin.thank_to"), options, initial=to, optional=True),
        _words(reader, given, "thank_for", hint=hint),
    ]


def _words(reader: Reader, given: Mapping[str, str], key: str, hint: str = "") -> Block:
    name = label(reader, f"checkin.{key}")
    return text_input(key, name, initial=given.get(key, ""), multiline=True, optional=True, hint=hint)


def _chosen(reader: Reader, given: Mapping[str, str], key: str, *, optional: bool = True, hint: str = "") -> Block:
    options = [option(_choice(reader, key, value), value) for value in CHOICES[key]]
    return select(key, label(reader, f"checkin.{key}"), options, initial=given.get(key), optional=optional, hint=hint)


def _choice(reader: Reader, key: str, value: str) -> str:
    return label(reader, f"checkin.{key}_{value.replace(', ', '_').replace(' ', '_')}")


def _lights(reader: Reader, given: Mapping[str, str], partners: Mapping[int, str]) -> list[Block]:
    options = [option(label(reader, f"checkin.light_{light}"), light) for light in ("green", "amber", "red")]
    asked = []
    for team, name in partners.items():
        light, line = f"light_{team}", f"line_{team}"
        words = {key: label(reader, f"checkin.{key}").format(team=name) for key in ("light", "light_line")}
        asked += [
            select(light, words["light"], options, initial=given.get(light), optional=True),
            text_input(line, words["light_line"], initial=given.get(line, ""), optional=True),
        ]
    return [context(label(reader, "checkin.lights_hint")), *asked] if asked else []


def saved(reader: Reader, ref: str, until: datetime) -> Message:
    words = text(reader, "checkin_saved", until=until)
    return message(words, *prose(words), actions(button(label(reader, "checkin.go_on"), "checkin.answer", ref)))


def discarded(reader: Reader, ref: str) -> Message:
    words = text(reader, "checkin_discarded")
    return message(words, *prose(words), actions(button(label(reader, "checkin.answer"), "checkin.answer", ref)))


def lights(reader: Reader, rows: Sequence[Any]) -> Message:
    """For facilitators."""
    return message(text(reader, "checkin_lights", rows=rows))


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


def thanks(reader: Reader, until: datetime, *, late: bool, reframe: int | None) -> Message:
    """`reframe` is the challenge whose statement has changed, for whoever may reframe it."""
    words = text(reader, "checkin_thanks", until=until, late=late)
    shown = [actions(button(label(reader, "checkin.reframe"), "statement.open", str(reframe)))] if reframe else []
    return message(words, *prose(words), *shown)


def card(
    *, reader: Reader, team: str, loop: int, ref: str, result: str, next_on: date | None, **answer: Any
) -> Message:
    when = times.day(next_on, reader) if next_on else ""
    named = {key: _said(reader, key, answer.pop(key)) for key in ("course", "sharing", "help_from")}
    outcome = _choice(reader, "result", result)
    parts = sections(reader, "checkin_card", team=team, loop=loop, result=outcome, next_on=when, **named, **answer)
    blocks = [block for part in parts[:-1] for block in prose(part)]
    amend = actions(
        button(label(reader, "checkin.amend"), "checkin.answer", ref),
        button(label(reader, "ask.new"), "ask.new"),
        button(label(reader, "thanks.title"), "thanks.open", f"team-{ref.partition('.')[2]}"),
    )
    return message("\n".join(parts), *blocks, context(parts[-1]), amend)
