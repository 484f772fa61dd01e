"""Workspaces come about in recorded steps: what a crash or a 429 leaves half done, the next tick finishes."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from bot.slack import Posted, Slack, SlackRefusedError, SlackUnclearError
from storage import deliveries, editions, people, teams, workspaces
from storage.db import Db, Writer, reading
from storage.deliveries import Delivery, DeliveryState
from storage.editions import Edition
from storage.matching import Challenge
from storage.people import Person, RoleName
from storage.teams import TeamKind
from storage.workspaces import Channel, Step, StepState, Workspace, WorkspaceKind, WorkspaceState

KEYS = ("channel", "people", "topic", "purpose", "brief", "bookmarks")
SHORT = 60
ROOM_KINDS = (WorkspaceKind.FACILITATORS, WorkspaceKind.COHORT, WorkspaceKind.ADVISORS)


@dataclass(frozen=True)
class Facts:
    """What the steps of one workspace need to know."""

    workspace: Workspace
    edition: Edition
    title: str
    slug: str
    channel: Channel | None
    invited: dict[str, str | None]
    """Slack id by person's name; `None` for whoever is not in Slack."""
    brief: Delivery | None

    @property
    def slack_channel(self) -> str:
        if self.channel is None:
            raise Blocked("the channel is not there yet")
        return self.channel.slack_channel_id


class Blocked(Exception):  # noqa: N818 - a state of the step, not a fault
    """The step waits for something; the text says for what, and the way in."""


def found(db: Db, now: datetime, edition: Edition, challenge: Challenge) -> Workspace:
    return _found(db, now, edition, WorkspaceKind.CHALLENGE, challenge.id)


def found_room(db: Db, now: datetime, edition: Edition, kind: WorkspaceKind) -> Workspace:
    """The room of the facilitators, the cohort or the advisors."""
    return _found(db, now, edition, kind, None)


def _found(db: Db, now: datetime, edition: Edition, kind: WorkspaceKind, challenge_id: int | None) -> Workspace:
    for known in workspaces.of_edition(db, edition.id, kind):
        if known.challenge_id == challenge_id:
            return known
    workspace = Workspace(edition_id=edition.id, kind=kind, challenge_id=challenge_id, created_at=now)
    db.add(workspace)
    db.flush()
    db.add_all(Step(workspace_id=workspace.id, position=number, key=key) for number, key in enumerate(KEYS))
    db.flush()
    return workspace


def provision(engine: sa.Engine, writer: Writer, slack: Slack) -> None:
    """Take every waiting step that can be taken; whatever Slack refuses waits for the next tick."""
    with reading(engine) as db:
        waiting = [(row.workspace_id, row.key) for row in workspaces.waiting_steps(db)]
    stopped: set[int] = set()
    for workspace_id, key in waiting:
        if workspace_id not in stopped and not _take(engine, writer, slack, workspace_id, key):
            stopped.add(workspace_id)


def _take(engine: sa.Engine, writer: Writer, slack: Slack, workspace_id: int, key: str) -> bool:
    with reading(engine) as db:
        facts = gather(db, workspace_id)
    try:
        result = STEPS[key](facts, slack, writer)
    except Blocked as why:
        writer.commit(partial(_note, workspace_id, key, str(why), None))
        return key == "people"
    except (SlackRefusedError, SlackUnclearError) as error:
        writer.commit(partial(_note, workspace_id, key, f"Slack: {error}", None))
        return False
    writer.commit(partial(_note, workspace_id, key, None, result))
    return True


def _note(
    workspace_id: int, key: str, problem: str | None, result: dict[str, str] | None, db: Db, now: datetime
) -> None:
    step = workspaces.step(db, workspace_id, key)
    step.problem = problem
    if result is not None:
        step.state, step.result, step.done_at = StepState.DONE, result, now
    if all(row.state == StepState.DONE for row in workspaces.steps(db, workspace_id)):
        db.get_one(Workspace, workspace_id).state = WorkspaceState.READY


def gather(db: Db, workspace_id: int) -> Facts:
    workspace = db.get_one(Workspace, workspace_id)
    edition = db.get_one(Edition, workspace.edition_id)
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    channel = db.get(Channel, workspace.channel_id) if workspace.channel_id else None
    title = challenge.title if challenge else f"{edition.name}: {workspace.kind}"
    slug = f"ch{challenge.number}-{challenge.title}" if challenge else f"{workspace.kind}-{edition.name}"
    members = {
        person.name: people.slack_id_of(db, person.id, edition.installation_id) for person in _members(db, workspace)
    }
    key = f"workspace-{workspace.id}:brief"
    brief = deliveries.find(db, edition.id, "workspace.brief", f"channel:{channel.id}", key) if channel else None
    return Facts(workspace, edition, title, slug, channel, members, brief)


def _members(db: Db, workspace: Workspace) -> list[Person]:
    staff = people.with_role(db, workspace.edition_id, RoleName.ADMIN, RoleName.FACILITATOR)
    if workspace.kind == WorkspaceKind.CHALLENGE:
        named = [person for team in workspaces.teams_of(db, workspace) for person in teams.members(db, team.id)]
    elif workspace.kind == WorkspaceKind.COHORT:
        cohort = teams.active(db, workspace.edition_id, TeamKind.COHORT)
        named = [person for team in cohort for person in teams.members(db, team.id)]
    elif workspace.kind == WorkspaceKind.ADVISORS:
        named = people.with_role(db, workspace.edition_id, RoleName.ADVISOR)
    else:
        named = []
    return list({person.id: person for person in [*staff, *named]}.values())


# The steps: each looks first whether it was done already, and returns what is worth keeping


def _channel(facts: Facts, slack: Slack, writer: Writer) -> dict[str, str]:
    if facts.channel:
        return {"channel": facts.channel.slack_channel_id}
    name, made = "", None
    for name in names(facts.slug, facts.workspace.id):
        made = slack.find_channel(name)
        if made:
            break
        try:
            made = slack.create_channel(name, private=True)
            break
        except SlackRefusedError as refusal:
            if refusal.code != "name_taken":
                raise
    if made is None:
        raise Blocked("every name that was tried is taken; rename one of the channels")
    writer.commit(partial(_keep_channel, facts.workspace.id, made, name))
    return {"channel": made, "name": name}


def _keep_channel(workspace_id: int, slack_id: str, name: str, db: Db, _now: datetime) -> None:
    workspace = db.get_one(Workspace, workspace_id)
    edition = db.get_one(Edition, workspace.edition_id)
    channel = Channel(installation_id=edition.installation_id or 0, slack_channel_id=slack_id, name=name)
    db.add(channel)
    db.flush()
    workspace.channel_id = channel.id


def _people(facts: Facts, slack: Slack, _writer: Writer) -> dict[str, str]:
    there = slack.members(facts.slack_channel)
    if missing := [user for user in facts.invited.values() if user and user not in there]:
        slack.invite(facts.slack_channel, missing[:100])
    if outside := [name for name, user in facts.invited.items() if user is None]:
        raise Blocked(f"not in Slack: {', '.join(outside)}. Give them a guest seat, or they are written to by e-mail")
    return {"invited": str(len(facts.invited))}


def _topic(facts: Facts, slack: Slack, _writer: Writer) -> dict[str, str]:
    slack.set_topic(facts.slack_channel, facts.title[:250])
    return {}


def _purpose(facts: Facts, slack: Slack, _writer: Writer) -> dict[str, str]:
    slack.set_purpose(
        facts.slack_channel, f"{facts.edition.name}. What is said here stays here unless its teams release it."
    )
    return {}


def _brief(facts: Facts, slack: Slack, writer: Writer) -> dict[str, str]:
    """Said through the ledger like everything else; pinned once it is there."""
    brief = facts.brief
    if brief is None:
        writer.commit(partial(_queue_brief, facts.workspace.id))
        raise Blocked("the brief is on its way")
    if brief.state != DeliveryState.SENT or not brief.slack_ts:
        raise Blocked(f"the brief is {brief.state}")
    slack.pin(Posted(facts.slack_channel, brief.slack_ts))
    return {"ts": brief.slack_ts}


def _queue_brief(workspace_id: int, db: Db, now: datetime) -> None:
    workspace = db.get_one(Workspace, workspace_id)
    occasion, refs = f"workspace-{workspace.id}:brief", {"workspace": workspace.id}
    planned = Planned("workspace.brief", occasion, now, channel_id=workspace.channel_id, refs=refs)
    deliveries.enqueue(db, [planned.row(workspace.edition_id)])


def _bookmarks(facts: Facts, slack: Slack, _writer: Writer) -> dict[str, str]:
    brief = facts.brief
    if brief is None or not brief.slack_ts:
        raise Blocked("the brief is on its way")
    if "Brief" not in slack.bookmarks(facts.slack_channel):
        link = slack.permalink(Posted(facts.slack_channel, brief.slack_ts))
        slack.add_bookmark(facts.slack_channel, "Brief", link)
    return {}


STEPS: dict[str, Callable[[Facts, Slack, Writer], dict[str, str]]] = {
    "channel": _channel,
    "people": _people,
    "topic": _topic,
    "purpose": _purpose,
    "brief": _brief,
    "bookmarks": _bookmarks,
}


def names(title: str, workspace_id: int) -> list[str]:
    """Channel names to try in turn: lower case, no marks, and one of our own when others are taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SHORT].strip("-") or "workspace"
    return [slug, f"{slug}-{workspace_id}", *(f"{slug}-{workspace_id}-{number}" for number in range(2, 6))]


def brief_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    workspace = db.get_one(Workspace, ref(delivery, "workspace"))
    edition = db.get_one(Edition, workspace.edition_id)
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    rows = workspaces.teams_of(db, workspace) if challenge else []
    parts = [
        {
            "name": team.name,
            "country": team.country,
            "kind": str(team.kind),
            "offer": team.offer if team.kind != "owner" else "",
        }
        for team in rows
    ]
    facts: dict[str, Any] = {"edition": edition.name, "kind": str(workspace.kind), "teams": parts}
    names_ = ("title", "question", "context", "tried")
    return facts | {name: getattr(challenge, name) if challenge else "" for name in names_}


def status(db: Db, person: Person, edition: Edition) -> list[dict[str, Any]]:
    """What stands, what waits, and what is in its way."""
    demand(db, edition.id, person, "workspace.run")
    rows = []
    for workspace in workspaces.of_edition(db, edition.id):
        steps = workspaces.steps(db, workspace.id)
        facts = gather(db, workspace.id)
        rows.append(
            {
                "title": facts.title,
                "channel": facts.channel.slack_channel_id if facts.channel else "",
                "state": str(workspace.state),
                "done": sum(step.state == StepState.DONE for step in steps),
                "of": len(steps),
                "problems": [f"{step.key}: {step.problem}" for step in steps if step.problem],
            }
        )
    return rows


def repair(db: Db, person: Person, edition: Edition) -> int:
    """Look at every step anew; how many will be."""
    demand(db, edition.id, person, "workspace.run")
    count = 0
    for workspace in workspaces.of_edition(db, edition.id):
        for step in workspaces.steps(db, workspace.id):
            if step.key != "brief":
                step.state, count = StepState.WAITING, count + 1
        workspace.state = WorkspaceState.PROVISIONING
    return count


def look_again(db: Db, workspace_id: int, *keys: str) -> None:
    """Take these steps anew at the next tick: somebody joined or left, or a text changed."""
    for row in workspaces.steps(db, workspace_id):
        if row.key in keys:
            row.state = StepState.WAITING


def rooms_due(db: Db, now: datetime) -> None:
    """Every edition that has a Slack workspace gets its rooms."""
    for edition in editions.active(db):
        if edition.installation_id:
            for kind in ROOM_KINDS:
                if kind != WorkspaceKind.COHORT or teams.active(db, edition.id, TeamKind.COHORT):
                    found_room(db, now, edition, kind)
