"""What each message of a round says, asked when it goes out."""

from datetime import datetime

from bot.programme.advisors import rounds, timing
from bot.programme.occasions import Context, Skip, ref
from storage import advisors, people, teams, workspaces
from storage.advisors import CriticalRound, FriendState, RoundState, RoundStep, RoundWord
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Channel, Workspace, WorkspaceKind


def invited_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    row = _round(db, delivery)
    first = advisors.steps(db, row.id)[0]
    if row.state != RoundState.RUNNING or first.starts_at <= now:
        return Skip("no longer open")
    friend = advisors.friend(db, row.id, delivery.person_id or 0)
    if friend is None or friend.state != FriendState.INVITED:
        return Skip("answered")
    return _facts(db, row) | {"starts_at": first.starts_at, "by_day": row.by_day}


def step_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = _round(db, delivery)
    if row.state != RoundState.RUNNING:
        return Skip("not running")
    return _facts(db, row) | _step(db, row, ref(delivery, "step"))


def told_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    """For those who take part and cannot read the room: with what was said by the form."""
    row, person_id = _round(db, delivery), delivery.person_id or 0
    if row.state != RoundState.RUNNING:
        return Skip("not running")
    if person_id not in rounds.taking_part(db, row):
        return Skip("does not take part")
    if in_room(db, row, person_id):
        return Skip("reads it in the room")
    step = _step(db, row, ref(delivery, "step"))
    if not row.by_day and step["until"] <= now and not step["last"]:
        return Skip("the step is over")
    said = [(db.get_one(Person, word.person_id).name, word.text) for word in advisors.words(db, row.id)]
    return _facts(db, row) | step | {"said": said}


def in_room(db: Db, row: CriticalRound, person_id: int) -> bool:
    """At home in the workspace, or in the cohort's room as a member of any team; and in Slack at all."""
    edition = db.get_one(Edition, row.edition_id)
    if people.slack_id_of(db, person_id, edition.installation_id) is None:
        return False
    workspace = workspaces.of_channel(db, row.channel_id)
    mine = {team.id for team in teams.of_person(db, row.edition_id, person_id)}
    return bool(mine & _home(db, workspace, row)) if workspace else False


def _home(db: Db, workspace: Workspace, row: CriticalRound) -> set[int]:
    if workspace.kind == WorkspaceKind.COHORT:
        return {team.id for team in teams.active(db, row.edition_id)}
    return {team.id for team in workspaces.teams_of(db, workspace)}


def word_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    word = db.get_one(RoundWord, ref(delivery, "word"))
    return {"name": db.get_one(Person, word.person_id).name, "words": word.text}


def closed_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = _round(db, delivery)
    return {"presenter": db.get_one(Person, row.presenter_id).name, "taken": row.taken}


def moved_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    row = _round(db, delivery)
    first = advisors.steps(db, row.id)[0]
    friend = advisors.friend(db, row.id, delivery.person_id or 0)
    declined = friend is not None and friend.state == FriendState.DECLINED
    if row.state != RoundState.RUNNING or first.starts_at <= now or declined:
        return Skip("no longer of use")
    return {"topic": row.topic, "starts_at": first.starts_at, "by_day": row.by_day}


def cancelled_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    facts = _facts(db, _round(db, delivery))
    return {name: facts[name] for name in ("topic", "team")}


def _round(db: Db, delivery: Delivery) -> CriticalRound:
    return db.get_one(CriticalRound, ref(delivery, "round"))


def _facts(db: Db, row: CriticalRound) -> Context:
    return {
        "round_id": row.id,
        "topic": row.topic,
        "team": db.get_one(Team, row.team_id).name,
        "presenter": db.get_one(Person, row.presenter_id).name,
    }


def _step(db: Db, row: CriticalRound, position: int) -> Context:
    step: RoundStep = advisors.steps(db, row.id)[position]
    last = position == len(timing.STEPS) - 1
    return {"step": timing.STEPS[position], "position": position, "until": step.ends_at, "last": last}


def room_name(db: Db, row: CriticalRound) -> str:
    """As Slack calls it."""
    return db.get_one(Channel, row.channel_id).slack_channel_id
