"""An advisor's answer in one form, the team's word on what came of it, and the facilitators' list."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.messages.advisors import asking as messages
from bot.programme import planning
from bot.programme.advisors import advising, asking, choosing
from bot.programme.advisors.advising import Words
from bot.programme.permissions import demand
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request
from storage import advisors
from storage.advisors import Advice, Effect
from storage.db import Db
from storage.teams import Team


def answer_form(request: Request) -> Reply:
    def find(db: Db) -> tuple[str, str, str]:
        asking.to_me(db, request.number, request.someone)
        known = advisors.advice_of(db, request.number)
        return (known.text, known.links, known.caveat) if known else ("", "", "")

    return Open(messages.answer_form(request.reader, f"question.{request.number}", request.read(find)))


def write_form(request: Request) -> Reply:
    """After an office hour."""
    request.read(lambda db: demand(db, request.here.id, request.someone, "advisor.serve"))
    return Open(messages.answer_form(request.reader, f"booking.{request.number}"))


def give(request: Request) -> Reply:
    about, _, number = request.value.partition(".")
    words = Words(*(request.fields.get(name, "").strip() for name in ("text", "links", "caveat")))
    if not words.text:
        return Wrong({"text": "Please write your advice, or close this and decline."})

    def work(db: Db, now: datetime) -> Reply:
        keep = advising.answer if about == "question" else advising.after_hour
        made, said = keep(db, now, request.someone, int(number), words)
        planning.queue(db, request.here, said, now)
        return Say(messages.kept(request.reader, db.get_one(Team, made.team_id).name, corrected=not said))

    return request.commit(work)


def more(request: Request) -> Reply:
    def work(db: Db, _now: datetime) -> None:
        demand(db, request.here.id, request.someone, "advisor.serve")
        choosing.settings(db, request.here.id, request.someone).more = True

    request.commit(work)
    return Say(messages.more(request.reader))


def effect_form(request: Request) -> Reply:
    request.read(lambda db: advising.mine(db, request.number, request.someone))
    return Open(messages.effect_form(request.reader, request.number))


def effect(request: Request) -> Reply:
    said, line = Effect(request.fields["effect"]), request.fields.get("line", "").strip()

    def work(db: Db, now: datetime) -> Reply:
        told = advising.tell(db, now, request.someone, request.number, said, line)
        planning.queue(db, request.here, told, now)
        return Say(messages.told(request.reader, advising.adviser(db, db.get_one(Advice, request.number))))

    return request.commit(work)


def overview(request: Request) -> Reply:
    def find(db: Db) -> tuple[list[Any], list[Any], list[Any]]:
        loads, pending, waiting = advising.overview(db, request.here, request.someone, request.now)
        shown = [
            {"team": db.get_one(Team, row.team_id).name, "advisor": advising.adviser(db, row), "at": row.at}
            for row in pending
        ]
        return [asdict(load) for load in loads], list(waiting), shown

    return Say(messages.overview(request.reader, *request.read(find)))


COMMANDS = {"advisor list": overview}
ACTIONS = {
    "advice.answer": answer_form,
    "advice.effect": effect_form,
    "advisor.more": more,
    "slot.write": write_form,
}
VIEWS = {"advice.give": give, "advice.effect": effect}
