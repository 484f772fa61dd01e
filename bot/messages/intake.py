"""A dropped file, previewed before anything is written; what is missing, and to whom one could write; look-alikes."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    message,
    modal,
    option,
    prose,
    select,
    text_input,
)
from bot.messages.mails import plain_text
from bot.messages.reader import Reader
from bot.messages.texts import label, sections, text

ANSWERS = 40
"""Fields of one form at most; what is open beyond them is asked once these are answered."""
OPTION, OPTIONS = 75, 100
SHOWN_GROUPS = 15
MOST_ALIKE = 20
"""Buttons of one group at most."""
KINDS = ("challenge", "solution", "cohort")


def reading(reader: Reader, name: str) -> Message:
    return message(text(reader, "intake_reading", name=name))


def preview(reader: Reader, file: int, facts: dict[str, Any]) -> Message:
    """`facts` are those of `schedules.intake.facts`."""
    parts = sections(reader, "intake_preview", **facts)
    buttons = (_verbs(reader, str(file), facts), _kinds(reader, str(file), facts["kind"]))
    return message("\n\n".join(parts), *(block for part in parts for block in prose(part)), *buttons)


def _verbs(reader: Reader, file: str, facts: dict[str, Any]) -> Block:
    buttons = [button(label(reader, "intake.bring"), "intake.bring", file, "primary")] if facts["can_bring"] else []
    if facts["problems"]:
        buttons.append(button(label(reader, "intake.problems"), "intake.problems", file))
    buttons.append(button(label(reader, "intake.mapping"), "intake.mapping", file))
    if facts["drafts"]:
        buttons.append(button(label(reader, "intake.requests"), "intake.requests", file))
    return actions(*buttons, button(label(reader, "intake.leave"), "intake.leave", file))


def _kinds(reader: Reader, file: str, kind: str) -> Block:
    """The other calls that the file may be for."""
    return actions(
        *(
            button(label(reader, f"intake.for_{other}"), f"intake.kind:{other}", f"{file}.{other}")
            for other in KINDS
            if other != kind
        )
    )


def unreadable(reader: Reader, name: str, why: str) -> Message:
    return message(text(reader, "intake_unreadable", name=name, why=why))


def bringing(reader: Reader, name: str) -> Message:
    return message(text(reader, "intake_bringing", name=name))


def taken(reader: Reader, file: int, facts: dict[str, Any]) -> Message:
    words = text(reader, "intake_taken", **facts)
    more = [button(label(reader, "intake.requests"), "intake.requests", str(file))] if facts["drafts"] else []
    return message(words, *prose(words), *([actions(*more)] if more else []))


def left(reader: Reader, name: str, by: str) -> Message:
    return message(text(reader, "intake_left", name=name, by=by))


def decided_already(reader: Reader, state: str) -> Message:
    return message(text(reader, "intake_decided", state=state))


def how(reader: Reader, channel: str, waiting: str, link: str) -> Message:
    return message(text(reader, "intake_how", channel=channel, waiting=waiting, link=link))


def problems(reader: Reader, file: int, page: int, rows: list[dict[str, Any]], of: int, pages: int) -> Message:
    words = text(reader, "intake_problems", rows=rows, of=of, page=page + 1, pages=pages)
    more = [actions(_next(reader, "intake.problems", file, page))] if page + 1 < pages else []
    return message(words, *prose(words), *more)


def requests(
    reader: Reader, file: int, page: int, drafts: Sequence[Mapping[str, Any]], of: int, pages: int, can_send: bool
) -> Message:
    """Each as its contact would read it."""
    written = [{**draft, "text": _letter(str(draft["locale"]), reader.zone, draft)} for draft in drafts]
    words = text(reader, "intake_requests", drafts=written, of=of, page=page + 1, pages=pages, can_send=can_send)
    buttons = [_next(reader, "intake.requests", file, page)] if page + 1 < pages else []
    if can_send:
        buttons.insert(0, button(label(reader, "intake.send"), "intake.send", str(file), "primary"))
    return message(words, *prose(words), *([actions(*buttons)] if buttons else []))


def _next(reader: Reader, action: str, file: int, page: int) -> Block:
    name = label(reader, "intake.next")
    return button(name, action, f"{file}.{page + 1}")  # intake.problems and intake.requests have their first buttons


def sent(reader: Reader, count: int, without: int) -> Message:
    return message(text(reader, "intake_sent", count=count, without=without))


def letter(locale: str, **facts: Any) -> str:
    """The request as plain words, for a file or a letter."""
    return plain_text({"text": _letter(locale, "UTC", facts, by_hand=True)})[1]


def _letter(locale: str, zone: str, facts: Mapping[str, Any], *, by_hand: bool = False) -> str:
    """`by_hand`: for somebody to send, without a button under it."""
    told = {name: facts[name] for name in ("contact", "edition", "items")}
    return text(Reader(locale, zone), "intake_incomplete", by_hand=by_hand, **told)


def incomplete(*, reader: Reader, contact: str, items: list[dict[str, Any]], locale: str, edition: str) -> Message:
    """In the language of the form that they filled in; a button for each submission."""
    own = Reader(locale, reader.zone)
    words = _letter(locale, reader.zone, {"contact": contact, "edition": edition, "items": items})
    name = label(own, "intake.answer")
    buttons = [
        button(name if len(items) == 1 else _short(f"{name}: {item['title'] or item['team']}"),
               f"intake.answer:{item['id']}", str(item["id"]), "primary")
        for item in items[:MOST_ALIKE]
    ]  # fmt: skip
    return message(words, *prose(words), actions(*buttons))


def answer_form(reader: Reader, submission: int, asked: dict[str, tuple[str, str]]) -> View:
    """`asked`: the words of the form and the kind of answer, by key."""
    fields = [_field(reader, key, words, kind) for key, (words, kind) in list(asked.items())[:ANSWERS]]
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.cancel")}
    return modal(label(reader, "intake.answer"), "intake.answer", fields, data=str(submission), **names)


def _field(reader: Reader, key: str, words: str, kind: str) -> Block:
    if kind != "consent":
        return text_input(key, words, multiline=kind == "long")
    yes = [option(label(reader, f"intake.consent_{said}"), said) for said in ("yes", "no")]
    return select(key, words, yes, kind="radio_buttons")


def answered(reader: Reader, contact: str) -> Message:
    return message(text(reader, "intake_answered", contact=contact))


def mapping_form(reader: Reader, file: int, doubtful: list[dict[str, Any]], questions: list[tuple[str, str]],
                 headers: Sequence[str]) -> View:  # fmt: skip
    """A select for each question that is open or unsure, and a pair of them for any other."""
    columns = [option(label(reader, "intake.no_column"), "none")]
    columns += [option(_short(header), str(number)) for number, header in enumerate(headers)][: OPTIONS - 1]
    fields = [
        select(
            f"column_{one['key']}",
            one["label"],
            columns,
            initial=one["column"],
            hint=label(reader, "intake.required" if one["required"] else "intake.wanted"),
        )
        for one in doubtful
    ]
    others = [option(_short(words), key) for key, words in questions]
    yes_no = [option(label(reader, f"intake.keep_{said}"), said) for said in ("yes", "no")]
    fields += [
        select("other", label(reader, "intake.other"), others, optional=True),
        select("other_column", label(reader, "intake.other_column"), columns, optional=True),
        select("keep", label(reader, "intake.keep"), yes_no, initial="yes"),
    ]
    if len(headers) >= OPTIONS:
        fields.insert(0, context(text(reader, "intake_many_columns", count=len(headers), shown=OPTIONS - 1)))
    names = {"submit": label(reader, "intake.apply"), "close": label(reader, "common.cancel")}
    return modal(label(reader, "intake.mapping"), "intake.mapping", fields, data=str(file), **names)


def alike(reader: Reader, kind: str, groups: list[dict[str, Any]], done: str = "") -> Message:
    """Each group with its evidence, and a button for whichever counts."""
    shown = groups[:SHOWN_GROUPS]
    head = text(reader, "intake_alike", kind=kind, count=len(groups), shown=len(shown), done=done)
    written = [text(reader, "intake_alike_group", **group) for group in shown]
    blocks: list[Block] = [*prose(head)]
    for group, words in zip(shown, written, strict=True):
        blocks += [*prose(words), _choices(reader, group)]
    return message("\n\n".join([head, *written]), *blocks)


def _choices(reader: Reader, group: dict[str, Any]) -> Block:
    value = ",".join(str(one["id"]) for one in group["members"])
    buttons = [
        button(_short(label(reader, "intake.counts").format(id=one["response_id"])), f"intake.counts:{one['id']}",
               f"{one['id']}.{value}")
        for one in group["members"][:MOST_ALIKE]
    ]  # fmt: skip
    return actions(*buttons, button(label(reader, "intake.different"), f"intake.different:{value[:200]}", value))


def _short(words: str) -> str:
    """For a button or an option: what is left out is marked so."""
    return words if len(words) <= OPTION else words[: OPTION - 1] + "…"
