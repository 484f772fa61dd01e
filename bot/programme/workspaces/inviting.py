"""The step in which a channel's membership becomes that of its workspace: who belongs is in, who left it is out."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.programme import rosters
from bot.programme.occasions import Planned
from bot.programme.workspaces.belonging import STAFF, Member
from bot.programme.workspaces.facts import Facts
from bot.programme.workspaces.steps import Hands, Kept
from bot.slack import SlackRefusedError, SlackUnclearError
from storage import deliveries, people, workspaces
from storage.db import Db
from storage.workspaces import Seat, Workspace, WorkspaceKind, WorkspaceState

PASSING = {"ratelimited", "connection_refused"}
UNCLEAR = "no answer from Slack: it may have gone out"


@dataclass
class Seating:
    """What was found and done, to be kept in one go."""

    inside: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)


def take_in(facts: Facts, hands: Hands) -> Kept:
    there = hands.slack.members(facts.slack_channel)
    seating = Seating(
        inside={member.person.id for member in facts.members if member.slack in there},
        left={member.person.id for member in facts.members if has_left(member, there)},
    )
    missing = [member for member in facts.members if member.slack and member.slack not in there]
    wanted = {member.slack: member.person.id for member in missing if member.person.id not in seating.left}
    bad = hands.slack.invite(facts.slack_channel, list(wanted)) if wanted else {}
    seating.refused = {wanted[user]: why for user, why in bad.items() if user in wanted}
    seating.inside |= set(wanted.values()) - seating.refused.keys()
    hands.writer.commit(partial(_seat, facts.workspace.id, [member.person.id for member in facts.members], seating))
    _take_out(facts, hands, there)
    _connect(facts, hands)
    mine = {member.slack for member in facts.members} | facts.formerly | {facts.bot_user}
    return {"others": str(len(there - mine))}


def has_left(member: Member, there: set[str]) -> bool:
    """Nobody is fetched back by the clock: a repair asks them again."""
    return member.seat is not None and member.seat.entered_at is not None and member.slack not in there


def _take_out(facts: Facts, hands: Hands, there: set[str]) -> None:
    """Those who were here for the programme's sake and do not belong any more; whom members brought along stays."""
    for user in sorted((facts.formerly - {facts.bot_user}) & there):
        hands.slack.kick(facts.slack_channel, user)
    hands.writer.commit(partial(_unseat, facts.workspace.id, {member.person.id for member in facts.members}))


def _connect(facts: Facts, hands: Hands) -> None:
    """Invitations by Slack Connect that a facilitator asked for: kept before Slack is asked, so never sent twice."""
    for member in facts.members:
        seat = member.seat
        if seat and seat.connect_wanted_at and not seat.connect_tried_at and not member.slack:
            email = hands.writer.commit(partial(_try, seat.id))
            if email is not None:
                try:
                    found = hands.slack.invite_shared(facts.slack_channel, email)
                except SlackRefusedError as refusal:
                    hands.writer.commit(partial(_not_connected, seat.id, refusal.code))
                    if refusal.code in PASSING:
                        raise
                except SlackUnclearError:
                    hands.writer.commit(partial(_connected, seat.id, "", UNCLEAR))
                else:
                    hands.writer.commit(partial(_connected, seat.id, found or "sent", ""))


def _try(seat_id: int, db: Db, now: datetime) -> str | None:
    seat = db.get_one(Seat, seat_id)
    if seat.connect_tried_at:
        return None
    seat.connect_tried_at, seat.problem = now, UNCLEAR
    return people.email_of(db, seat.person_id)


def _connected(seat_id: int, invite: str, problem: str, db: Db, _now: datetime) -> None:
    seat = db.get_one(Seat, seat_id)
    seat.connect_id, seat.problem = invite, problem


def _not_connected(seat_id: int, code: str, db: Db, _now: datetime) -> None:
    """Slack did nothing: after a passing refusal the next round asks again, else a person may."""
    seat = db.get_one(Seat, seat_id)
    seat.connect_tried_at, seat.problem = None, code
    if code not in PASSING:
        seat.connect_wanted_at = None


def _seat(workspace_id: int, ids: list[int], seating: Seating, db: Db, now: datetime) -> None:
    workspace, seats = db.get_one(Workspace, workspace_id), workspaces.seats(db, workspace_id)
    late = workspace.state == WorkspaceState.READY and bool(seats)
    for person_id in ids:
        seat = seats.get(person_id)
        fresh = seat is None or seat.removed_at is not None
        seat = seat or Seat(workspace_id=workspace_id, person_id=person_id, since=now)
        _settle(seat, seating, now)
        db.add(seat)
        if fresh:
            _greet(db, now, workspace, person_id, late=late)
    db.flush()


def _settle(seat: Seat, seating: Seating, now: datetime) -> None:
    seat.removed_at = None
    if seat.person_id in seating.inside:
        seat.entered_at, seat.left_at, seat.problem = seat.entered_at or now, None, ""
    elif seat.person_id in seating.left:
        seat.left_at = seat.left_at or now
    elif seat.person_id in seating.refused:
        seat.problem = seating.refused[seat.person_id]


def _unseat(workspace_id: int, belonging: set[int], db: Db, now: datetime) -> None:
    for seat in workspaces.seats(db, workspace_id).values():
        if seat.person_id not in belonging and seat.removed_at is None:
            seat.removed_at, seat.entered_at, seat.left_at = now, None, None


def _greet(db: Db, now: datetime, workspace: Workspace, person_id: int, *, late: bool) -> None:
    """A first message with the rules, once in the edition; who comes later also hears where the workspace is."""
    edition_id = workspace.edition_id
    if workspace.kind == WorkspaceKind.FACILITATORS or people.roles_of(db, edition_id, person_id) & set(STAFF):
        return
    refs = {"workspace": workspace.id, "edition": edition_id}
    said = [("workspace.welcome", f"edition-{edition_id}:welcome")]
    if late and workspace.kind == WorkspaceKind.CHALLENGE:
        said.append(("workspace.joined", f"workspace-{workspace.id}:joined"))
    rows: list[Planned] = [
        rosters.to_person(db, edition_id, person_id, now, kind, occasion, refs) for kind, occasion in said
    ]
    deliveries.enqueue(db, [planned.row(edition_id) for planned in rows])
