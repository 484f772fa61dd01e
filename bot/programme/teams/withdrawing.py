"""A team withdraws: asked for, confirmed by a facilitator, and then nothing more is asked of it."""

from datetime import datetime
from typing import Any

from bot.programme import commitments, rosters
from bot.programme.matching import consent
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand, may
from bot.programme.teams import leave
from bot.programme.teams.membership import in_workspace, note_change
from bot.programme.workspaces import agreeing
from storage import checkins, deliveries, people, teams, workspaces
from storage import commitments as promises
from storage.db import Db
from storage.deliveries import Delivery
from storage.matching import Challenge
from storage.people import Person
from storage.teams import Credit, Team, TeamState
from storage.withdrawals import ChangeOfTeam, TeamChange, Withdrawal, WithdrawalState, asked
from storage.workspaces import Workspace


class SettledError(Exception):
    """It was confirmed or dropped before."""


def works(db: Db, team: Team) -> bool:
    """Whether others work with it, so that its leaving is confirmed first."""
    return workspaces.of_team(db, team.id) is not None


def ask(
    db: Db, now: datetime, by: Person, team: Team, reason: str, credit: Credit | None = None
) -> tuple[Withdrawal, list[Planned]]:
    """By the team's lead or deputy, or by a facilitator. Asked again, it is the same one."""
    demand(db, team.edition_id, by, "team.change", team)
    if team.state != TeamState.ACTIVE:
        raise SettledError(team.name)
    row = asked(db, team.id) or Withdrawal(team_id=team.id, asked_at=now, person_id=by.id)
    row.reason, row.credit = reason or row.reason, credit or row.credit
    db.add(row)
    db.flush()
    if may(db, team.edition_id, by, "team.run"):
        return row, []
    key, refs = f"withdrawal-{row.id}:asked", {"withdrawal": row.id}
    return row, rosters.to_staff(db, team.edition_id, now, "team.leaving", key, refs)


def heir(db: Db, team: Team) -> Team | None:
    """The owner whose challenge the team works on: what it leaves undone comes back to it."""
    workspace = workspaces.of_team(db, team.id)
    challenge = db.get(Challenge, workspace.challenge_id) if workspace and workspace.challenge_id else None
    owner = db.get_one(Team, challenge.team_id) if challenge else None
    return owner if owner and owner.id != team.id else None


def effects(db: Db, row: Withdrawal) -> dict[str, Any]:
    """What a confirmation would do, for those who decide."""
    team = db.get_one(Team, row.team_id)
    owner, by = heir(db, team), db.get(Person, row.person_id) if row.person_id else None
    return {
        "withdrawal": row.id,
        "team": team.name,
        "by": by.name if by else "",
        "reason": row.reason,
        "owner": owner.name if owner else "",
        "promised": [promised.text for promised in promises.open_of(db, [team.id])],
        "people": [one.name for one in teams.members(db, team.id)],
    }


def leaving_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Withdrawal, ref(delivery, "withdrawal"))
    return effects(db, row) if row.state == WithdrawalState.ASKED else Skip(str(row.state))


def confirm(db: Db, now: datetime, by: Person, withdrawal_id: int) -> tuple[Team, list[Planned]]:
    """Messages stop, access ends, what was promised returns to the owner, and the reserve comes in."""
    row = _settle(db, now, by, withdrawal_id, WithdrawalState.CONFIRMED)
    team = db.get_one(Team, row.team_id)
    workspace, owner = workspaces.of_team(db, team.id), heir(db, team)
    change = note_change(db, now, team, ChangeOfTeam.WITHDREW, by, None)
    said = list(in_workspace(db, now, team, "team.left", change))
    _stop(db, now, team)
    if owner:
        commitments.hand_on(db, team, owner)
    for pairing in leave(db, now, by, team, row.reason):
        said += consent.fall_through(db, now, pairing)
    if workspace:
        said += agreeing.left(db, now, workspace)
    team.credit = row.credit or Credit.UNNAMED
    if row.credit is None:
        said += rosters.to_team(db, team, now, "team.credit", f"withdrawal-{row.id}:credit", {"withdrawal": row.id})
    db.flush()
    return team, said


def drop(db: Db, now: datetime, by: Person, withdrawal_id: int) -> Team:
    """It stays after all."""
    return db.get_one(Team, _settle(db, now, by, withdrawal_id, WithdrawalState.DROPPED).team_id)


def _settle(db: Db, now: datetime, by: Person, withdrawal_id: int, state: WithdrawalState) -> Withdrawal:
    row = db.get_one(Withdrawal, withdrawal_id)
    team = db.get_one(Team, row.team_id)
    demand(db, team.edition_id, by, "team.run")
    if row.state != WithdrawalState.ASKED:
        raise SettledError(team.name)
    row.state, row.settled_at, row.settled_by_id = state, now, by.id
    return row


def _stop(db: Db, now: datetime, team: Team) -> None:
    """What is queued to it, and to those of its people who have no other part; and the signals about it."""
    why = "the team has withdrawn"
    deliveries.withdraw_to(db, team.edition_id, why, team_id=team.id)
    for one in teams.members(db, team.id):
        others = [mine for mine in teams.of_person(db, team.edition_id, one.id) if mine.id != team.id]
        if not others and not people.roles_of(db, team.edition_id, one.id):
            deliveries.withdraw_to(db, team.edition_id, why, person_id=one.id)
    for signal in checkins.open_signals(db, team.edition_id):
        if signal.team_id == team.id:
            signal.settled_at = now


# What its credit shall be


def credit_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Withdrawal, ref(delivery, "withdrawal"))
    if row.credit is not None:
        return Skip("answered")
    return {"withdrawal": row.id, "team": db.get_one(Team, row.team_id).name}


def choose_credit(db: Db, by: Person, withdrawal_id: int, credit: Credit) -> Team:
    """By its lead or deputy, who may change their mind."""
    row = db.get_one(Withdrawal, withdrawal_id)
    team = db.get_one(Team, row.team_id)
    demand(db, team.edition_id, by, "team.sign", team)
    row.credit = credit
    if team.state == TeamState.WITHDRAWN:
        team.credit = credit
    db.flush()
    return team


# What the workspace hears


def left_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """Not why: that is the facilitators' to know."""
    team = db.get_one(Team, db.get_one(TeamChange, ref(delivery, "change")).team_id)
    there = _workspace_of(db, delivery)
    challenge = db.get(Challenge, there.challenge_id) if there and there.challenge_id else None
    owner = db.get(Team, challenge.team_id) if challenge else None
    if owner is None or owner.id == team.id:
        return {"team": team.name, "owner": "", "returned": []}
    mark = f"from {team.name}"
    back = [row.text for row in promises.open_of(db, [owner.id]) if row.note == mark]
    return {"team": team.name, "owner": owner.name, "returned": back}


def _workspace_of(db: Db, delivery: Delivery) -> Workspace | None:
    rooms = workspaces.of_edition(db, delivery.edition_id)
    return next((room for room in rooms if room.channel_id == delivery.channel_id), None)
