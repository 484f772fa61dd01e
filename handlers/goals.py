"""An owner's goal, stated in a form at three moments."""

from bot.messages import goals as messages
from bot.programme import goals
from bot.programme.goals import MOMENTS, Words
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request
from storage.db import Db
from storage.goals import Moment, Outcome
from storage.teams import Team


def open_form(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        team, moment = _about(db, request.value)
        given = goals.prefill(db, request.someone, team, moment)
        return messages.form(request.reader, request.value, str(moment), given)

    return Open(request.read(find))


def submit(request: Request) -> Reply:
    said = {name: words.strip() for name, words in request.fields.items()}
    moment = MOMENTS[int(request.value.partition(".")[2])]
    if wrong := _missing(said, moment):
        return Wrong(wrong)
    words = Words(
        text=said["text"],
        standing=int(said["standing"]),
        line=said.get("line", ""),
        outcome=Outcome(said["outcome"]) if said.get("outcome") else None,
        how=said.get("how", ""),
        keeper=said.get("keeper", ""),
    )
    request.commit(lambda db, now: goals.state(db, now, request.someone, *_about(db, request.value), words))
    return Say(messages.stated(request.reader))


def _missing(said: dict[str, str], moment: Moment) -> dict[str, str]:
    needed = {"text": "Please say it in one sentence.", "standing": "Please choose a number from 0 to 10."}
    if moment == Moment.CLOSE:
        needed["outcome"] = "Please choose one of the three."
        if said.get("outcome") == Outcome.ADAPTED:
            needed["how"] = "Please say how it was adapted, and for which context."
        if said.get("outcome") in {Outcome.ADOPTED, Outcome.ADAPTED}:
            needed["keeper"] = "Please say who keeps it, or “nobody yet”."
    return {name: words for name, words in needed.items() if not said.get(name)}


def _about(db: Db, value: str) -> tuple[Team, Moment]:
    team_id, number = (int(part) for part in value.split("."))
    return db.get_one(Team, team_id), MOMENTS[number]


ACTIONS = {"goal.state": open_form}
VIEWS = {"goal.state": submit}
