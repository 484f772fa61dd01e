"""Insights in Slack: a form, a message shortcut or a marked message proposes; each team's buttons release or keep."""

from datetime import datetime

from bot.messages import insights as messages
from bot.messages.insights import Draft
from bot.programme import insights, planning
from bot.programme.insights import Proposal
from bot.programme.permissions import may
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.checkins import Sharing
from storage.db import Db
from storage.insights import Insight, InsightState, ReleaseState, releases
from storage.teams import Team

BULB = "bulb"


def propose(request: Request) -> Reply:
    return _form(request, Draft())


def _form(request: Request, draft: Draft) -> Reply:
    teams = request.read(lambda db: insights.choices(db, request.here, request.someone))
    return Open(messages.form(request.reader, [(team.id, team.name) for team in teams], draft))


def submit(request: Request) -> Reply:
    proposal = parse(request)
    if not proposal.text:
        return Wrong({"text": "Please say in a few words what you learned."})
    if names := request.read(lambda db: insights.naming(db, proposal)):
        return Wrong(
            {"text": f"Without names, yet it says {', '.join(names)}. Leave that out, or share it with names."}
        )

    def work(db: Db, now: datetime) -> tuple[int, bool, list[str]]:
        insight, said = insights.propose(db, now, request.someone, proposal)
        planning.queue(db, request.here, said, now)
        open_ = [it.team_id for it in releases(db, insight.id) if it.state == ReleaseState.ASKED]
        asked = [db.get_one(Team, team).name for team in open_]
        return insight.id, insight.state == InsightState.RELEASED, asked

    return Say(messages.proposed(request.reader, *request.commit(work)))


def parse(request: Request) -> Proposal:
    given = request.fields
    mark = int(request.value) if request.value else None
    return Proposal(int(given["team"]), given.get("text", "").strip(), Sharing(given["sharing"]), mark)


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


def find(request: Request) -> Reply:
    words = request.value.split()
    rows = request.read(lambda db: insights.find(db, request.here, request.someone, words))
    return Say(messages.found(request.reader, request.value, rows))


def shortcut(request: Request) -> Reply:
    """One's own message opens the form with it; of somebody else's only the author is asked."""
    marked = request.body.get("message") or {}
    if marked.get("user") == request.slack_user:
        return _form(request, Draft(text=str(marked.get("text") or "")))
    channel = (request.body.get("channel") or {}).get("id")
    _mark(request, str(marked.get("user") or ""), str(channel or ""), str(marked.get("ts") or ""))
    return Say(messages.asking(request.reader))


def reacted(request: Request) -> Reply:
    """A bulb on a message. Whoever is unknown to the edition is left in peace."""
    event = request.body["event"]
    item = event.get("item") or {}
    known = request.edition and request.read(lambda db: may(db, request.here.id, request.person, "insight.propose"))
    if known and event.get("reaction") == BULB and item.get("type") == "message":
        _mark(request, str(event.get("item_user") or ""), str(item.get("channel") or ""), str(item.get("ts") or ""))
    return None


def _mark(request: Request, author: str, room: str, ts: str) -> None:
    def work(db: Db, now: datetime) -> None:
        planning.queue(db, request.here, insights.mark(db, now, request.here, author, room, ts), now)

    request.commit(work)


def write(request: Request) -> Reply:
    return _form(request, Draft(mark=request.value))


def unmark(request: Request) -> Reply:
    request.commit(lambda db, now: insights.keep_mark(db, now, request.someone, request.number))
    return Rewrite(messages.unmarked(request.reader))


COMMANDS = {"insight propose": propose, "insight release": release, "insight retract": retract, "insight find": find}
ACTIONS = {
    "insight.open": propose,
    "insight.allow": allow,
    "insight.keep": keep,
    "insight.retract": retract,
    "insight.write": write,
    "insight.unmark": unmark,
}
VIEWS = {"insight.propose": submit}
SHORTCUTS = {"propose_insight": shortcut}
EVENTS = {"reaction_added": reacted}
