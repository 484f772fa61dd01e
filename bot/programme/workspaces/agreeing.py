"""The working agreement: one part per team, signed by lead or deputy of each; what it says, and to whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zlib import crc32

from bot.programme import signals, worktime
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand, may
from bot.programme.workspaces import asking, provisioning
from storage import agreements, deliveries, teams, workspaces
from storage.agreements import Agreement, AgreementPart
from storage.calls import Submission
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.matching import Challenge
from storage.people import Person
from storage.teams import Team, TeamState
from storage.workspaces import Workspace, WorkspaceKind

SHARED = ("goals", "rhythm", "language", "confidentiality")


class MovedError(Exception):
    """Somebody else changed what all sign while the form was open."""


class NoSignerError(Exception):
    """The person is neither lead nor deputy of a team of that workspace."""


@dataclass(frozen=True)
class Said:
    """What a team handed in."""

    goals: str
    rhythm: str
    language: str
    confidentiality: str
    hours: str
    learning: str


# The form


def own_side(db: Db, person: Person, workspace_id: int) -> tuple[Workspace, Team]:
    """The person's team in that workspace, for which they sign. Raises `NoSignerError`."""
    workspace = db.get_one(Workspace, workspace_id)
    for team in workspaces.teams_of(db, workspace):
        if may(db, workspace.edition_id, person, "workspace.sign", team):
            return workspace, team
    raise NoSignerError(workspace_id)


def signs_in(db: Db, edition: Edition, person: Person) -> list[Workspace]:
    """Where the person signs for a team."""
    mine = [one for one in teams.of_person(db, edition.id, person.id) if may(db, edition.id, person, "team.sign", one)]
    found = [workspaces.of_team(db, team.id) for team in mine]
    return [room for room in found if room and room.closed_at is None]


def prefill(db: Db, person: Person, workspace_id: int) -> dict[str, str]:
    """What the form starts with: what was said so far, else what the team wrote in its application."""
    workspace, team = own_side(db, person, workspace_id)
    row = agreements.latest(db, workspace.id)
    shared = {name: getattr(row, name) for name in SHARED} if row else asking.first(db, workspace)
    part = agreements.parts(db, row.id).get(team.id) if row else None
    own = {"hours": part.hours, "learning": part.learning} if part else _applied(db, team)
    return dict.fromkeys(SHARED, "") | shared | own | {"team": team.name, "mark": str(_mark(row))}


def _mark(row: Agreement | None) -> int:
    """Of what all sign, as it stood when a form was opened."""
    return crc32("\n".join(getattr(row, name) for name in SHARED).encode()) if row else 0


def _applied(db: Db, team: Team) -> dict[str, str]:
    submission = db.get(Submission, team.submission_id) if team.submission_id else None
    answers = submission.answers if submission else {}
    return {"hours": str(answers.get("hours") or ""), "learning": str(answers.get("learn") or "")}


def sign(
    db: Db, now: datetime, person: Person, workspace_id: int, said: Said, mark: int
) -> tuple[Agreement, list[Planned]]:
    """The team's part, signed. What others had signed and is different now is a new version, which all sign again.

    `mark` came with the form. Raises `NoSignerError`, `MovedError`.
    """
    workspace, team = own_side(db, person, workspace_id)
    row = _latest(db, now, workspace)
    if mark and mark != _mark(row) and any(getattr(row, name) != getattr(said, name) for name in SHARED):
        raise MovedError(workspace_id)
    changes = _changes(row, agreements.parts(db, row.id).get(team.id), said, team)
    others = [one for key, one in agreements.parts(db, row.id).items() if key != team.id and one.signed_at]
    said_before = row.version
    if changes and others:
        row = _next(db, now, person, row, changes)
    _write(db, now, person, row, team, said)
    _settle(db, now, workspace, row)
    told = asking.card(db, now, workspace, row)
    if row.version > said_before:
        told += [*_changed(now, workspace, row), *asking.ask(db, now, workspace, row)]
    return row, told


def _latest(db: Db, now: datetime, workspace: Workspace) -> Agreement:
    row = agreements.latest(db, workspace.id)
    if row is None:
        row = Agreement(workspace_id=workspace.id, version=1, asked_at=now)
        db.add(row)
        db.flush()
    return row


def _changes(row: Agreement, part: AgreementPart | None, said: Said, team: Team) -> list[str]:
    """What differs from what others may have signed. A team's first word on its own part changes nothing."""
    shared = [name for name in SHARED if getattr(row, name) != getattr(said, name)]
    own = [
        name for name in ("hours", "learning") if part and part.signed_at and getattr(part, name) != getattr(said, name)
    ]
    return shared + [f"{name} of {team.name}" for name in own]


def _next(db: Db, now: datetime, person: Person, row: Agreement, changes: list[str]) -> Agreement:
    """The parts are kept as drafts, without their signatures."""
    made = Agreement(
        workspace_id=row.workspace_id, version=row.version + 1, changes=changes, person_id=person.id, asked_at=now
    )
    db.add(made)
    db.flush()
    for part in agreements.parts(db, row.id).values():
        db.add(AgreementPart(agreement_id=made.id, team_id=part.team_id, hours=part.hours, learning=part.learning))
    deliveries.withdraw(db, _edition_id(db, row), f"agreement-{row.id}:", "there is a newer version")
    db.flush()
    return made


def _edition_id(db: Db, row: Agreement) -> int:
    return db.get_one(Workspace, row.workspace_id).edition_id


def _write(db: Db, now: datetime, person: Person, row: Agreement, team: Team, said: Said) -> None:
    for name in SHARED:
        setattr(row, name, getattr(said, name))
    part = agreements.parts(db, row.id).get(team.id) or AgreementPart(agreement_id=row.id, team_id=team.id)
    part.hours, part.learning, part.person_id, part.signed_at = said.hours, said.learning, person.id, now
    db.add(part)
    db.flush()


def _settle(db: Db, now: datetime, workspace: Workspace, row: Agreement) -> None:
    waiting = asking.unsigned(db, workspace, row)
    row.settled_at = None if waiting else row.settled_at or now
    provisioning.look_again(db, workspace.id, "canvas")
    for team in workspaces.teams_of(db, workspace):
        if team not in waiting:
            signals.settled(db, now, asking.UNSIGNED, team, f"agreement-{row.id}")
    db.flush()


def left(db: Db, now: datetime, workspace: Workspace) -> list[Planned]:
    """A team has gone: whoever is left may have signed already."""
    row = agreements.latest(db, workspace.id)
    if row is None:
        return []
    _settle(db, now, workspace, row)
    return asking.card(db, now, workspace, row)


def _changed(now: datetime, workspace: Workspace, row: Agreement) -> list[Planned]:
    key, refs = f"agreement-{row.id}:changed", {"workspace": workspace.id}
    return [Planned("agreement.changed", key, now, channel_id=workspace.channel_id, refs=refs)] * bool(
        workspace.channel_id
    )


# What the messages say


def card_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """The card, and the news of a new version: the agreement as it stands."""
    workspace = db.get_one(Workspace, ref(delivery, "workspace"))
    row = agreements.latest(db, workspace.id)
    return facts(db, workspace, row) if row else Skip("there is no agreement")


def facts(db: Db, workspace: Workspace, row: Agreement) -> dict[str, Any]:
    done = agreements.parts(db, row.id)
    by = db.get(Person, row.person_id) if row.person_id else None
    sides = [_side(db, team, done.get(team.id)) for team in workspaces.teams_of(db, workspace)]
    shared = {name: getattr(row, name) for name in SHARED}
    about = {"workspace": workspace.id, "version": row.version, "changes": row.changes, "by": by.name if by else ""}
    return shared | about | {"sides": sides, "settled": row.settled_at is not None}


def _side(db: Db, team: Team, part: AgreementPart | None) -> dict[str, Any]:
    """An unsigned draft of a team's own part is not shown to the others."""
    signed: date | None = worktime.local_day(part.signed_at, team.zone) if part and part.signed_at else None
    by = db.get(Person, part.person_id) if part and part.person_id else None
    shown = part if part and signed else None
    return {
        "team": team.name,
        "hours": shown.hours if shown else "",
        "learning": shown.learning if shown else "",
        "by": by.name if by else "",
        "on": signed,
    }


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """The question to a team and the one reminder alike."""
    row, team = db.get_one(Agreement, ref(delivery, "agreement")), db.get_one(Team, ref(delivery, "team"))
    workspace = db.get_one(Workspace, row.workspace_id)
    part = agreements.parts(db, row.id).get(team.id)
    if (part and part.signed_at) or team.state != TeamState.ACTIVE:
        return Skip("signed" if team.state == TeamState.ACTIVE else "team withdrawn")
    newest = agreements.latest(db, workspace.id)
    if workspace.closed_at or (newest and newest.id != row.id):
        return Skip("closed" if workspace.closed_at else "there is a newer version")
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    title = challenge.title if challenge else ""
    return {"workspace": workspace.id, "team": team.name, "number": team.id, "title": title, "changes": row.changes}


def overview(db: Db, edition: Edition, person: Person) -> list[dict[str, Any]]:
    """For the facilitators: which kick-offs count as signed, and whose signature is missing."""
    demand(db, edition.id, person, "workspace.run")
    found = []
    for workspace in workspaces.of_edition(db, edition.id, WorkspaceKind.CHALLENGE):
        row, challenge = agreements.latest(db, workspace.id), db.get(Challenge, workspace.challenge_id)
        missing = [team.name for team in asking.unsigned(db, workspace, row)] if row else []
        about = {"title": challenge.title if challenge else "", "version": row.version if row else 0}
        found.append(about | {"missing": missing, "signed": bool(row and row.settled_at)})
    return found
