"""Introductions: the question to a team, what both are told, whether they met, and the facilitator's draft."""

from collections.abc import Sequence
from datetime import datetime
from textwrap import shorten
from typing import Any

from babel import Locale

from bot.messages import times
from bot.messages.blocks import (
    SECTION,
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
    section,
    select,
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, text

CHOICES = ("join", "pause", "stop")
GROUPS_A_PAGE = 12
QUOTE = 200
"""Characters of a team's words in the facilitator's list; the teams themselves read the whole."""
TAKEN_BACK = 5


# For a team


def invited(*, reader: Reader, team: str, ref: int) -> Message:
    words = text(reader, "intro_invited", team=team)
    yes = button(label(reader, "intro.yes"), "intro.settings", str(ref), style="primary")
    return message(
        words, *prose(words), actions(yes, button(label(reader, "intro.not_now"), "intro.decline", str(ref)))
    )


def declined(reader: Reader, team: str, ref: int) -> Message:
    words = text(reader, "intro_declined", team=team)
    return message(words, *prose(words), actions(button(label(reader, "intro.change"), "intro.settings", str(ref))))


def settings(reader: Reader, standing: Any) -> View:
    """`standing` has `team`, `answer`, `offer`, `ask`, `paused_until` and `apart`, the teams not to be met again."""
    answer = "pause" if standing.paused_until and standing.answer == "join" else str(standing.answer or "join")
    again = [option(team.name[:75], str(team.id)) for team in standing.apart[:100]]
    fields = [
        *prose(text(reader, "intro_settings", team=standing.team.name)),
        *_wish_fields(reader, answer, standing.offer, standing.ask, str(standing.paused_until or "")),
        *([select("again", label(reader, "intro.again"), again, optional=True)] if again else []),
    ]
    return _modal(reader, "intro.settings", fields, str(standing.team.id))


def record(reader: Reader) -> View:
    """For a team that answered the secretariat by letter or on the telephone."""
    fields = [text_input("team", label(reader, "intro.team")), *_wish_fields(reader, "join", "", "", "")]
    return _modal(reader, "intro.record", fields, "")


def _wish_fields(reader: Reader, answer: str, offer: str, ask: str, until: str) -> list[Block]:
    options = [option(label(reader, f"intro.answer_{value}"), value) for value in CHOICES]
    initial = answer if answer in CHOICES else "stop"
    hint = label(reader, "intro.words_hint")
    return [
        select("answer", label(reader, "intro.answer"), options, initial=initial, kind="radio_buttons"),
        date_input("until", label(reader, "intro.until"), initial=until, optional=True),
        _words(reader, "ask", ask, hint),
        _words(reader, "offer", offer, hint),
    ]


def _words(reader: Reader, name: str, initial: str, hint: str) -> Block:
    """What was handed in may be longer than Slack's field: it is cut where it is seen, and can be changed."""
    fits = initial if len(initial) <= SECTION else shorten(initial, SECTION, placeholder=" …")
    return text_input(name, label(reader, f"intro.{name}"), initial=fits, multiline=True, optional=True, hint=hint)


def saved(reader: Reader, team: str, answer: str, until: Any) -> Message:
    return message(text(reader, "intro_saved", team=team, answer=answer, until=until))


def made(
    *, reader: Reader, ref: str, team: str, partners: Sequence[Any], exchanges: Sequence[Any], themes: list[str],
    **hours: Any,
) -> Message:  # fmt: skip
    """`hours`: the three times as `hours`, and `at_work`, whether they lie in everybody's working hours."""
    lines = [_hour(reader, hour, alone=len(partners) == 1) for hour in hours["hours"]]
    facts = {"team": team, "partners": partners, "exchanges": exchanges, "themes": themes, "hours": lines}
    countries = {partner.team: country(reader, partner.country) for partner in partners}
    words = text(reader, "intro_made", countries=countries, at_work=hours["at_work"], **facts)
    return message(words, *prose(words), actions(button(label(reader, "intro.out"), "intro.out", ref)))


def _hour(reader: Reader, hour: Any, *, alone: bool) -> tuple[str, list[str]]:
    """The reader's own time, then the others': the day too where it is another one there."""
    own = times.moment(hour.at, reader)
    elsewhere = []
    for team, zone in hour.elsewhere:
        there = Reader(reader.locale, zone)
        same_day = times.day(hour.at, there) == times.day(hour.at, reader)
        said = times.clock(hour.at, there) if same_day else times.moment(hour.at, there)
        elsewhere.append(said if alone else f"{said}, {team}")
    return own, list(dict.fromkeys(elsewhere))


def country(reader: Reader, code: str) -> str:
    """In the reader's language."""
    return str(Locale.parse(reader.locale).territories.get(code, code))


def left(*, reader: Reader, left: str, team: str, remaining: list[str]) -> Message:
    return message(text(reader, "intro_left", left=left, team=team, remaining=remaining))


def stepped_out(reader: Reader) -> Message:
    return message(text(reader, "intro_out"))


# Did you meet?


def met(*, reader: Reader, ref: str, partners: list[str]) -> Message:
    words = text(reader, "intro_met", partners=partners)
    buttons = [
        button(label(reader, "intro.met_yes"), "intro.met:yes", f"{ref}.yes"),
        button(label(reader, "intro.met_not_yet"), "intro.met:not-yet", f"{ref}.not yet"),
        button(label(reader, "intro.met_no"), "intro.met:no", f"{ref}.no"),
    ]
    return message(words, *prose(words), actions(*buttons))


def answered(reader: Reader, ref: str, met: str, others: list[tuple[int, str]]) -> Message:
    """In place of the question. `others` are `(id, name)`."""
    words = text(reader, "intro_answered", met=met, others=[name for _, name in others])
    follow = {"yes": _was_it_useful, "not yet": _met_since}.get(met)
    buttons = [follow(reader, ref)] if follow else [_not_again(reader, ref, *one, len(others)) for one in others]
    return message(words, *prose(words), *([actions(*buttons)] if buttons else []))


def _was_it_useful(reader: Reader, ref: str) -> Block:
    return button(label(reader, "intro.useful"), "intro.useful", ref)


def _met_since(reader: Reader, ref: str) -> Block:
    return button(label(reader, "intro.met_since"), "intro.met:yes", f"{ref}.yes")


def _not_again(reader: Reader, ref: str, team: int, name: str, count: int) -> Block:
    words = label(reader, "intro.not_again") + (f": {name[:50]}" if count > 1 else "")
    return button(words, f"intro.apart:{team}", f"{ref}.{team}")


def useful(reader: Reader, ref: str) -> View:
    field = text_input("line", label(reader, "intro.useful_line"), hint=label(reader, "intro.useful_hint"))
    return _modal(reader, "intro.useful", [field], ref)


def noted(reader: Reader) -> Message:
    return message(text(reader, "intro_noted"))


def kept_apart(reader: Reader, other: str) -> Message:
    return message(text(reader, "intro_apart", other=other))


# For who runs the edition


def draft(reader: Reader, facts: dict[str, Any], page: int = 0) -> Message:
    """Groups with reasons, each with the button to part it; then who rests and why, and what can be done."""
    start = page * GROUPS_A_PAGE
    shown, more = facts["groups"][start : start + GROUPS_A_PAGE], len(facts["groups"]) > start + GROUPS_A_PAGE
    head = text(reader, "intro_draft", page=page, **facts)
    rows = [(group["id"], text(reader, "intro_group", **_group(reader, group))) for group in shown]
    foot = "" if more else text(reader, "intro_resting", **facts)
    blocks = [
        *prose(head),
        *(section(words, button(label(reader, "intro.part"), f"intro.part:{one}", str(one))) for one, words in rows),
        *prose(foot),
        actions(*_draft_buttons(reader, facts, page + 1 if more else None)),
    ]
    return message("\n".join([head, *(words for _, words in rows), foot]).strip(), *blocks)


def working(reader: Reader) -> Message:
    return message(text(reader, "intro_working"))


def _group(reader: Reader, group: dict[str, Any]) -> dict[str, Any]:
    quoted = [
        (one.asks, shorten(one.ask, QUOTE, placeholder=" …"), one.offers, shorten(one.offer, QUOTE, placeholder=" …"))
        for one in group["exchanges"]
    ]
    teams = [(name, country(reader, code)) for _, name, code in group["teams"]]
    return {"teams": teams, "exchanges": quoted, "themes": group["themes"]}


def _draft_buttons(reader: Reader, facts: dict[str, Any], further: int | None) -> list[Block]:
    found = [button(label(reader, "intro.record"), "intro.record")]
    if facts["groups"]:
        found.insert(0, button(label(reader, "intro.publish"), "intro.publish", str(facts["id"]), style="primary"))
    if further is not None:
        found.append(button(label(reader, "intro.more"), "intro.more", str(further)))
    if facts["unasked"]:
        found.append(button(label(reader, "intro.invite"), "intro.invite"))
    for one in facts["apart"][-TAKEN_BACK:]:
        name = label(reader, "intro.allow").format(teams=" + ".join(team[:20] for team in one["teams"]))
        found.append(button(name, f"intro.allow:{one['id']}", str(one["id"])))
    return found


def part(reader: Reader, introduction: int, teams: list[tuple[int, str]]) -> View:
    """Which two of a group shall not be introduced, and why."""
    pairs = [(one, other) for at, one in enumerate(teams) for other in teams[at + 1 :]]
    options = [option(f"{one[1][:35]} + {other[1][:35]}", f"{one[0]}.{other[0]}") for one, other in pairs]
    fields = [
        select(
            "pair", label(reader, "intro.pair"), options, initial=options[0]["value"] if len(options) == 1 else None
        ),
        text_input("reason", label(reader, "intro.reason"), hint=label(reader, "intro.reason_hint")),
    ]
    return _modal(reader, "intro.part", fields, str(introduction))


def outlook(reader: Reader, letters: list[tuple[str, str, datetime, str]], rate: Any, draft: int | None) -> Message:
    """Every message of the draft, `(team, person, when, their zone)`; and what became of the last round."""
    rows = [(team, person, times.moment(at, Reader(reader.locale, zone))) for team, person, at, zone in letters]
    words = text(reader, "intro_preview", rows=rows, rate=rate)
    publish = button(label(reader, "intro.publish"), "intro.publish", str(draft), style="primary")
    return message(words, *prose(words), *([actions(publish)] if rows else []))


def published(reader: Reader, count: int) -> Message:
    return message(text(reader, "intro_published", count=count))


def allowed(reader: Reader, teams: tuple[str, str]) -> Message:
    return message(text(reader, "intro_allowed", teams=teams))


def asked(reader: Reader, count: int) -> Message:
    return message(text(reader, "intro_asked", count=count))


def _modal(reader: Reader, callback: str, fields: Sequence[Block], data: str) -> View:
    names = {"submit": label(reader, "common.send"), "close": label(reader, "common.cancel")}
    return modal(label(reader, "intro.title"), callback, fields, data=data, **names)
