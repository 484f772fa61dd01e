"""Insights in Slack: a form, a message shortcut or a marked message proposes; each team's buttons release or keep."""

import re
from datetime import datetime

from bot.messages import insights as messages
from bot.messages.blocks import SECTION
from bot.messages.insights import Draft
from bot.programme import insights, planning
from bot.programme.insights import Proposal, marking, wishing
from bot.programme.permissions import may
from bot.slack import SlackRefusedError, SlackUnclearError
from handlers.replies import Open, Refill, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.checkins import Sharing
from storage.db import Db
from storage.insights import Insight, InsightState, ReleaseState, releases
from storage.teams import Team
from storage.teams import of_person as teams_of

EMOJI = re.compile(r":?([a-z0-9_+'-]{1,100}):?")
MARKING = "/sweetspot edition marking :bulb:"


def propose(request: Request) -> Reply:
    return _form(request, Draft())


def _form(request: Request, draft: Draft) -> Reply:
    return Open(messages.form(request.reader, *_teams(request), draft))


def _teams(request: Request) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Those for whom they may propose, and the others."""

    def find(db: Db) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
        mine = insights.choices(db, request.here, request.someone)
        whose = teams_of(db, request.here.id, request.someone.id)
        others = insights.others(db, request.here, {team.id for team in whose})
        return [(team.id, team.name) for team in mine], [(team.id, team.name) for team in others]

    return request.read(find)


def submit(request: Request) -> Reply:
    proposal = parse(request)
    if wrong := _problem(request, proposal):
        return Wrong({"text": wrong})
    if unseen := _unseen(request, proposal):
        return _warned(request, proposal, unseen)

    def work(db: Db, now: datetime) -> tuple[int, bool, list[str]]:
        insight, said = insights.propose(db, now, request.someone, proposal)
        planning.queue(db, request.here, said, now)
        open_ = [it.team_id for it in releases(db, insight.id) if it.state == ReleaseState.ASKED]
        asked = [db.get_one(Team, team).name for team in open_]
        return insight.id, insight.state == InsightState.RELEASED, asked

    return Say(messages.proposed(request.reader, *request.commit(work)))


def _unseen(request: Request, proposal: Proposal) -> tuple[str, ...]:
    """Words that may tell whose it is, unless the form has warned of each of them already."""
    hints = tuple(request.read(lambda db: insights.hints(db, proposal)))
    return () if {*hints} <= {*request.value.split("|")[1:]} else hints


def _warned(request: Request, proposal: Proposal, hints: tuple[str, ...]) -> Reply:
    mark = request.value.partition("|")[0]
    concerned = tuple(str(team) for team in proposal.concerned)
    draft = Draft(proposal.text, mark, hints, str(proposal.team_id), str(proposal.sharing), concerned)
    return Refill(messages.form(request.reader, *_teams(request), draft))


def parse(request: Request) -> Proposal:
    given = request.fields
    marked = request.value.partition("|")[0]
    mark = int(marked) if marked else None
    concerned = tuple(int(team) for team in given.get("concerned", "").split(",") if team)
    return Proposal(int(given["team"]), given.get("text", "").strip(), Sharing(given["sharing"]), mark, concerned)


def allow(request: Request) -> Reply:
    return _answer(request, allowed=True)


def keep(request: Request) -> Reply:
    return _answer(request, allowed=False)


def _answer(request: Request, *, allowed: bool) -> Reply:
    insight_id, team_id = (int(part) for part in request.value.split("."))

    def work(db: Db, now: datetime) -> tuple[int, str, str]:
        row = insights.answer(db, now, request.someone, insight_id, team_id, allowed)
        return row.id, row.text, str(row.state)

    return Rewrite(messages.answered(request.reader, *request.commit(work), allowed=allowed))


def release(request: Request) -> Reply:
    rows = request.read(lambda db: insights.waiting(db, request.here, request.someone))
    return Say(messages.waiting(request.reader, rows))


def retract(request: Request) -> Reply:
    if not request.value.isdigit():
        raise WrongWordsError(
            "Which one? Say its number: `/sweetspot insight retract 7`. `/sweetspot insight find` lists them."
        )

    def work(db: Db, now: datetime) -> None:
        row = db.get(Insight, request.number)
        if row is None or row.edition_id != request.here.id:
            raise WrongWordsError(f"There is no insight {request.number} in this edition.")
        planning.queue(db, request.here, insights.retract(db, now, request.someone, row.id), now)

    request.commit(work)
    return Say(messages.retracted(request.reader, request.number))


def open_wish(request: Request) -> Reply:
    return Open(messages.wish_form(request.reader, request.value))


def wish(request: Request) -> Reply:
    words = request.fields.get("wish", "").strip()
    if not words:
        return Wrong({"wish": "Please say what should be different, or close this and keep it where it is."})
    insight_id, team_id = (int(part) for part in request.value.split("."))

    def work(db: Db, now: datetime) -> None:
        said = wishing.wish(db, now, request.someone, insight_id, team_id, words)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Say(messages.wishing(request.reader))


def open_change(request: Request) -> Reply:
    row = request.read(lambda db: wishing.changeable(db, request.someone, request.number))
    return Open(messages.change_form(request.reader, row.id, row.text))


def change(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()
    row = request.read(lambda db: wishing.changeable(db, request.someone, request.number))
    proposal = Proposal(row.team_id, words, row.sharing)
    if wrong := _problem(request, proposal):
        return Wrong({"text": wrong})

    def work(db: Db, now: datetime) -> None:
        said = wishing.change(db, now, request.someone, request.number, words)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Say(messages.changed(request.reader))


def _problem(request: Request, proposal: Proposal) -> str:
    if not proposal.text:
        return "Please say in a few words what you learned."
    if names := request.read(lambda db: insights.naming(db, proposal)):
        return f"Without names, yet it says {', '.join(names)}. Leave that out, or share it with names."
    return ""


def shortcut(request: Request) -> Reply:
    """One's own message opens the form with it; of somebody else's only the author is asked."""
    marked = request.body.get("message") or {}
    if marked.get("user") == request.slack_user:
        return _form(request, Draft(text=str(marked.get("text") or "")))
    channel = (request.body.get("channel") or {}).get("id")
    _mark(request, str(marked.get("user") or ""), str(channel or ""), str(marked.get("ts") or ""))
    return Say(messages.asking(request.reader))


def reacted(request: Request) -> Reply:
    """The edition's emoji on a message. Whoever is unknown to the edition is left in peace."""
    event = request.body["event"]
    item = event.get("item") or {}
    known = request.edition and request.read(lambda db: may(db, request.here.id, request.person, "insight.propose"))
    marked = known and str(event.get("reaction")).partition("::")[0] == request.here.marking
    if marked and item.get("type") == "message":
        _mark(request, str(event.get("item_user") or ""), str(item.get("channel") or ""), str(item.get("ts") or ""))
    return None


def _mark(request: Request, author: str, room: str, ts: str) -> None:
    def work(db: Db, now: datetime) -> None:
        planning.queue(db, request.here, marking.mark(db, now, request.here, author, room, ts), now)

    request.commit(work)


def write(request: Request) -> Reply:
    """The author agreed: now, and not before, their one message is read, to begin the form with. It is not kept."""
    if post := request.read(lambda db: marking.words(db, request.someone, request.number)):
        return _form(request, Draft(post[0][:SECTION], request.value, team=str(post[1])))
    place = request.read(lambda db: marking.place(db, request.someone, request.number))
    try:
        words = request.slack.words_of(*place) if place else ""
    except (SlackRefusedError, SlackUnclearError):
        words = ""
    return _form(request, Draft(words[:SECTION], request.value))


def unmark(request: Request) -> Reply:
    request.commit(lambda db, _: marking.keep(db, request.someone, request.number))
    return Rewrite(messages.unmarked(request.reader))


def choose_emoji(request: Request) -> Reply:
    """By which reaction messages are marked here."""
    found = EMOJI.fullmatch(request.value.strip())
    if found is None:
        raise WrongWordsError(f"Which emoji marks a message as worth sharing? For example: `{MARKING}`")
    emoji = found.group(1)
    request.commit(lambda db, _: marking.choose_emoji(db, request.here, request.someone, emoji))
    return Say(messages.marking(request.reader, emoji))


COMMANDS = {
    "edition marking": choose_emoji,
    "insight propose": propose,
    "insight release": release,
    "insight retract": retract,
}
ACTIONS = {
    "insight.open": propose,
    "insight.allow": allow,
    "insight.keep": keep,
    "insight.retract": retract,
    "insight.write": write,
    "insight.unmark": unmark,
    "insight.wish": open_wish,
    "insight.change": open_change,
}
VIEWS = {"insight.propose": submit, "insight.wish": wish, "insight.change": change}
SHORTCUTS = {"propose_insight": shortcut}
EVENTS = {"reaction_added": reacted}
