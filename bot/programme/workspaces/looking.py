"""Once a day each finished room is held against what Slack shows: one call for all, and each week who is inside."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.programme.workspaces import canvas, inviting, provisioning, steps
from bot.programme.workspaces.canvas import Draw
from bot.programme.workspaces.facts import Facts, gather, glance
from bot.slack import Room, Slack, SlackRefusedError, SlackUnclearError
from storage import workspaces
from storage.db import Db, Writer, reading
from storage.workspaces import CHANNEL, StepState, Workspace

EVERY = timedelta(days=1)
SOON = timedelta(hours=1)
COUNT_EVERY = timedelta(days=7)


@dataclass(frozen=True)
class Found:
    """What a look at one room has shown."""

    workspace_id: int
    wrong: dict[str, str]
    """Steps that stand no longer as they were made, with what is wrong."""
    anew: list[str]
    """Steps to be taken again."""
    left: set[int] | None
    """Persons who are not inside any more; `None` where nobody looked."""


def stale(db: Db, now: datetime) -> list[Workspace]:
    """None until a look is due; then every room that will be before long, since one call shows them all."""
    return workspaces.to_look_at(db, now - EVERY) and workspaces.to_look_at(db, now - EVERY / 2)


def look(engine: sa.Engine, writer: Writer, slack: Slack, draw: Draw) -> None:
    now = writer.now()
    with reading(engine) as db:
        rows = stale(db, now)
        recent = [row for row in rows if row.counted_at is not None and row.counted_at >= now - COUNT_EVERY]
        glances = [glance(db, now, row) for row in recent]
    if not rows:
        return
    whole = [row for row in rows if row not in recent]
    try:
        seen = {room.id: room for room in slack.channels()}
        found = [Found(one.workspace.id, wrong(one, seen.get(one.slack_channel)), [], None) for one in glances]
        found += [_look_at(engine, slack, draw, now, row, seen) for row in whole]
    except (SlackRefusedError, SlackUnclearError):
        writer.commit(partial(_put_off, [row.id for row in rows]))
        return
    writer.commit(partial(_keep, found))


def _put_off(ids: list[int], db: Db, now: datetime) -> None:
    """Slack had no time for it."""
    for workspace_id in ids:
        db.get_one(Workspace, workspace_id).looked_at = now - EVERY + SOON


def _look_at(
    engine: sa.Engine, slack: Slack, draw: Draw, now: datetime, row: Workspace, seen: dict[str, Room]
) -> Found:
    """Each week its people and its canvas too, since that costs more."""
    with reading(engine) as db:
        facts = gather(db, now, row.id)
        mark = canvas.fingerprint(drawn(db, facts, draw)) if facts.kept("canvas", "id") else ""
    room = seen.get(facts.slack_channel)
    left = None
    if room and not room.archived:
        there = slack.members(room.id)
        left = {member.person.id for member in facts.members if inviting.has_left(member, there)}
    anew = ["canvas"] if mark != facts.kept("canvas", "mark") else []
    return Found(row.id, wrong(facts, room), anew + ["people"] * _others_belong(facts), left)


def drawn(db: Db, facts: Facts, draw: Draw) -> str:
    locale = facts.channel.locale if facts.channel else "en"
    return draw(locale, facts.edition.zone, canvas.contents(db, facts.now, facts.workspace, facts.edition))


def wrong(facts: Facts, room: Room | None) -> dict[str, str]:
    """By step, in words."""
    if room is None:
        return {CHANNEL: steps.GONE}
    if room.archived:
        return {CHANNEL: steps.ARCHIVED}
    found = {}
    if facts.channel and room.name != facts.channel.name:
        found[CHANNEL] = f"somebody renamed the channel to {room.name}"
    if room.topic != steps.topic_of(facts):
        found["topic"] = "somebody changed the topic"
    if room.purpose != steps.purpose_of(facts):
        found["purpose"] = "somebody changed the description"
    return found


def _others_belong(facts: Facts) -> bool:
    """Who belongs changed, or somebody has come into Slack, and nobody told the steps."""
    waiting = [member for member in facts.members if member.seat is None or _can_enter_now(member.seat, member.slack)]
    return bool(waiting or facts.formerly)


def _can_enter_now(seat: workspaces.Seat, slack: str) -> bool:
    return bool(slack) and seat.entered_at is None and not seat.problem


def _keep(found: list[Found], db: Db, now: datetime) -> None:
    for one in found:
        workspace = db.get_one(Workspace, one.workspace_id)
        workspace.looked_at = now
        for step in workspaces.steps(db, one.workspace_id) if one.wrong or one.anew else ():
            if step.state == StepState.DONE and step.key in one.wrong:
                step.state, step.problem = StepState.BLOCKED, one.wrong[step.key]
            elif step.state == StepState.DONE and step.key in one.anew:
                provisioning.look_again(db, one.workspace_id, step.key)
        if one.left is not None:
            workspace.counted_at = now
            for person_id, seat in workspaces.seats(db, one.workspace_id).items():
                seat.left_at = (seat.left_at or now) if person_id in one.left else None
