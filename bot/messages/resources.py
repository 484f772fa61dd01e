"""Resources and opportunities: the form, and the question whether an opportunity still holds."""

from dataclasses import dataclass
from datetime import date

from bot.messages.blocks import (
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
    text_input,
)
from bot.messages.reader import Reader
from bot.messages.texts import label, text

LEVELS = ("workspace", "edition, no names", "edition, named", "public")


@dataclass(frozen=True)
class Draft:
    """What the form starts with; `ref` is the row that it changes."""

    ref: str = ""
    title: str = ""
    url: str = ""
    purpose: str = ""
    language: str = ""
    tags: str = ""
    sharing: str = "edition, named"
    last_day: str = ""


def form(reader: Reader, teams: list[tuple[int, str]], draft: Draft) -> View:
    """Without a team there is nobody to keep it among."""
    whose = [option(name[:75], str(team)) for team, name in teams]
    levels = LEVELS if teams else LEVELS[2:]
    said = [option(label(reader, _level(level)), level) for level in levels]
    fields = [
        text_input("title", label(reader, "resource.name"), initial=draft.title),
        text_input("url", label(reader, "resource.url"), initial=draft.url, hint=label(reader, "resource.url_hint")),
        text_input("purpose", label(reader, "resource.purpose"), initial=draft.purpose, multiline=True, optional=True),
        text_input("tags", label(reader, "resource.tags"), initial=draft.tags, optional=True),
        text_input("language", label(reader, "resource.language"), initial=draft.language, optional=True),
        date_input(
            "last_day",
            label(reader, "resource.last_day"),
            initial=draft.last_day,
            optional=True,
            hint=label(reader, "resource.last_day_hint"),
        ),
        select("sharing", label(reader, "insight.sharing"), said, initial=draft.sharing, kind="radio_buttons"),
    ]
    if whose and not draft.ref:
        fields.append(select("team", label(reader, "insight.team"), whose, initial=str(teams[0][0])))
    title, close = label(reader, "resource.open"), label(reader, "common.cancel")
    return modal(title, "resource.save", fields, submit=label(reader, "common.send"), close=close, data=draft.ref)


def _level(level: str) -> str:
    return f"resource.sharing_{level.replace(', ', '_').replace(' ', '_')}"


def kept(reader: Reader, title: str, last_day: date | None) -> Message:
    return message(text(reader, "resource_kept", title=title, last_day=last_day))


def removed(reader: Reader, title: str) -> Message:
    return message(text(reader, "resource_removed", title=title))


def asked(*, reader: Reader, resource: int, title: str, last_day: date) -> Message:
    said, ref = text(reader, "resource_asked", title=title, last_day=last_day), str(resource)
    holds = button(label(reader, "resource.hold"), "resource.hold", ref, style="primary")
    return message(
        said,
        *prose(said),
        actions(holds, button(label(reader, "resource.remove"), "resource.remove", ref)),
    )


def held(reader: Reader) -> Message:
    return message(text(reader, "resource_held"))
