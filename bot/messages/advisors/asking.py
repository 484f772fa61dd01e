"""A question to an advisor: the forms, the brief, the answer, and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.messages import times
from bot.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    message,
    modal,
    option,
    plain,
    prose,
    select,
    text_input,
)
from bot.messages.courtesies import not_now
from bot.messages.reader import Reader
from bot.messages.texts import label, text

EFFECTS = ("changed", "tried", "not yet", "no")
Parts = Sequence[Sequence[str]]


def heading(reader: Reader, key: str) -> str:
    """`tried-3` → `Tried in loop 3`."""
    sort, _, loop = key.partition("-")
    return label(reader, f"advisor.brief_{sort}").format(loop=loop)


def _headed(reader: Reader, parts: Parts) -> list[tuple[str, str]]:
    return [(heading(reader, key), words) for key, words in parts]


def form(reader: Reader, teams: Sequence[tuple[int, str]]) -> View:
    """`teams` are `(id, name)`: those for whom the reader may ask."""
    whose = [option(name[:75], str(team)) for team, name in teams[:100]]
    fields = [
        select("team", label(reader, "advice.team"), whose, initial=str(teams[0][0]) if len(teams) == 1 else None),
        text_input(
            "question", label(reader, "advice.question"), multiline=True, hint=label(reader, "advice.question_hint")
        ),
        text_input("links", label(reader, "advice.links"), optional=True),
    ]
    title, submit = label(reader, "advice.ask"), label(reader, "advice.see")
    return modal(title, "advice.ask", fields, submit=submit, close=label(reader, "common.cancel"))


def allowing(
    reader: Reader, question: int, team: str, words: str, parts: Sequence[Any], advisors: Sequence[Any]
) -> View:
    """Of each part `key`, `text`, `open`; of each advisor `id`, `name`, `free`, `free_at`, who fits best first."""
    shown = text(
        reader,
        "advisor_allowing",
        team=team,
        words=words,
        parts=_headed(reader, [(part.key, part.text) for part in parts]),
        links="",
    )
    to = [option(_name(reader, one)[:75], str(one.id)) for one in advisors[:100]]
    whom = select("advisor", label(reader, "advice.to"), to, initial=to[0]["value"])
    title, submit = label(reader, "advice.allow_title"), label(reader, "common.send")
    blocks = [*prose(shown), *allowed(reader, parts), whom]
    return modal(title, "advice.allow", blocks, submit=submit, close=label(reader, "common.cancel"), data=str(question))


def _name(reader: Reader, one: Any) -> str:
    if one.free:
        return str(one.name)
    return label(reader, "advice.free_again").format(name=one.name, day=times.day(one.free_at, reader))


def allowed(reader: Reader, parts: Sequence[Any]) -> list[Block]:
    """One box for each part; ticked at first is only what the team shares with its name anyway."""
    if not parts:
        return []
    options = [option(heading(reader, part.key), part.key) for part in parts]
    ticked = [item for item, part in zip(options, parts, strict=True) if part.open]
    element: Block = {"type": "checkboxes", "action_id": "parts", "options": options}
    element |= {"initial_options": ticked} if ticked else {}
    words, hint = plain(label(reader, "advice.allow")), plain(label(reader, "advice.allow_hint"))
    return [
        {"type": "input", "block_id": "parts", "label": words, "element": element, "optional": True, "hint": hint},
    ]


def nobody(reader: Reader) -> Message:
    return message(text(reader, "advisor_nobody"))


def sent(reader: Reader, advisor: str, at: datetime, waits: bool) -> Message:
    """Other ways to an advisor stand below."""
    said = text(reader, "advisor_sent", advisor=advisor, at=at, waits=waits)
    hours = button(label(reader, "slot.list"), "slot.list")
    return message(said, *prose(said), actions(hours, button(label(reader, "round.start"), "round.start")))


def asked(*, reader: Reader, **facts: Any) -> Message:
    """`facts` are `question`, `team`, `words`, `brief`, `links`, `more` and `later`."""
    return _to_advisor(reader, facts, again=False)


def reminder(*, reader: Reader, **facts: Any) -> Message:
    return _to_advisor(reader, facts, again=True)


def _to_advisor(reader: Reader, facts: dict[str, Any], *, again: bool) -> Message:
    about = {name: facts[name] for name in ("team", "words", "links", "more")}
    said = text(reader, "advisor_asked", parts=_headed(reader, facts["brief"]), again=again, **about)
    question = str(facts["question"])
    buttons = [
        button(label(reader, "advice.answer"), "advice.answer", question, style="primary"),
        button(label(reader, "advisor.decline"), "advisor.decline", question),
        not_now(reader, facts["later"]),
    ]
    often = [] if about["more"] else [button(label(reader, "advisor.more"), "advisor.more")]
    return message(said, *prose(said), actions(*buttons, *often))


def answer_form(reader: Reader, about: str, given: tuple[str, str, str] = ("", "", "")) -> View:
    """`about` is `question.7` or `booking.3`; `given` what was written before."""
    words, links, caveat = given
    fields = [
        text_input(
            "text", label(reader, "advice.text"), initial=words, multiline=True, hint=label(reader, "advice.text_hint")
        ),
        text_input("links", label(reader, "advice.links_give"), initial=links, optional=True),
        text_input("caveat", label(reader, "advice.caveat"), initial=caveat, optional=True),
    ]
    title, submit = label(reader, "advice.answer_title"), label(reader, "common.send")
    return modal(title, "advice.give", fields, submit=submit, close=label(reader, "common.cancel"), data=about)


def kept(reader: Reader, team: str, corrected: bool) -> Message:
    return message(text(reader, "advice_kept", team=team, corrected=corrected))


def decline_form(reader: Reader, question: int, others: Sequence[tuple[int, str]]) -> View:
    options = [option(name[:75], str(person)) for person, name in others[:100]]
    fields = prose(text(reader, "advisor_declining"))
    hint = label(reader, "advisor.suggest_hint")
    if options:
        fields.append(select("suggested", label(reader, "advisor.suggest"), options, optional=True, hint=hint))
    title, submit = label(reader, "advisor.decline_title"), label(reader, "common.send")
    close = label(reader, "common.cancel")
    return modal(title, "advisor.decline", fields, submit=submit, close=close, data=str(question))


def passed(reader: Reader) -> Message:
    return message(text(reader, "advisor_passed"))


def more(reader: Reader) -> Message:
    return message(text(reader, "advisor_more", settings=label(reader, "advisor.desk")))


def declined(
    *,
    reader: Reader,
    question: int,
    words: str,
    advisor: str,
    others: Sequence[tuple[int, str, datetime | None]],
    suggested: bool,
) -> Message:
    said = text(
        reader, "advisor_declined", question=question, words=words, advisor=advisor, others=others, suggested=suggested
    )
    buttons = [
        button(label(reader, "advice.pass").format(name=name)[:75], f"advice.pass:{one}", f"{question}.{one}")
        for one, name, _ in others[:5]
    ]
    return message(said, *prose(said), *([actions(*buttons)] if buttons else []))


def given(*, reader: Reader, advice: int, **facts: str) -> Message:
    """`facts` are `team`, `advisor`, `question`, `words`, `links`, `caveat`."""
    said = text(reader, "advice_given", **facts)
    thank = button(label(reader, "thanks.say"), "thanks.advice", str(advice))
    return message(said, *prose(said), actions(thank))


def effect(*, reader: Reader, advice: int, advisor: str, words: str) -> Message:
    said = text(reader, "advice_effect", advisor=advisor, words=words)
    tell = button(label(reader, "advice.effect"), "advice.effect", str(advice), style="primary")
    return message(said, *prose(said), actions(tell))


def effect_form(reader: Reader, advice: int) -> View:
    options = [option(label(reader, f"advice.effect_{one.replace(' ', '_')}"), one) for one in EFFECTS]
    hint = label(reader, "advice.effect_hint")
    fields = [
        select("effect", label(reader, "advice.effect_how"), options, kind="radio_buttons"),
        text_input("line", label(reader, "advice.effect_line"), optional=True, hint=hint),
    ]
    title, submit = label(reader, "advice.effect_title"), label(reader, "common.send")
    close = label(reader, "common.cancel")
    return modal(title, "advice.effect", fields, submit=submit, close=close, data=str(advice))


def told(reader: Reader, advisor: str) -> Message:
    return message(text(reader, "advice_told", advisor=advisor))


def heard(*, reader: Reader, team: str, words: str, effect: str, line: str) -> Message:
    spoken = label(reader, f"advice.effect_{effect.replace(' ', '_')}")
    return message(text(reader, "advice_heard", team=team, words=words, effect=spoken, line=line))


def overview(reader: Reader, loads: Sequence[Any], waiting: Sequence[Any], pending: Sequence[Any]) -> Message:
    said = text(reader, "advisor_list", loads=loads, waiting=waiting, pending=pending)
    return message(said, *prose(said))
