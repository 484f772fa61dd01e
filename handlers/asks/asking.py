"""The form of an ask: from a button, from words, once more, or said anew."""

from datetime import date, datetime

from bot.messages.asks import forms, replies
from bot.programme import worktime
from bot.programme.asks import closing, making
from bot.programme.asks.closing import OverError
from bot.programme.asks.making import Draft
from handlers.asks.finding import queue
from handlers.replies import Open, Refill, Reply, Say, Wrong
from handlers.requests import Request
from storage.asks import Ask, Wanted
from storage.checkins import Sharing
from storage.db import Db
from storage.teams import Team, TeamKind

Given = dict[str, str]
SENTENCE = 500
"""Characters; a sentence that is longer is a story, and has its own field."""


def new(request: Request) -> Reply:
    """From a button; or with words, which the form starts with."""
    return _form(request, {"text": request.value})


def critique(request: Request) -> Reply:
    return _form(request, {"wanted": Wanted.CRITIQUE.value})


def again(request: Request) -> Reply:
    """A closed ask, as a new one."""
    return _form(request, {**_given(request), "due_on": "", "ask": ""})


def change(request: Request) -> Reply:
    return _form(request, _given(request))


def _given(request: Request) -> Given:
    def find(db: Db) -> Given:
        ask = db.get_one(Ask, request.number)
        closing.demand_own(db, ask, request.someone)
        return {
            "ask": str(ask.id),
            "text": ask.text,
            "tried": ask.tried,
            "wanted": str(ask.wanted or ""),
            "due_on": ask.due_on.isoformat() if ask.due_on else "",
            "themes": ", ".join(ask.themes),
            "sharing": str(ask.sharing),
            "team": str(ask.team_id or ""),
        }

    return request.read(find)


def _form(request: Request, given: Given, hints: list[str] | None = None) -> Reply:
    mine = request.read(lambda db: making.choices(db, request.here, request.someone))
    themes = ", ".join(mine[0].themes) if len(mine) == 1 else ""
    teams = {team.id: team.name for team in mine}
    view = forms.form(request.reader, teams, {"themes": themes} | given, alone=_alone(mine), hints=hints or [])
    return Refill(view) if hints else Open(view)


def _alone(mine: list[Team]) -> bool:
    """Without a workspace, whose other teams could read it."""
    return all(team.kind == TeamKind.COHORT for team in mine)


def submit(request: Request) -> Reply:
    draft = _draft(request)
    if isinstance(draft, Wrong):
        return draft
    names, hints = request.read(lambda db: making.naming(db, draft))
    if names:
        return Wrong(
            {"text": f"Without names, yet it says {', '.join(names)}. Leave that out, or choose another level."}
        )
    if hints and request.fields.get("sure") != "yes":
        return _form(request, request.fields | {"ask": request.value}, hints)

    def work(db: Db, now: datetime) -> tuple[int, str, bool]:
        if request.value:
            ask, said = making.change(db, now, request.someone, request.number, draft)
            queue(db, now, ask.id, said)
        else:
            ask = making.make(db, now, request.someone, request.here, draft)
        return ask.id, str(ask.sharing), _alone(making.choices(db, request.here, request.someone))

    try:
        ask, sharing, alone = request.commit(work)
    except OverError:
        return Say(replies.over(request.reader))
    return Say(replies.made(request.reader, ask, sharing, alone=alone))


def _draft(request: Request) -> Draft | Wrong:
    given = request.fields
    due = date.fromisoformat(given["due_on"]) if given.get("due_on") else None
    words = given.get("text", "").strip()
    if not words:
        return Wrong({"text": "Please say in one sentence what you need."})
    if len(words) > SENTENCE:
        return Wrong({"text": f"Please keep this to {SENTENCE} characters. Details have room below."})
    if due and due < worktime.local_day(request.now, request.reader.zone):
        return Wrong({"due_on": "This day has passed. Please choose a later one, or none."})
    return Draft(
        text=words,
        sharing=Sharing(given.get("sharing") or Sharing.EDITION_UNNAMED),
        team_id=request.read(lambda db: _team(db, request)),
        tried=given.get("tried", "").strip(),
        wanted=Wanted(given["wanted"]) if given.get("wanted") else None,
        due_on=due,
        themes=[theme.strip() for theme in given.get("themes", "").split(",") if theme.strip()],
    )


def _team(db: Db, request: Request) -> int | None:
    """Of an ask that is said anew its own; else the one that was chosen, or the only one."""
    if request.value:
        return db.get_one(Ask, request.number).team_id
    if request.fields.get("team"):
        return int(request.fields["team"])
    mine = making.choices(db, request.here, request.someone)
    return mine[0].id if mine else None


COMMANDS = {"ask new": new}
ACTIONS = {"ask.new": new, "ask.critique": critique, "ask.again": again, "ask.change": change}
VIEWS = {"ask.new": submit}
