"""At each tick every step that can be taken is taken: what a crash or a 429 leaves half done, the next one finishes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.programme.workspaces import canvas, inviting, looking, steps
from bot.programme.workspaces.canvas import Draw
from bot.programme.workspaces.facts import Blocked, Facts, gather
from bot.programme.workspaces.steps import Hands, Kept, Take
from bot.slack import Slack, SlackRefusedError, SlackUnclearError
from storage import workspaces
from storage.db import Db, Writer, reading
from storage.workspaces import ARCHIVE, CHANNEL, StepState, Workspace, WorkspaceState

TAKES: dict[str, Take] = {
    CHANNEL: steps.channel,
    "people": inviting.take_in,
    "topic": steps.topic,
    "purpose": steps.purpose,
    "brief": steps.brief,
    "bookmarks": steps.bookmarks,
    ARCHIVE: steps.archive,
}
LOST = {
    **dict.fromkeys(("channel_not_found", "not_in_channel"), steps.GONE),
    **dict.fromkeys(("is_archived", "channel_archived"), steps.ARCHIVED),
}
"""Refusals that say that something is wrong with the channel itself."""
SOON, LATER = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True)
class Outcome:
    state: StepState
    problem: str | None = None
    kept: Kept | None = None
    wait: timedelta | None = None
    """How long the step is left alone."""
    stop: str = ""
    """`workspace`: its other steps wait too; `all`: Slack wants to be left alone, or does not answer."""
    lost: str = ""
    """What is wrong with the channel itself, if anything is."""


def waits(db: Db, now: datetime) -> bool:
    return bool(workspaces.due_steps(db, now) or looking.stale(db, now))


def provision(engine: sa.Engine, writer: Writer, slack: Slack, draw: Draw) -> None:
    now = writer.now()
    looking.look(engine, writer, slack, draw)
    with reading(engine) as db:
        due = [(row.workspace_id, row.key) for row in workspaces.due_steps(db, now)]
        stopped = workspaces.held(db) if due else set()
    hands: dict[int, Hands] = {}
    for workspace_id, key in due:
        if workspace_id not in stopped:
            mine = hands.setdefault(workspace_id, Hands(slack, writer))
            outcome = _take(engine, mine, workspace_id, key, draw)
            if outcome.stop == "all":
                return
            if outcome.stop:
                stopped.add(workspace_id)


def _take(engine: sa.Engine, hands: Hands, workspace_id: int, key: str, draw: Draw) -> Outcome:
    with reading(engine) as db:
        facts = gather(db, hands.writer.now(), workspace_id, with_people=key in {CHANNEL, "people"})
        take = TAKES.get(key) or partial(canvas.put_up, markdown=looking.drawn(db, facts, draw))
    outcome = _try(take, facts, hands, key)
    if outcome.problem is None or outcome.wait or facts.steps[key].problem != outcome.problem:
        hands.writer.commit(partial(_note, workspace_id, key, outcome))
    return outcome


def _try(take: Take, facts: Facts, hands: Hands, key: str) -> Outcome:
    stop = "workspace" if key == CHANNEL else ""
    try:
        return Outcome(StepState.DONE, kept=take(facts, hands))
    except Blocked as why:
        return Outcome(StepState.BLOCKED if why.held else StepState.WAITING, str(why), stop=stop)
    except SlackUnclearError as error:
        return Outcome(StepState.WAITING, f"Slack did not answer ({error})", wait=SOON, stop="all")
    except SlackRefusedError as refusal:
        if refusal.code in {"ratelimited", "connection_refused"}:
            wait = timedelta(seconds=refusal.retry_after or 0) or SOON
            return Outcome(StepState.WAITING, f"Slack: {refusal.code}", wait=wait, stop="all")
        lost = LOST.get(refusal.code, "") if facts.channel else ""
        stop = "workspace" if lost else stop
        return Outcome(StepState.WAITING, f"Slack: {refusal.code}", wait=LATER, stop=stop, lost=lost)


def _note(workspace_id: int, key: str, outcome: Outcome, db: Db, now: datetime) -> None:
    step = workspaces.step(db, workspace_id, key)
    step.state, step.problem = outcome.state, outcome.problem
    step.retry_at = now + outcome.wait if outcome.wait else None
    if outcome.kept is not None:
        step.result, step.done_at = outcome.kept, now
    if outcome.lost:
        first = workspaces.step(db, workspace_id, CHANNEL)
        first.state, first.problem = StepState.BLOCKED, outcome.lost
    workspace = db.get_one(Workspace, workspace_id)
    unfinished = [row for row in workspaces.steps(db, workspace_id) if row.state != StepState.DONE]
    if workspace.state == WorkspaceState.PROVISIONING and not unfinished:
        workspace.state, workspace.looked_at, workspace.counted_at = WorkspaceState.READY, now, now
