"""A challenge is reframed: the statement gets a new version with its reason, and the earlier ones stay readable."""

from datetime import datetime
from typing import Any

from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand, may
from bot.programme.workspaces import provisioning
from storage import matching, statements, teams, workspaces
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.matching import Challenge
from storage.people import Person
from storage.statements import Statement
from storage.teams import Team


class SameWordsError(Exception):
    """Nothing was changed."""


def open_form(db: Db, person: Person, challenge_id: int) -> Challenge:
    challenge = db.get_one(Challenge, challenge_id)
    demand(db, challenge.edition_id, person, "workspace.reframe", db.get_one(Team, challenge.team_id))
    return challenge


def of_workspace(db: Db, workspace_id: int) -> int:
    """The challenge of a workspace."""
    return db.get_one(workspaces.Workspace, workspace_id).challenge_id or 0


def own(db: Db, edition: Edition, person: Person) -> Challenge | None:
    """The challenge that the person's team owns, if they sign for it."""
    for team in teams.of_person(db, edition.id, person.id):
        challenge = matching.owned(db, team.id)
        if challenge and may(db, edition.id, person, "team.sign", team):
            return challenge
    return None


def reframe(
    db: Db, now: datetime, person: Person, challenge_id: int, words: tuple[str, str, str], reason: str
) -> tuple[int, list[Planned]]:
    """`words` are title, question and context. The number of the new version. Raises `SameWordsError`."""
    challenge = open_form(db, person, challenge_id)
    if words == (challenge.title, challenge.question, challenge.context):
        raise SameWordsError
    known = statements.of_challenge(db, challenge.id)
    if not known:
        _keep(db, challenge, 1, challenge_since(db, challenge, now), "", None)
    challenge.title, challenge.question, challenge.context = words
    row = _keep(db, challenge, len(known) + 1 if known else 2, now, reason, person)
    return row.version, _tell(db, now, challenge, row)


def challenge_since(db: Db, challenge: Challenge, now: datetime) -> datetime:
    """When the first version began to hold: with its workspace."""
    workspace = workspaces.of_challenge(db, challenge.id)
    return workspace.created_at if workspace else now


def _keep(db: Db, challenge: Challenge, version: int, at: datetime, reason: str, person: Person | None) -> Statement:
    row = Statement(
        challenge_id=challenge.id,
        version=version,
        title=challenge.title,
        question=challenge.question,
        context=challenge.context,
        reason=reason,
        person_id=person.id if person else None,
        at=at,
    )
    db.add(row)
    db.flush()
    return row


def _tell(db: Db, now: datetime, challenge: Challenge, row: Statement) -> list[Planned]:
    workspace = workspaces.of_challenge(db, challenge.id)
    if workspace is None:
        return []
    provisioning.look_again(db, workspace.id, "brief", "topic", "canvas")
    refs, key = {"statement": row.id}, f"statement-{row.id}:told"
    return [Planned("statement.changed", key, now, channel_id=workspace.channel_id, refs=refs)] * bool(
        workspace.channel_id
    )


def changed_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Statement, ref(delivery, "statement"))
    before = [one for one in statements.of_challenge(db, row.challenge_id) if one.version == row.version - 1]
    by = db.get(Person, row.person_id) if row.person_id else None
    return {
        "challenge": row.challenge_id,
        "version": row.version,
        "title": row.title,
        "question": row.question,
        "context": row.context,
        "before": before[0].question if before else "",
        "reason": row.reason,
        "by": by.name if by else "",
    }


def history(db: Db, person: Person, challenge_id: int) -> list[dict[str, Any]]:
    """For its workspace and the facilitators, oldest first."""
    challenge = db.get_one(Challenge, challenge_id)
    workspace = workspaces.of_challenge(db, challenge.id)
    near = workspaces.teams_of(db, workspace) if workspace else [db.get_one(Team, challenge.team_id)]
    mine = {team.id for team in teams.of_person(db, challenge.edition_id, person.id)}
    if not mine & {team.id for team in near} and not may(db, challenge.edition_id, person, "workspace.run"):
        raise RefusedError("workspace.reframe")
    rows = statements.of_challenge(db, challenge.id)
    return [row.model_dump() | {"by": _name(db, row)} for row in rows]


def _name(db: Db, row: Statement) -> str:
    by = db.get(Person, row.person_id) if row.person_id else None
    return by.name if by else ""
